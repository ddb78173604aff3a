"""Turns are found in a log by who, what, when and where; why they came out so is told."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.hub import EventLog, LoggedTurn, TurnQuery, explain, find_turn, find_turns
from ogam.hub.turns_log import MOST

PEOPLE, INTENTS, EFFECTS, SESSIONS = ("Mina", None), ("HassTurnOn", "HassGetState"), ("allow", "deny"), ("a", "b")
TEXTS = ("turn on the lights", "100 % sure", "불 켜 줘", "", "a_b")
TURN = st.fixed_dictionaries(
    {
        "who": st.sampled_from(PEOPLE),
        "intent": st.sampled_from((None, *INTENTS)),
        "effect": st.sampled_from(EFFECTS),
        "session": st.sampled_from(SESSIONS),
        "text": st.sampled_from(TEXTS),
    }
)
QUERY = st.builds(
    TurnQuery,
    before=st.none() | st.integers(1, 60),
    limit=st.integers(1, 5),
    who=st.sampled_from((None, "", "Mina", "Zed")),
    session=st.sampled_from((None, *SESSIONS)),
    intent=st.sampled_from((None, *INTENTS, "No")),
    effect=st.sampled_from((None, *EFFECTS)),
    text=st.sampled_from((None, "%", "LIGHTS", "불", "_", "!", "")),
    since=st.none() | st.integers(0, 12),
    until=st.none() | st.integers(0, 12),
)


def written(turns: Sequence[dict]) -> tuple[EventLog, list[dict]]:
    """A log with these turns, a second apart, their events across each other; each turn with its id and time."""
    log, known = EventLog(None), []
    for number, turn in enumerate(turns):
        event = log.append(turn["session"], f"t{number}", "turn", {"area": None, "medium": "audio"}, float(number))
        known.append({**turn, "id": event.id, "time": number, "turn": f"t{number}"})
        log.append("devices", "", "device", {"device": "light.lamp", "state": {}}, float(number))
    for number, turn in enumerate(turns):
        name, session = f"t{number}", turn["session"]
        details = {"heard": turn["text"]}
        sentence = {"kind": "sentence", "value": "", "confidence": 0.9, "recognizer": "x", "details": details}
        log.append(session, name, "observation", sentence)
        log.append(session, name, "identity", {"person": turn["who"]})
        if turn["intent"]:
            log.append(session, name, "command", {"intent": turn["intent"]})
            log.append(session, name, "decision", {"effect": turn["effect"]})
    return log, known


def fits(turn: dict, query: TurnQuery) -> bool:
    """The same by hand."""
    return (
        (query.before is None or turn["id"] < query.before)
        and (query.who is None or (turn["who"] or "") == query.who)
        and query.session in (None, turn["session"])
        and query.intent in (None, turn["intent"])
        and (query.effect is None or bool(turn["intent"] and turn["effect"] == query.effect))
        and (not query.text or query.text.lower() in turn["text"].lower())
        and (query.since is None or turn["time"] >= query.since)
        and (query.until is None or turn["time"] < query.until)
    )


@given(st.lists(TURN, max_size=12), QUERY)
def test_turns_are_found_as_by_hand(turns, query):
    log, known = written(turns)
    with log:
        found = find_turns(log, query)
        wanted = [turn["turn"] for turn in reversed(known) if fits(turn, query)][: query.limit]
        assert [turn.turn for turn in found] == wanted
        assert all(turn.events == find_turn(log, turn.turn).events for turn in found)


def test_a_page_has_a_limit():
    log, _ = written([dict.fromkeys(("who", "intent", "effect"), None) | {"session": "a", "text": ""}] * (MOST + 5))
    with log:
        assert len(find_turns(log, TurnQuery(limit=10_000))) == MOST


@pytest.mark.parametrize("turn", ["", "none"])
def test_what_is_no_turn_is_not_found(turn):
    log, _ = written([])
    log.append("devices", "", "device", {"device": "light.lamp", "state": {}})
    with log:
        assert find_turn(log, turn) is None


def told(*events: tuple[str, dict], language: str = "en") -> str:
    log = EventLog(None)
    for kind, data in events:
        log.append("kitchen", "t", kind, data)
    return explain(LoggedTurn(1, tuple(log.events())), language)


HEARD = {
    "kind": "sentence",
    "value": "unlock the front door",
    "confidence": 0.974,
    "recognizer": "sentence",
    "details": {"heard": "unlock the front door"},
}
WHO = {"person": "Mina", "probability": 0.97, "modalities": ["voice"], "liveness": "unknown", "challenge": False}
WHO |= {"approved_by": None}
COMMAND = {"intent": "HassTurnOff", "sentence": "unlock the front door"}
ASK = {
    "effect": "ask",
    "rule": "adults-protected",
    "reason": "Locks are for adults I recognise by voice and face.",
    "needs": ["face", "approval"],
    "reasons": {"ko": "잠금은 목소리와 얼굴을 알아본 어른만 쓸 수 있어요."},
}
REPLY = {"text": "Look at the camera.", "timings_ms": {"recognise": 60.0, "total": 141.4}}


def test_why_it_asked_in_both_languages():
    turn = (
        ("turn", {"medium": "audio"}),
        ("observation", HEARD),
        ("identity", WHO),
        ("command", COMMAND),
        ("decision", ASK),
        ("reply", REPLY),
    )
    assert told(*turn) == (
        "I heard “unlock the front door” (97 % sure). I took the voice for that of Mina (97 % sure). "
        "Locks are for adults I recognise by voice and face. "
        "So I asked for one of these: to look at the camera, an adult's approval on a phone. "
        "I answered: “Look at the camera.” It took 141 ms after the last word."
    )
    assert told(*turn, language="ko") == (
        "“unlock the front door”라고 들었어요(97 % 확신). 목소리를 듣고 Mina님으로 알았어요(97 % 확신). "
        "잠금은 목소리와 얼굴을 알아본 어른만 쓸 수 있어요. "
        "그래서 이 가운데 하나를 부탁했어요: 카메라 보기, 휴대폰에서 어른이 승인. "
        "이렇게 답했어요: “Look at the camera.” 마지막 말 뒤로 141 ms 걸렸어요."
    )


def test_what_was_not_understood():
    other = HEARD | {"value": "", "details": {"heard": "a book about whales", "accepted": False}}
    assert told(("turn", {"medium": "audio"}), ("observation", other)) == (
        "I heard something like “a book about whales”, which is none of the sentences that I understand here."
    )


def test_what_failed_is_told():
    error = {"where": "recognizer", "type": "ValueError", "message": "no"}
    assert told(("turn", {"medium": "audio"}), ("error", error)) == (
        "I heard nothing that I could use. Something went wrong in the recognizer: no"
    )


def test_an_attack_and_an_approval_are_told():
    who = WHO | {"liveness": "attack", "challenge": True, "approved_by": "Alex", "modalities": ["voice", "face"]}
    text = told(("turn", {"medium": "audio"}), ("observation", HEARD), ("command", COMMAND), ("identity", who))
    assert text.endswith(
        "I recognised Mina by voice and face (97 % sure). It seemed to be a recording or a picture, not a living "
        "person. The challenge was passed. Alex approved it on a phone."
    )
