"""Corrections and taking back: "no, the bedroom", "아니 22도", "undo that", by voice as in writing."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ogam.core import Audio, ModelCard, Observation, Recognizer, Signal
from ogam.home import Home, parse_home
from ogam.hub import EventLog, Session, Turn, open_hub, replay
from ogam.hub.amending import SECONDS, amended, spoken_amendments

from .dialogues import Clock, Ears, grammar_of, utterance

HOME = parse_home("""
areas: [kitchen, bedroom, hall]
devices:
  - {name: kitchen light, aliases: [light], domain: light, area: kitchen}
  - {name: bedroom light, aliases: [light], domain: light, area: bedroom}
  - {name: floor lamp, domain: light, area: bedroom}
  - {name: heating, domain: climate, area: bedroom}
  - {name: front door, domain: lock, area: hall, state: unlocked}
  - name: dryer
    domain: dryer
    area: hall
    properties:
      program: {choices: {wool: [wool], cotton: [cotton]}, names: [program]}
      minutes: {from: 10, to: 90, step: 5, unit: min, names: [drying time]}
""")
KOREAN = parse_home("""
language: ko
areas: [거실, 안방, 주방]
devices:
  - {name: 거실 불, aliases: [불], domain: light, area: 거실}
  - {name: 안방 불, aliases: [불], domain: light, area: 안방}
  - {name: 스탠드, domain: light, area: 안방}
  - {name: 에어컨, domain: climate, area: 거실}
