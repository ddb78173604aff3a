"""Why it happened: a turn of the log in plain sentences, in a person's language."""

from collections.abc import Iterator, Mapping
from typing import Any

from ogam.core import Action, ActionResult, Device
from ogam.hub.languages import wording
from ogam.hub.turns import Act
from ogam.hub.turns_log import LoggedTurn
from ogam.messages import say, translate

_BY = {
    ("voice",): "I took the voice for that of {name} ({sure} % sure).",
    ("face",): "I took the face for that of {name} ({sure} % sure).",
    ("voice", "face"): "I recognised {name} by voice and face ({sure} % sure).",
    (): "It came from the account of {name}; I neither heard nor saw who it was.",
}
_THEREFORE = {"allow": "So I did it.", "deny": "So I did not do it."}
_NEEDS = {
    "voice": "So I asked to hear the person.",
    "face": "So I asked the person to look at the camera.",
    "challenge": "So I asked for a challenge.",
    "approval": "So I asked for an approval on a phone.",
}
_ANY = "So I asked for one of these: {needs}."
_NEED = {
    "voice": "to be heard",
    "face": "to look at the camera",
    "challenge": "to pass a challenge",
    "approval": "an adult's approval on a phone",
}


def explain(turn: LoggedTurn, language: str) -> str:
    """What was heard, who it was taken for, what was decided by which rule, what was done; a sentence each."""
    parts = (_heard(turn, language), _who(turn, language), _decided(turn, language), _done(turn, language))
    return " ".join(sentence for part in parts for sentence in part)


def act_words(act: Mapping[str, Any], language: str) -> str:
    """What a device answered, or what became of it, in a word or two. act: as `act_data` gives it."""
    if told := act.get("outcomes", {}).get(language):
        return str(told)
    words, name = wording(language), act["device"]
    device = Device(name, act["name"], name.partition(".")[0], device_class=act.get("device_class"))
    action = Action(act["verb"], act["arguments"])
    result = ActionResult(name, True, act["state"], act["answer"])
    return words.answer(Act(device, action, result)) if act["answer"] else words.effect(device, action, act["state"])


def _heard(turn: LoggedTurn, language: str) -> Iterator[str]:
    medium, sentence = (turn.data("turn") or {}).get("medium"), turn.sentence
    command = turn.data("command")
    if medium == "touch" and command is not None:
        yield say(language, "It was asked for by touch: “{sentence}”.", sentence=command["sentence"])
    elif sentence is None:
        yield say(language, "I heard nothing that I could use.")
    elif sentence["recognizer"] == "typed":
        yield say(language, "“{sentence}” was written.", sentence=sentence["value"])
    elif command is not None:
        yield say(language, _HEARD, sentence=sentence["value"], sure=_percent(sentence["confidence"]))
    else:
        heard = sentence["details"].get("heard") or sentence["value"]
        yield say(language, _NOT_ACCEPTED, heard=heard) if heard else say(language, "I heard no words.")
    if command is None and medium != "touch" and sentence is not None and sentence["recognizer"] == "typed":
        yield say(language, "It is none of the sentences that I understand here.")


_HEARD = "I heard “{sentence}” ({sure} % sure)."
_NOT_ACCEPTED = "I heard something like “{heard}”, which is none of the sentences that I understand here."


def _who(turn: LoggedTurn, language: str) -> Iterator[str]:
    who = turn.data("identity")
    if who is None:
        return
    if who["person"] is None:
        yield say(language, "I did not know who it was.")
    else:
        by = tuple(who["modalities"])
        yield say(language, _BY.get(by, _BY["voice", "face"]), name=who["person"], sure=_percent(who["probability"]))
    if who["liveness"] == "attack":
        yield say(language, "It seemed to be a recording or a picture, not a living person.")
    if who["challenge"]:
        yield say(language, "The challenge was passed.")
    if who["approved_by"]:
        yield say(language, "{name} approved it on a phone.", name=who["approved_by"])
    if (wrong := turn.data("correction")) is not None:
        yield say(language, "{by} said later that it was not {name}.", by=wrong["by"], name=wrong["person"])


def _decided(turn: LoggedTurn, language: str) -> Iterator[str]:
    decision = turn.data("decision")
    if decision is None or decision["rule"] == "nothing-to-do":
        return
    reasons = decision.get("reasons", {})
    yield reasons.get(language) or translate(decision["reason"], language)
    needs = decision.get("needs", [])
    if decision["effect"] in _THEREFORE:
        yield say(language, _THEREFORE[decision["effect"]])
    elif len(needs) == 1:
        yield say(language, _NEEDS[needs[0]])
    elif needs:
        yield say(language, _ANY, needs=", ".join(say(language, _NEED[need]) for need in needs))


def _done(turn: LoggedTurn, language: str) -> Iterator[str]:
    for act in turn.all("action"):
        if not act["ok"]:
            yield act.get("errors", {}).get(language) or translate(act["error"], language)
        elif not act["answer"]:
            yield say(language, "{device}: {effect}.", device=act["name"], effect=act_words(act, language))
    for error in turn.all("error"):
        yield say(
            language, "Something went wrong in the {where}: {message}", **{n: error[n] for n in ("where", "message")}
        )
    reply = turn.data("reply")
    if reply is not None and reply["text"]:
        yield say(language, "I answered: “{reply}”", reply=reply["text"])
    if reply is not None and "recognise" in reply["timings_ms"] and "total" in reply["timings_ms"]:
        yield say(language, "It took {ms} ms after the last word.", ms=round(reply["timings_ms"]["total"]))


def _percent(probability: float) -> int:
    return round(100 * probability)
