"""What Ogam answers to questions, from what the devices answered."""

from collections.abc import Sequence

from ogam.core import Command
from ogam.devices import is_in_state
from ogam.home import SCENE_INTENTS
from ogam.hub.scene_answers import scene_answer
from ogam.hub.turns import Act
from ogam.hub.wording import Wording

_ONE_ANSWER = frozenset({"HassGetCurrentTime", "HassGetCurrentDate", "HassGetWeather"})


def answer(command: Command, acts: Sequence[Act], words: Wording) -> str:
    """The answer to a question that devices have answered; `acts` is not empty."""
    if command.intent in SCENE_INTENTS:
        return scene_answer(command, acts, words)
    if command.intent == "HassGetState":
        return _state(command, acts, words)
    if command.intent in _ONE_ANSWER:
        return words.say("it_is", answer=words.answer(acts[0]))
    if command.intent == "HassClimateGetTemperature":
        return " ".join(
            words.say("it_is_by", answer=words.answer(act), device=act.device.name)
            if len(acts) > 1
            else words.say("it_is", answer=words.answer(act))
            for act in acts
        )
    return " ".join(words.say("just_answer", answer=words.answer(act)) for act in acts)


def _state(command: Command, acts: Sequence[Act], words: Wording) -> str:
    """The templates' response key says what was asked: any, all, which, how many, is it; else the state itself."""
    asked = str(command.value("state") or "")
    spoken = words.asked_state(asked, command.slots["state"].text if "state" in command.slots else "")
    matching = [act.device for act in acts if is_in_state(act.result.state, asked)]
    others = [act for act in acts if act.device not in matching]
    match command.response:
        case "any":
            return words.say("any_yes", devices=matching, state=spoken) if matching else words.say("no")
        case "all":
            different = [act.device for act in others]
            return words.say("all_no", devices=different, state=spoken) if others else words.say("yes")
        case "which":
            return words.say("which", devices=matching) if matching else words.say("none")
        case "how_many":
            return words.say("how_many", count=len(matching)) if matching else words.say("none")
        case "one_yesno":
            return words.say("yes") if not others else words.say("one_no", answer=words.answer(others[0]))
    return " ".join(words.say("state_of", devices=[act.device], answer=words.answer(act)) for act in acts)