""")


def session(home: Home, log: EventLog | None = None) -> tuple[Session, Clock]:
    clock = Clock()
    hub = open_hub(home, log or EventLog(None), listen=False, grammar=grammar_of(home))
    return Session(hub, "text", home.areas[0].name, clock=clock), clock


def say(one: Session, *texts: str) -> list[Turn]:
    return [asyncio.run(one.say(text)) for text in texts]


def state(one: Session, device: str) -> dict:
    return one.hub.drivers["virtual"].state(device)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("first", "no", "device", "attribute", "value", "before"),
    [
        ("turn on the kitchen light", "no, the bedroom", "light.bedroom_light", "state", "on", "light.kitchen_light"),
        ("turn on the light", "no the bedroom light", "light.bedroom_light", "state", "on", "light.kitchen_light"),
        ("turn on the light", "no, the floor lamp", "light.floor_lamp", "state", "on", "light.kitchen_light"),
        ("turn on the light", "not that, the floor lamp", "light.floor_lamp", "state", "on", "light.kitchen_light"),
        ("turn on the lights", "no, I meant the bedroom", "light.bedroom_light", "state", "on", "light.kitchen_light"),
        ("turn on the light", "no, turn on the floor lamp", "light.floor_lamp", "state", "on", "light.kitchen_light"),
        ("set the heating to 20 degrees", "no, I said 22", "climate.heating", "temperature", 22, ""),
        ("set the heating to 20 degrees", "no, twenty two degrees", "climate.heating", "temperature", 22, ""),
        ("set the kitchen light to 30 percent", "no, 60 percent", "light.kitchen_light", "brightness", 60, ""),
        ("set the dryer to wool", "no, cotton", "dryer.dryer", "program", "cotton", ""),
    ],
)  # fmt: skip
def test_what_was_wrong_is_undone_and_what_was_meant_is_done(
    first: str, no: str, device: str, attribute: str, value: object, before: str
) -> None:
    one, _ = session(HOME)
    done, put_right = say(one, first, no)
    assert put_right.answers == ("" if "turn on" in no else done.id)
    assert state(one, device)[attribute] == value, put_right.reply
    assert not before or state(one, before)["state"] == "off"


@pytest.mark.parametrize(
    ("first", "no", "device", "attribute", "value"),
    [
        ("거실 불 켜줘", "아니, 안방", "light.안방_불", "state", "on"),
        ("거실 불 켜줘", "아니 안방 불", "light.안방_불", "state", "on"),
        ("거실 불 켜줘", "거기 말고 안방", "light.안방_불", "state", "on"),
        ("거실 불 켜줘", "그거 말고 스탠드", "light.스탠드", "state", "on"),
        ("거실 불 켜줘", "아니 스탠드 켜줘", "light.스탠드", "state", "on"),
        ("에어컨 24도로 맞춰줘", "아니 22도", "climate.에어컨", "temperature", 22),
        ("에어컨 24도로 맞춰줘", "아니, 스물두 도라고", "climate.에어컨", "temperature", 22),
        ("에어컨 24도로 맞춰줘", "아니요 22도로", "climate.에어컨", "temperature", 22),
    ],
)
def test_in_korean(first: str, no: str, device: str, attribute: str, value: object) -> None:
    one, _ = session(KOREAN)
    [_, put_right] = say(one, first, no)
    named = {found.name: found.id for found in KOREAN.devices}
    wanted = next(name for known, name in named.items() if device.split(".")[1].replace("_", " ") == known)
    assert state(one, wanted)[attribute] == value, put_right.reply


def test_a_correction_comes_too_late() -> None:
    one, clock = session(HOME)
    say(one, "turn on the kitchen light")
    clock.now += SECONDS + 1
    [turn] = say(one, "no, the bedroom")
    assert turn.command is None
    assert state(one, "light.kitchen_light")["state"] == "on"


def test_a_correction_is_itself_corrected() -> None:
    one, _ = session(HOME)
    say(one, "set the heating to 20 degrees", "no, 22", "no, 23")
    assert state(one, "climate.heating")["temperature"] == 23


@pytest.mark.parametrize("text", ["no", "no, the moon", "no, the front door", "no, 900"])
def test_what_fits_nowhere_changes_nothing(text: str) -> None:
    one, _ = session(HOME)
    say(one, "set the heating to 20 degrees", text)
    assert state(one, "climate.heating")["temperature"] == 20


def test_timers_alarms_and_lists_are_put_right_too() -> None:
    one, _ = session(HOME)
    say(one, "set a timer for five minutes", "no, ten minutes")
    assert [timer["seconds"] for timer in state(one, "timer.home")["timers"]] == [600]
    say(one, "wake me at seven", "when is my next alarm", "no, eight")
    assert [entry["rule"]["hour"] for entry in state(one, "schedule.home")["entries"]] == [8]
    say(one, "add milk to the shopping list", "undo that")
    assert state(one, "todo.home_shopping_list")["items"] == []


@pytest.mark.parametrize(
    ("home", "first", "undo", "light"),
    [
        (HOME, "turn on the kitchen light", "undo that", "light.kitchen_light"),
        (HOME, "turn on the kitchen light", "cancel that", "light.kitchen_light"),
        (KOREAN, "거실 불 켜줘", "방금 거 취소해줘", ""),
        (KOREAN, "거실 불 켜줘", "취소해", ""),
        (KOREAN, "거실 불 켜줘", "되돌려줘", ""),
    ],
)
def test_what_was_done_is_taken_back(home: Home, first: str, undo: str, light: str) -> None:
    one, _ = session(home)
    light = light or home.devices[0].id
    say(one, first)
    assert state(one, light)["state"] == "on"
    [turn] = say(one, undo)
    assert state(one, light)["state"] == "off"
    assert turn.reply in ("That's undone.", "되돌렸어요.")
    [again] = say(one, "undo that" if home is HOME else "되돌려줘")
    assert again.reply in ("There is nothing that I can take back.", "되돌릴 것이 없어요.")


def test_never_mind_takes_nothing_back() -> None:
    one, _ = session(HOME)
    say(one, "turn on the kitchen light", "never mind")
    assert state(one, "light.kitchen_light")["state"] == "on"


def test_a_door_is_not_unlocked_by_taking_back() -> None:
    one, _ = session(HOME)
    [_, undone] = say(one, "lock the front door", "undo that")
    assert state(one, "lock.front_door")["state"] == "locked"
    assert undone.reply == "There is nothing that I can take back."


def test_properties_are_as_they_were() -> None:
    one, _ = session(HOME)
    say(one, "set the dryer to cotton", "undo that")
    assert state(one, "dryer.dryer")["program"] == "wool"


def test_a_number_that_is_missing_is_asked_for_and_filled_in() -> None:
    one, _ = session(HOME)
    asked, filled = say(one, "set the dryer drying time", "forty")
    assert asked.missing == "value"
    assert asked.reply
    assert state(one, "dryer.dryer")["minutes"] == 40, filled.reply


def test_the_log_is_run_again_and_comes_out_the_same(tmp_path: Path) -> None:
    with EventLog(tmp_path / "log.sqlite") as log:
        one, _ = session(HOME, log)
        said = ("turn on the kitchen light", "no, the bedroom", "set the heating to 20 degrees", "no, 22", "undo that")
        say(one, *said)
    again = open_hub(HOME, EventLog(None), listen=False, grammar=grammar_of(HOME))
    result = asyncio.run(replay(tmp_path / "log.sqlite", again))
    assert (result.turns, result.differences) == (5, ())


@dataclass
class Answers:
    """Hears one of the answers that there can be, as a closed recogniser does."""

    said: str
    sure: float
    asked: list[tuple[str, ...]] = field(default_factory=list)
    card = ModelCard("answers", "1", "tests")

    def digits(self, language: str) -> Recognizer:
        raise NotImplementedError

    def among(self, language: str, answers: tuple[str, ...]) -> Recognizer:
        self.asked.append(answers)
        return self

    def recognize(self, signals: list[Signal]) -> list[list[Observation]]:
        found = self.said in self.asked[-1]
        details = {"heard": self.said, "accepted": found}
        return [[Observation("sentence", self.said if found else "", self.sure, 0.0, 1.0, details=details)]]


def hear(one: Session, words: str) -> Turn:
    said: Audio = utterance("Mina", words)
    return asyncio.run(one.hear(said))


@pytest.mark.parametrize(("sure", "corrected"), [(0.9, True), (0.0, False)])
def test_a_correction_that_was_not_understood_freely_is_heard_among_those_there_are(
    sure: float, corrected: bool
) -> None:
    clock, ears, answers = Clock(), Ears(), Answers("no the bedroom", sure)
    hub = open_hub(HOME, EventLog(None), grammar=grammar_of(HOME), recognizer=ears)
    ears.hub, hub.short_answers = hub, answers
    one = Session(hub, "kitchen", "kitchen", clock=clock)
    hear(one, "turn on the kitchen light")
    assert answers.asked == []
    hear(one, "mo the beth room")
    assert (state(one, "light.bedroom_light")["state"] == "on") is corrected
    assert "no the bedroom" in answers.asked[0]


def test_a_command_that_is_heard_more_surely_is_no_correction() -> None:
    clock, ears, answers = Clock(), Ears(), Answers("no the bedroom", 0.5)
    hub = open_hub(HOME, EventLog(None), grammar=grammar_of(HOME), recognizer=ears)
    ears.hub, hub.short_answers = hub, answers
    one = Session(hub, "kitchen", "kitchen", clock=clock)
    hear(one, "turn on the kitchen light")
    turn = hear(one, "turn on the floor lamp")
    assert turn.answers == ""
    assert state(one, "light.kitchen_light")["state"] == "on"


@pytest.mark.parametrize("home", [HOME, KOREAN])
def test_whatever_is_listened_for_is_a_correction(home: Home) -> None:
    one, _ = session(home)
    first = ("turn on the kitchen light", "set the heating to 20 degrees")
    for text in first if home is HOME else ("거실 불 켜줘", "에어컨 24도로 맞춰줘"):
        command = say(one, text)[0].command
        assert command is not None
        listened = spoken_amendments(command, home)
        assert 5 < len(listened) < 4000
        lost = [said for said in listened[::29] if amended(command, said, home) is None]
        assert lost == []
