"""Home Assistant itself, with its Wyoming and MQTT integrations.

Home Assistant wants a Python of its own: `OGAM_TEST_HOME_ASSISTANT` names one that has the package `homeassistant`
(2024.11 or later; the newest for Python 3.11 is 2024.3, whose Wyoming integration has no conversation agent yet) with
what its integrations need: wyoming, paho-mqtt, hassil, home-assistant-intents, pymicro-vad, pyspeex-noise, mutagen,
ha-ffmpeg, each in the version that Home Assistant pins.
"""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ogam.server import mqtt
from ogam.server.mqtt import MqttSettings
from ogam.server.wyoming import WyomingSettings, serving
from ogam.server.wyoming.sound import to_pcm

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))
from mosquitto import MOSQUITTO, Broker
from wyoming_home import someone, speech

HERE = Path(__file__).parent
PYTHON = os.environ.get("OGAM_TEST_HOME_ASSISTANT", "")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PYTHON, reason="OGAM_TEST_HOME_ASSISTANT names no Python with Home Assistant"),
    pytest.mark.skipif(MOSQUITTO is None, reason="Mosquitto is not installed (apt-get install mosquitto)"),
]


def test_home_assistant_hears_and_acts_by_ogam_and_knows_who_spoke(house, ears, voices, tmp_path):
    ears.sentence, voices.who = "unlock the door", someone("Mina")
    broker = Broker(tmp_path)
    broker.start()
    try:
        found = asyncio.run(scene(house, broker, tmp_path))
    finally:
        broker.stop()
    states = found["states"]
    first, second = found["answers"]
    assert found["added"] == {"wyoming": "create_entry", "mqtt": "create_entry"}
    assert found["text"] == "unlock the door"
    assert first == {"type": "action_done", "says": "Front door's unlocked."}
    assert "for adults I recognise by voice and face" in second["says"]  # the text alone is nobody's
    assert states["event.ogam_last_command"][1] in ("denied", "asked")
    assert states["sensor.ogam_speaker"][0] == "unknown"
    assert states["sensor.ogam_mina_last_seen"][0].startswith("20")
    assert "binary_sensor.ogam_kitchen_presence" in states


async def scene(house: Any, broker: Broker, folder: Path) -> dict[str, Any]:
    """What Home Assistant says of its time with Ogam."""
    config, sound = folder / "config", folder / "sound.raw"
    config.mkdir()
    (config / "configuration.yaml").write_text("homeassistant:\n  name: test\n")
    sound.write_bytes(to_pcm(speech()))
    publishing = asyncio.create_task(mqtt.run(house, MqttSettings(port=broker.port)))
    async with serving(house, WyomingSettings(port=0)) as service:
        process = await asyncio.create_subprocess_exec(
            PYTHON, str(HERE / "home_assistant.py"), str(config), str(service.port), str(broker.port), str(sound),
            stdout=subprocess.PIPE,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(process.communicate(), 300)
    publishing.cancel()
    await asyncio.gather(publishing, return_exceptions=True)
    return dict(json.loads(output.decode().splitlines()[-1]))
