"""Being asked for more: digits, a look, a phone; and for what is missing."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from dialogues import ALL, HOME, Ears, Eyes, open_session, picture, utterance

from ogam.biometrics import Evidence
from ogam.core import Device, Identity, Observation, PolicyError, Recognizer, Signal
from ogam.home import PolicyText, parse_home
from ogam.hub import Abilities, EventLog, Session, Turn, open_hub, replay
from ogam.hub.questions import speaker_of

VOICE = Abilities(microphone=True)
KOREAN = parse_home("""
language: ko
areas: [현관, 주방]
devices:
  - {name: 현관등, domain: light, area: 현관}
  - {name: 주방등, domain: light, area: 주방}
  - {name: 현관문, domain: lock, area: 현관, state: locked}
permissions: on
people: [{name: Mina, role: owner}]
""")


def hear(session: Session, who: str, words: str) -> Turn:
    return asyncio.run(session.hear(utterance(who, words)))


def see(session: Session, who: str) -> Turn | None:
    return asyncio.run(session.see(picture(who)))


def rule(turn: Turn) -> tuple[str, str]:
    assert turn.decision is not None
    return turn.decision.effect, turn.decision.rule


def digits(turn: Turn) -> str:
    assert turn.challenge is not None
    return turn.challenge.words


def unlocked(turn: Turn | None) -> bool:
    return turn is not None and [act.action.verb for act in turn.acts] == ["unlock"]


def test_the_right_digits_in_the_voice_that_asked_are_enough() -> None:
    session, _ = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    assert asked.reply.endswith(f" Say: {digits(asked)}.")
    turn = hear(session, "Mina", digits(asked))
    assert unlocked(turn)
    assert (rule(turn), turn.answers) == (("allow", "adults-protected-challenge"), asked.id)
    assert turn.reply == "Front door's unlocked."
    assert session.question is None


def test_in_korean() -> None:
    session, _ = open_session(VOICE, KOREAN)
    asked = hear(session, "Mina", "현관문 열어줘")
    assert f"‘{digits(asked)}’" in asked.reply
    assert asked.reply.endswith("라고 말해 주세요.")
    assert unlocked(hear(session, "Mina", digits(asked)))


def test_wrong_digits_are_refused_and_there_is_no_second_try() -> None:
    session, _ = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    wrong = hear(session, "Mina", " ".join(reversed(digits(asked).split())) + " one")
    assert (rule(wrong), wrong.acts) == (("deny", "challenge-other-digits"), ())
    assert wrong.reply == "I may not do that. Those were not the digits that I asked for."
    assert hear(session, "Mina", digits(asked)).acts == ()


def test_digits_count_once() -> None:
    session, _ = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    assert unlocked(hear(session, "Mina", digits(asked)))
    assert hear(session, "Mina", digits(asked)).acts == ()


@pytest.mark.parametrize("other", ["Jun", "Ara", "a stranger"])
def test_another_voice_is_refused(other: str) -> None:
    session, _ = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    turn = hear(session, other, digits(asked))
    assert (rule(turn), turn.acts) == (("deny", "challenge-other-voice"), ())
    assert "voice" in turn.reply


def test_a_voice_that_cannot_be_told_is_refused() -> None:
    eyes = Eyes()
    session, _ = open_session(VOICE, identifier=eyes)
    asked = hear(session, "Mina", "unlock the front door")
    eyes.broken = True
    assert rule(hear(session, "Mina", digits(asked))) == ("deny", "challenge-other-voice")


def test_too_late_is_refused() -> None:
    session, clock = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    clock.now += 17
    assert rule(hear(session, "Mina", digits(asked))) == ("deny", "challenge-expired")


def test_the_time_begins_when_the_question_was_put() -> None:
    session, clock = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    clock.now += 10
    session.spoken()
    clock.now += 10
    assert unlocked(hear(session, "Mina", digits(asked)))


def test_it_counts_when_it_was_said_not_when_it_was_understood() -> None:
    session, clock = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    clock.now += 10
    answer = asyncio.run(session.perceive(utterance("Mina", digits(asked))))
    clock.now += 10
    assert unlocked(asyncio.run(session.carry_out(answer)))


class FakeAnswers(Ears):
    """Hears the same answer in everything, and is so sure of it."""

    def __init__(self, said: str, confidence: float) -> None:
        super().__init__()
        self.said, self.confidence = said, confidence
        self.asked: tuple[str, ...] = ()

    def digits(self, language: str) -> Recognizer:
        return self

    def among(self, language: str, answers: tuple[str, ...]) -> Recognizer:
        self.asked = answers
        return self

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        if not self.said:
            raise RuntimeError("broken")
        return [[Observation("sentence", self.said, self.confidence, 0.0, 1.0, details={"accepted": True})]]


def test_digits_that_were_heard_for_sure_are_no_command() -> None:
    session, _ = open_session(VOICE)
    session.hub.short_answers = FakeAnswers("1234", 1.0)
    hear(session, "Mina", "unlock the front door")
    assert rule(hear(session, "Mina", "turn on the hall light")) == ("deny", "challenge-other-digits")
    session.hub.short_answers = FakeAnswers("1234", 0.5)
    hear(session, "Mina", "unlock the front door")
    assert len(hear(session, "Mina", "turn on the hall light").acts) == 1


def test_a_recogniser_of_digits_that_fails_lets_nobody_pass() -> None:
    session, _ = open_session(VOICE)
    session.hub.short_answers = FakeAnswers("", 1.0)
    asked = hear(session, "Mina", "unlock the front door")
    assert rule(hear(session, "Mina", digits(asked))) == ("deny", "challenge-nothing-heard")


def test_another_command_takes_the_place_of_the_question() -> None:
    session, _ = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    assert [act.device.name for act in hear(session, "Mina", "turn on the hall light").acts] == ["hall light"]
    assert hear(session, "Mina", digits(asked)).acts == ()


def test_silence_is_no_answer() -> None:
    session, _ = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    assert hear(session, "Mina", "").command is None
    assert unlocked(hear(session, "Mina", digits(asked)))


OWN = """
permit (principal in Role::"adult", action == Action::"unlock", resource) when { context.voice && context.face };"""


def test_a_face_of_which_nobody_knows_whether_it_is_live_is_not_enough() -> None:
    session, _ = open_session(Abilities(microphone=True, camera=True))
    hear(session, "Mina", "unlock the front door")
    assert see(session, "Mina") is None
    assert rule(hear(session, "Mina", "unlock the front door"))[0] == "ask"


def looked_at(session: Session, who: str) -> Turn | None:
    """What a camera that is looked at elsewhere tells (`ogam hear --face camera`)."""
    return asyncio.run(session.seen(asyncio.run(session.observe(picture(who)))))


def test_unless_a_rule_of_the_owners_own_is_content_with_it() -> None:
    home = replace(HOME, policies=(PolicyText(OWN, "home.yaml"),))
    session, _ = open_session(Abilities(microphone=True, camera=True), home)
    told: list[Turn] = []
    session.on_turn = told.append
    asked = hear(session, "Mina", "unlock the front door")
    assert "Look at the camera and " in asked.reply or "Look at the camera, and " in asked.reply
    assert looked_at(session, "Jun") is None
    assert looked_at(session, "a stranger") is None
    session._seen.forget()
    turn = looked_at(session, "Mina")
    assert unlocked(turn)
    assert told == [turn]
    assert looked_at(session, "Mina") is None


def test_the_face_of_another_is_not_enough_for_a_voice_that_nobody_knows() -> None:
    session, _ = open_session(Abilities(microphone=True, camera=True))
    hear(session, "a stranger", "unlock the front door")
    assert see(session, "Mina") is None


def test_who_was_seen_just_before_is_recognised_by_that() -> None:
    session, clock = open_session(Abilities(microphone=True, camera=True))
    assert see(session, "Mina") is None
    for seconds, modalities in ((4, ("voice", "face")), (4, ("voice",))):
        clock.now += seconds
        turn = hear(session, "Mina", "unlock the front door")
        assert turn.who is not None
        assert turn.who.modalities == modalities


def test_approved_on_a_phone() -> None:
    session, _ = open_session(Abilities(phones=True))
    told: list[Turn] = []
    session.on_turn = told.append
    asked = hear(session, "Jun", "unlock the front door")
    assert asked.reply.endswith("Approve it on a phone.")
    (waiting,) = session.approvals.pending
    assert (waiting.turn, waiting.session, waiting.sentence) == (asked.id, "hall", "unlock the front door")
    assert (waiting.who, waiting.device, waiting.action) == ("Jun", "lock.front_door", "unlock")
    assert waiting.expires - waiting.asked == 120
    turn = asyncio.run(session.approvals.approve(waiting.id, "Mina"))
    assert (unlocked(turn), rule(turn)) == (True, ("allow", "approved"))
    assert told == [turn]
    assert session.approvals.pending == ()
    with pytest.raises(PolicyError, match="Nothing waits"):
        asyncio.run(session.approvals.approve(waiting.id, "Mina"))


def test_a_child_cannot_approve_and_an_adult_still_can() -> None:
    session, _ = open_session(Abilities(phones=True))
    hear(session, "Jun", "unlock the front door")
    (waiting,) = session.approvals.pending
    refused = asyncio.run(session.approvals.approve(waiting.id, "Ara"))
    assert (rule(refused)[0], refused.acts) == ("deny", ())
    assert unlocked(asyncio.run(session.approvals.approve(waiting.id, "Mina")))


def test_declined_on_a_phone() -> None:
    session, _ = open_session(Abilities(phones=True))
    hear(session, "Jun", "unlock the front door")
    (waiting,) = session.approvals.pending
    turn = asyncio.run(session.approvals.decline(waiting.id, "Mina"))
    assert (rule(turn), turn.acts) == (("deny", "declined"), ())
    assert turn.reply == "I may not do that. Mina declined it on a phone."
    with pytest.raises(PolicyError):
        asyncio.run(session.approvals.approve(waiting.id, "Mina"))


def test_an_approval_goes_after_two_minutes() -> None:
    session, clock = open_session(Abilities(phones=True))
    hear(session, "Jun", "unlock the front door")
    (waiting,) = session.approvals.pending
    clock.now += 121
    assert session.approvals.pending == ()
    with pytest.raises(PolicyError):
        asyncio.run(session.approvals.approve(waiting.id, "Mina"))


def test_an_approval_goes_when_the_question_is_answered_otherwise() -> None:
    session, _ = open_session()
    asked = hear(session, "Mina", "unlock the front door")
    assert len(session.approvals.pending) == 1
    assert unlocked(hear(session, "Mina", digits(asked)))
    assert session.approvals.pending == ()


def test_an_approval_outlives_another_command_but_not_never_mind() -> None:
    session, _ = open_session()
    hear(session, "Jun", "unlock the front door")
    hear(session, "Jun", "turn on the hall light")
    assert len(session.approvals.pending) == 1
    hear(session, "Jun", "never mind")
    assert session.approvals.pending == ()


def test_only_so_many_approvals_wait_and_what_is_said_twice_waits_once() -> None:
    from ogam.hub.approvals import MOST, Approvals

    session, _ = open_session(Abilities(phones=True))
    asked = hear(session, "Jun", "unlock the front door")
    hear(session, "Jun", "unlock the front door")
    assert len(session.approvals.pending) == 1
    approvals = Approvals()
    for number in range(MOST + 5):
        approvals.ask(replace(asked, id=str(number), session=str(number)), session._settle)
    assert [one.turn for one in approvals.pending] == [str(number) for number in range(5, MOST + 5)]


@pytest.mark.parametrize(
    ("abilities", "needs"),
    [
        (Abilities(), ()),
        (VOICE, ("challenge",)),
        (Abilities(camera=True), ("face",)),
        (Abilities(phones=True), ("approval",)),
        (ALL, ("face", "challenge", "approval")),
    ],
)
def test_only_what_can_be_given_there_is_asked_for(abilities: Abilities, needs: tuple[str, ...]) -> None:
    session, _ = open_session(abilities)
    turn = hear(session, "Mina", "unlock the front door")
    assert turn.decision is not None
    assert turn.decision.needs == needs
    assert turn.decision.effect == ("ask" if needs else "deny")
    assert "adults" in turn.reply


@pytest.mark.parametrize("words", ["the kitchen", "In the kitchen.", "kitchen lights please"])
def test_the_missing_room(words: str) -> None:
    session, _ = open_session(VOICE, area=None)
    assert hear(session, "Mina", "turn on the lights").reply == "In which room: hall or kitchen?"
    turn = hear(session, "Mina", words)
    assert [act.device.name for act in turn.acts] == ["kitchen light", "floor lamp"]


def test_a_room_that_was_not_understood_freely_is_heard_among_the_rooms() -> None:
    session, _ = open_session(VOICE, area=None)
    session.hub.short_answers = answers = FakeAnswers("in the kitchen", 0.9)
    hear(session, "Mina", "turn on the lights")
    assert len(hear(session, "Mina", "chicken").acts) == 2
    assert {"hall", "the kitchen", "in the kitchen"} <= set(answers.asked)


def test_a_command_that_is_surer_than_any_answer_is_carried_out() -> None:
    session, _ = open_session(VOICE, area=None)
    session.hub.short_answers = FakeAnswers("kitchen", 0.5)
    hear(session, "Mina", "turn on the lights")
    assert [act.device.name for act in hear(session, "Mina", "turn off the hall light").acts] == ["hall light"]


def test_to_how_many_degrees() -> None:
    home = replace(HOME, devices=(*HOME.devices, Device("climate.heating", "heating", "climate", area="hall")))
    session, _ = open_session(VOICE, home)
    assert hear(session, "Mina", "set the heating").reply == "To how many degrees?"
    (act,) = hear(session, "Mina", "twenty one point five").acts
    assert (act.action.verb, act.action.arguments["temperature"]) == ("set_temperature", 21.5)


def test_which_of_several() -> None:
    session, _ = open_session(VOICE, area=None)
    assert hear(session, "Mina", "turn on the lamp").reply == "Which lamp: hall or kitchen?"
    assert [act.device.name for act in hear(session, "Mina", "the desk lamp").acts] == ["desk lamp"]
    hear(session, "Mina", "turn on the lamp")
    assert [act.device.name for act in hear(session, "Mina", "floor").acts] == ["floor lamp"]
    hear(session, "Mina", "turn on the lamp")
    assert [act.device.name for act in hear(session, "Mina", "the one in the kitchen").acts] == ["floor lamp"]


def test_the_missing_room_in_korean() -> None:
    session, _ = open_session(VOICE, KOREAN, area=None)
    assert hear(session, "Mina", "불 켜줘").reply == "어느 방이요? 현관과 주방이 있어요."
    assert [act.device.name for act in hear(session, "Mina", "주방이요").acts] == ["주방등"]


def test_what_is_no_answer_leaves_the_question_open_and_a_command_does_not() -> None:
    session, _ = open_session(VOICE, area=None)
    hear(session, "Mina", "turn on the lights")
    assert hear(session, "Mina", "tell me a joke").command is None
    assert len(hear(session, "Mina", "kitchen").acts) == 2
    hear(session, "Mina", "turn on the lights")
    hear(session, "Mina", "turn off the hall light")
    assert hear(session, "Mina", "kitchen").command is None


def test_a_missing_piece_and_then_a_challenge() -> None:
    back = replace(HOME.devices[4], id="lock.back", name="back door", area="kitchen")
    home = replace(HOME, devices=(*HOME.devices, back))
    home = replace(
        home, devices=tuple(replace(d, aliases=("door",)) if d.domain == "lock" else d for d in home.devices)
    )
    session, _ = open_session(VOICE, home, area=None)
    assert hear(session, "Mina", "unlock the door").reply == "Which door: hall or kitchen?"
    asked = hear(session, "Mina", "the front door")
    assert rule(asked)[0] == "ask"
    turn = hear(session, "Mina", digits(asked))
    assert (unlocked(turn), turn.acts[0].device.name) == (True, "front door")


def test_the_piece_of_another_is_their_own_command() -> None:
    session, _ = open_session(VOICE, area=None)
    hear(session, "Mina", "turn on the lights")
    turn = hear(session, "Ara", "kitchen")
    assert turn.who is not None
    assert turn.who.person == "Ara"


def test_dialogues_are_written_too() -> None:
    session, _ = open_session(Abilities(microphone=True, phones=True))
    mina = Identity("Mina", 1.0, ("voice",))
    asked = asyncio.run(session.say("unlock the front door", mina))
    assert rule(asyncio.run(session.say(digits(asked), replace(mina, person="Jun")))) == (
        "deny",
        "challenge-other-voice",
    )
    asked = asyncio.run(session.say("unlock the front door", mina))
    assert unlocked(asyncio.run(session.say(digits(asked), mina)))


def test_who_is_recognised_by_other_means() -> None:
    session, _ = open_session(Abilities(camera=True))
    mina = Identity("Mina", 1.0, ("voice",))
    asyncio.run(session.say("unlock the front door", mina))
    assert asyncio.run(session.recognise(mina, "browser")) is None
    assert unlocked(
        asyncio.run(session.recognise(replace(mina, modalities=("voice", "face"), liveness="live"), "browser"))
    )


def test_what_one_approves_oneself_is_held_for_ones_word() -> None:
    held: list[tuple[int, str]] = []

    def hold(evidence: object, person: str, source: str) -> list[str]:
        held.append((len(list(evidence)), person))  # type: ignore[call-overload]
        return ["template"]

    session, _ = open_session(Abilities(phones=True))
    session.hub.hold = hold
    for by, expected in (("Jun", []), ("Mina", [(1, "Mina")])):
        hear(session, "Mina", "unlock the front door")
        (waiting,) = session.approvals.pending
        asyncio.run(session.approvals.approve(waiting.id, by))
        assert held == expected
    assert [event.data["person"] for event in session.hub.log.events() if event.kind == "held"] == ["Mina"]


def test_a_replay_decides_the_same_on_answers(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with EventLog(path) as log:
        session, clock = open_session(log=log)
        asked = hear(session, "Mina", "unlock the front door")
        hear(session, "Mina", digits(asked))
        asked = hear(session, "Mina", "unlock the front door")
        hear(session, "Jun", digits(asked))
        asked = hear(session, "Mina", "unlock the front door")
        clock.now += 20
        hear(session, "Mina", digits(asked))
        hear(session, "Jun", "turn on the oven")
        (waiting,) = session.approvals.pending
        asyncio.run(session.approvals.approve(waiting.id, "Mina"))
        hear(session, "Jun", "turn on the oven")
        (waiting,) = session.approvals.pending
        asyncio.run(session.approvals.decline(waiting.id, "Mina"))
        hear(session, "Jun", "unlock the front door")
        see(session, "Jun")
        session.abilities, session.area = Abilities(), None
        hear(session, "Jun", "turn on the lights")
        hear(session, "Jun", "kitchen")
        hear(session, "Jun", "unlock the front door")
        turns = len({event.turn for event in log.events()})
    again = asyncio.run(replay(path, open_hub(HOME, listen=False)))
    assert (again.turns, again.skipped, again.differences) == (turns, 0, ())
    with EventLog(path, read_only=True) as log:
        effects = [event.data["effect"] for event in log.events() if event.kind == "decision"]
    assert effects.count("allow") == 3


def test_the_time_of_a_question_is_counted_anew_only_once() -> None:
    session, clock = open_session(VOICE)
    asked = hear(session, "Mina", "unlock the front door")
    session.spoken()
    clock.now += 17
    session.spoken()
    assert rule(hear(session, "Mina", digits(asked))) == ("deny", "challenge-expired")


def test_being_recognised_answers_no_question_for_a_room() -> None:
    session, _ = open_session(ALL, area=None)
    mina = Identity("Mina", 1.0, ("voice",))
    asyncio.run(session.say("turn on the lights", mina))
    assert asyncio.run(session.recognise(replace(mina, modalities=("voice", "face")), "browser")) is None
    assert len(asyncio.run(session.say("kitchen", mina)).acts) == 2


def test_what_was_seen_before_is_no_news() -> None:
    session, clock = open_session(Abilities(microphone=True, camera=True))
    mina = asyncio.run(session.observe(picture("Mina")))
    asyncio.run(session.seen(mina))
    for _ in range(100):
        asyncio.run(session.seen(mina))
        asyncio.run(session.seen(()))
    assert len(session._seen) == 1
    clock.now += 4
    who = hear(session, "Mina", "unlock the front door").who
    assert who is not None
    assert who.modalities == ("voice", "face")


@pytest.mark.parametrize(
    ("alone", "together", "same"),
    [("Mina", "Mina", True), (None, "Mina", True), ("Jun", "Mina", False), ("Mina", None, False), (None, None, False)],
)
def test_who_was_not_recognised_when_they_asked_is_whom_both_utterances_tell(
    alone: str | None, together: str | None, same: bool
) -> None:
    said = [Evidence("voice", {"Mina": 2.0, "Jun": -1.0}, {"Mina": 0.01, "Jun": 1.0})]
    speaker = speaker_of(None, Identity(alone, 0.9), Identity(together, 0.99), said)
    assert speaker.is_same == same
