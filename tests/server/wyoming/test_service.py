"""The service over a real socket, with the client of the package `wyoming`."""

import asyncio
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from wyoming.asr import Transcribe
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncUnixClient
from wyoming.event import Event
from wyoming.info import Describe, Info
from wyoming.intent import Recognize
from wyoming.ping import Ping

from ogam.core import LogError, OgamError
from ogam.server.wyoming import Limits, WyomingSettings, serving, serving_soon
from ogam.server.wyoming.sound import to_pcm

sys.path.insert(0, str(Path(__file__).parent))
from wyoming_home import (
    client_of,
    connected,
    described,
    handle,
    heard_and_handled,
    only,
    someone,
    speech,
    transcribe,
    transcript_of,
)


def test_it_says_what_it_can(served):
    async def scene(service) -> Info:
        async with client_of(service) as client:
            await client.write_event(Describe().event())
            return Info.from_event(await client.read_event())

    info = served(scene)
    assert info.asr[0].models[0].languages == ["en"]
    assert info.asr[0].installed
    assert info.handle[0].supports_home_control
    assert not info.intent  # Home Assistant would take it before the handler, and carry intents out itself
    assert not info.wake


def test_a_transcription_does_nothing_yet(served, ears, log):
    async def scene(service) -> str:
        async with client_of(service) as client:
            return await transcribe(client, speech())

    assert served(scene) == "lamp on"
    assert ears.lengths == [pytest.approx(1.6, abs=0.1)]  # the silence around it is cut off, but for the padding
    assert not list(log.events())


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (22_050, 1), (44_100, 2), (48_000, 1), (48_000, 4)])
def test_sound_of_other_formats(served, ears, rate, channels):
    async def scene(service) -> str:
        async with client_of(service) as client:
            return await transcribe(client, speech(rate=rate), rate, channels, size=channels * rate // 10)

    assert served(scene) == "lamp on"
    assert ears.lengths == [pytest.approx(1.6, abs=0.1)]


def test_several_utterances_on_one_connection(served, ears):
    async def scene(service) -> list[str]:
        async with client_of(service) as client:
            return [await transcribe(client, speech(seconds)) for seconds in (1.0, 0.5)]

    assert served(scene) == ["lamp on", "lamp on"]
    assert ears.lengths == [pytest.approx(1.6, abs=0.1), pytest.approx(1.1, abs=0.1)]


def test_nobody_speaks(served, ears):
    async def scene(service) -> str:
        async with client_of(service) as client:
            return await transcribe(client, np.zeros(16_000, np.float32))

    assert served(scene) == ""
    assert ears.lengths == []


def test_what_is_no_sentence_of_the_home_comes_as_it_was_heard(served, ears):
    ears.sentence, ears.accepted = "what a nice day", False

    async def scene(service) -> Event:
        return await heard_and_handled(service, "what a nice day")

    answer = served(scene)
    assert answer.type == "not-handled"
    assert "You can say" in answer.data["text"]


def test_the_text_comes_in_pieces_too(served):
    async def scene(service) -> list[str]:
        async with client_of(service) as client:
            await transcribe(client, np.zeros(0, np.float32))
            await client.write_event(AudioStart(16_000, 2, 1).event())
            await client.write_event(AudioChunk(16_000, 2, 1, to_pcm(speech())).event())
            await client.write_event(AudioStop().event())
            kinds = []
            while "transcript-stop" not in kinds[1:]:
                kinds.append((await client.read_event()).type)
            return kinds

    assert served(scene)[1:] == ["transcript-start", "transcript-chunk", "transcript", "transcript-stop"]


def test_a_language_that_the_home_does_not_speak(served):
    async def scene(service) -> Event:
        async with client_of(service) as client:
            await client.write_event(Transcribe(language="fr").event())
            return await client.read_event()

    assert served(scene).data["text"] == "this home speaks en, not 'fr'."


def test_whoever_said_it_is_known_when_it_is_handled(served, ears, voices, log):
    voices.who = someone("Mina")

    async def scene(service) -> Event:
        return await heard_and_handled(service, "unlock the door")

    ears.sentence = "unlock the door"
    answer = served(scene)
    decision, identity = only(log, "decision"), only(log, "identity")
    assert identity["person"] == "Mina"
    assert decision["effect"] == "allow"
    assert answer.type == "handled"
    assert only(log, "action")["ok"]  # once: the transcription itself did nothing


def test_a_text_without_a_voice_is_nobody_s(served, log):
    async def scene(service) -> Event:
        async with client_of(service) as client:
            return await handle(client, "unlock the door")

    answer = served(scene)
    assert answer.type == "handled"
    assert only(log, "identity")["person"] is None
    assert only(log, "decision")["effect"] != "allow"
    assert not [event for event in log.events() if event.kind == "action"]


def test_the_same_text_again_is_nobody_s(served, voices, log):
    voices.who = someone("Mina")

    async def scene(service) -> None:
        await heard_and_handled(service, "lamp on")
        async with client_of(service) as client:
            await handle(client, "lamp on")

    served(scene)
    people = [event.data["person"] for event in log.events() if event.kind == "identity"]
    assert people == ["Mina", None]


def test_two_people_who_said_the_same_cannot_be_told_apart(served, voices, log):
    async def scene(service) -> None:
        for person in ("Mina", "Junho"):
            voices.who = someone(person)
            async with client_of(service) as client:
                await transcribe(client, speech())
        for _ in range(2):
            async with client_of(service) as client:
                await handle(client, "lamp on")

    served(scene)
    assert [event.data["person"] for event in log.events() if event.kind == "identity"] == [None, None]


def test_intents_are_not_given_away_unless_the_owner_says_so(served):
    async def scene(service) -> Event:
        async with client_of(service) as client:
            await client.write_event(Recognize("lamp on").event())
            return await client.read_event()

    assert served(scene).type == "not-recognized"


def test_an_intent_is_given_to_whom_it_is_allowed(served, ears, voices, log):
    voices.who = someone("Mina")

    async def scene(service) -> list[Event]:
        answers = []
        async with client_of(service) as client:
            await client.write_event(Recognize("unlock the door").event())
            answers.append(await client.read_event())
        async with client_of(service) as client:
            await transcribe(client, speech())
        async with client_of(service) as client:
            await client.write_event(Recognize("unlock the door").event())
            answers.append(await client.read_event())
        return answers

    ears.sentence = "unlock the door"
    unknown, known = served(scene, WyomingSettings(port=0, intents=True))
    assert unknown.type == "not-recognized"
    assert known.type == "intent"
    assert {"name": "name", "value": "front door"} in known.data["entities"]
    assert not [event for event in log.events() if event.kind == "action"]


def test_describe_waits_neither_for_models_nor_for_commands(house):
    async def scene() -> str:
        loaded = asyncio.get_running_loop().create_future()
        soon = serving_soon(house.hub.home, loaded, WyomingSettings(port=0))
        async with soon as service, client_of(service) as client:
            asking = asyncio.create_task(transcribe(client, speech()))
            await described(service)
            loaded.set_result(house)
            return await asking

    assert asyncio.run(scene()) == "lamp on"


def test_describe_is_answered_while_a_command_of_the_same_connection_runs(served, ears):
    going_on, free = threading.Event(), threading.Event()
    recognize = ears.recognize

    def slow(signals):
        going_on.set()
        assert free.wait(10)
        return recognize(signals)

    ears.recognize = slow

    async def scene(service) -> str:
        async with client_of(service) as client:
            asking = asyncio.create_task(client.write_event(Transcribe().event()))
            await asking
            await client.write_event(AudioChunk(16_000, 2, 1, to_pcm(speech())).event())
            await client.write_event(AudioStop().event())
            await asyncio.to_thread(going_on.wait, 10)
            await client.write_event(Describe().event())
            assert (await client.read_event()).type == "info"
            await described(service)
            free.set()
            return await transcript_of(client)

    assert served(scene) == "lamp on"


def test_a_recogniser_that_breaks_is_told_of(served, ears):
    ears.fails = True

    async def scene(service) -> Event:
        async with client_of(service) as client:
            await client.write_event(AudioChunk(16_000, 2, 1, to_pcm(speech())).event())
            await client.write_event(AudioStop().event())
            error = await client.read_event()
            await described(service)
            return error

    assert served(scene).type == "error"


def test_ping_and_what_is_unknown(served):
    async def scene(service) -> Event:
        async with client_of(service) as client:
            await client.write_event(Event("of-a-later-version", {"a": 1}))
            await client.write_event(Ping("hello").event())
            return await client.read_event()

    assert served(scene).data == {"text": "hello"}


def test_a_unix_socket_for_this_user_alone(house, tmp_path):
    path = tmp_path / "wyoming.socket"

    async def scene() -> str:
        async with serving(house, WyomingSettings(port=0, socket=path)):
            assert path.stat().st_mode & 0o777 == 0o600
            async with AsyncUnixClient(path) as client:
                return await transcribe(client, speech())

    assert asyncio.run(scene()) == "lamp on"
    assert not path.exists()


def test_a_file_that_is_no_socket_is_not_taken_over(house, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("kept")

    async def scene() -> None:
        with pytest.raises(OgamError, match="cannot be made"):
            async with serving(house, WyomingSettings(port=0, socket=path)):
                pass

    asyncio.run(scene())
    assert path.read_text() == "kept"


def test_addresses_that_are_not_allowed_are_refused(served, caplog):
    async def scene(service) -> Event:
        async with client_of(service) as client:
            return await client.read_event()

    error = served(scene, WyomingSettings(port=0, allow=("192.168.7.0/24",)))
    assert error.type == "error"
    assert "not among those that may connect" in error.data["text"]
    assert "127.0.0.1" in caplog.text


def test_a_port_that_others_reach_is_warned_of(served, caplog):
    async def scene(service) -> None:
        await described(service)

    served(scene, WyomingSettings(host="0.0.0.0", port=0))
    assert "no authentication" in caplog.text


def test_a_port_that_is_taken(served, house):
    async def scene(service) -> None:
        with pytest.raises(OgamError, match=f"port {service.port} of 127.0.0.1 cannot be used"):
            async with serving(house, WyomingSettings(port=service.port)):
                pass

    served(scene)


@pytest.mark.parametrize("settings", [{"allow": ("kitchen",)}, {"joining": 60.0}])
def test_settings_that_are_wrong(settings):
    with pytest.raises(OgamError, match="wyoming"):
        WyomingSettings(**settings)


def test_too_many_connections_are_told_so_and_the_others_go_on(served):
    settings = WyomingSettings(port=0, limits=Limits(connections=10, from_one_address=10))

    async def scene(service) -> list[str]:
        async with client_of(service) as client:
            crowd = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", service.port) for _ in range(1000)))
            refusals = []
            for reader, _ in crowd[-5:]:
                refusals.append((await asyncio.wait_for(reader.readline(), 10)).decode())
            assert await transcribe(client, speech()) == "lamp on"
            for _, writer in crowd:
                writer.close()
            while service._clients.total() > 1:
                await asyncio.sleep(0.01)
            await described(service)
            return refusals

    assert all('"error"' in refusal for refusal in served(scene, settings))


def test_the_area_of_an_address(served, log):
    async def scene(service) -> None:
        async with client_of(service) as client:
            await handle(client, "lamp on")

    served(scene, WyomingSettings(port=0, areas={"127.0.0.1": "kitchen"}))
    assert only(log, "turn")["area"] == "kitchen"


def test_closing_ends_the_connections(house):
    async def scene() -> bytes:
        async with serving(house, WyomingSettings(port=0)) as service, connected(service) as (reader, _):
            await asyncio.sleep(0.05)
            await service.close()
            return await asyncio.wait_for(reader.read(), 5)

    assert asyncio.run(scene()) == b""


def test_a_full_disk_ends_one_session_with_a_reason(served, house, monkeypatch):
    """Whoever is elsewhere does not notice, and the reason tells a network nothing of files."""
    append = house.hub.log.append

    def fail(session, *event, **more):
        if monkeypatched["full"]:
            raise LogError("/secret/log.sqlite: the disk is full. Make room and try again.")
        return append(session, *event, **more)

    monkeypatched = {"full": True}
    monkeypatch.setattr(house.hub.log, "append", fail)

    async def scene(service) -> tuple[Event, Event | None, Event]:
        async with client_of(service) as client, client_of(service) as other:
            told = await handle(client, "lamp on")
            ended = await client.read_event()
            monkeypatched["full"] = False
            return told, ended, await handle(other, "lamp on")

    told, ended, answer = served(scene)
    assert (told.type, told.data["code"], ended) == ("error", "LogError", None)
    assert "Is the disk full?" in told.data["text"]
    assert "/secret" not in told.data["text"]
    assert answer.type in ("handled", "not-handled")
