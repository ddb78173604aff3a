"""Home Assistant itself, for test_home_assistant.py: runs with a Python that has it, and prints what came of a scene.

    python home_assistant.py CONFIG_FOLDER WYOMING_PORT MQTT_PORT SOUND.raw

It adds its own Wyoming and MQTT integrations as a user would, has the sound (16 kHz, 16 bits, mono) transcribed, sends
the text to the conversation agent, sends it a second time, and prints the answers and the states of Ogam's entities.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any


async def main(folder: str, wyoming: int, mqtt: int, sound: Path) -> dict[str, Any]:
    from homeassistant import bootstrap, runner
    from homeassistant.setup import async_setup_component

    hass = await bootstrap.async_setup_hass(runner.RuntimeConfig(config_dir=folder, skip_pip=True))
    if hass is None:
        raise SystemExit("Home Assistant did not start")
    await hass.async_start()
    for part in ("conversation", "stt", "assist_pipeline"):
        if not await async_setup_component(hass, part, {}):
            raise SystemExit(f"{part} could not be set up")
    flows = {"wyoming": {"host": "127.0.0.1", "port": wyoming}, "mqtt": {"broker": "127.0.0.1", "port": mqtt}}
    added = {domain: (await add(hass, domain, data)) for domain, data in flows.items()}
    await available(hass, "event.ogam_last_command")
    text = await transcribe(hass, await asyncio.to_thread(sound.read_bytes))
    answers = [await converse(hass, text), await converse(hass, text)]
    await asyncio.sleep(2)
    states = {state.entity_id: [state.state, event_type(state)] for state in hass.states.async_all()}
    await hass.async_stop(force=True)
    return {"added": added, "text": text, "answers": answers, "states": states}


def event_type(state: Any) -> str | None:
    return state.attributes.get("event_type")


async def add(hass: Any, domain: str, data: dict[str, Any]) -> str:
    """Add an integration as a user does; what became of it."""
    manager = hass.config_entries.flow
    flow = await manager.async_init(domain, context={"source": "user"})
    result = await manager.async_configure(flow["flow_id"], data)
    return str(result["type"])


async def available(hass: Any, entity: str) -> None:
    """Wait for an entity: Home Assistant subscribes to its topics some seconds after it found it."""
    async with asyncio.timeout(60):
        while (state := hass.states.get(entity)) is None or state.state == "unavailable":
            await asyncio.sleep(0.2)


async def transcribe(hass: Any, pcm: bytes) -> str | None:
    from homeassistant.components import stt

    async def stream() -> AsyncIterator[bytes]:
        for first in range(0, len(pcm), 2048):
            yield pcm[first : first + 2048]

    engine = next(state.entity_id for state in hass.states.async_all("stt"))
    metadata = stt.SpeechMetadata(
        language="en",
        format=stt.AudioFormats.WAV,
        codec=stt.AudioCodecs.PCM,
        bit_rate=stt.AudioBitRates.BITRATE_16,
        sample_rate=stt.AudioSampleRates.SAMPLERATE_16000,
        channel=stt.AudioChannels.CHANNEL_MONO,
    )
    entity = stt.async_get_speech_to_text_engine(hass, engine)
    return (await entity.async_process_audio_stream(metadata, stream())).text


async def converse(hass: Any, text: str | None) -> dict[str, Any]:
    from homeassistant.components import conversation
    from homeassistant.core import Context

    agents = [state.entity_id for state in hass.states.async_all("conversation")]
    agent = next(name for name in agents if name != "conversation.home_assistant")
    result = await conversation.async_converse(hass, text or "", None, Context(), "en", agent)
    response = result.response
    return {"type": str(response.response_type.value), "says": response.speech["plain"]["speech"]}


if __name__ == "__main__":
    folder, wyoming, mqtt, sound = sys.argv[1:]
    sys.stdout.write(json.dumps(asyncio.run(main(folder, int(wyoming), int(mqtt), Path(sound)))) + "\n")
