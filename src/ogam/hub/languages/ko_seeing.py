"""What Ogam says in Korean of what cameras see, in 해요체."""

from collections.abc import Sequence

from ogam.home.things import thing
from ogam.hub.languages.seeing import SeeingWords
from ogam.korean.numbers import LARGEST_NATIVE, native
from ogam.korean.particles import with_particle

SENTENCES = {
    "seen.people": "{place} {people:이} 있어요.",
    "seen.people_yes": "네, {place} {people:이} 있어요.",
    "seen.nobody": "{place} 아무도 없어요.",
    "seen.nobody_no": "아니요, {place} 아무도 없어요.",
    "seen.things": "{place} {things:이} 보여요.",
    "seen.things_yes": "네, {place} {things:이} 보여요.",
    "seen.no_things": "{place} {things} 안 보여요.",
    "seen.no_things_no": "아니요, {place} {things} 안 보여요.",
    "seen.all": "{place} {things:이} 보여요.",
    "seen.nothing": "{place} 아무도 없고, 제가 아는 것도 안 보여요.",
    "seen.last": "마지막으로 {place}서 {what:을} 본 건 {ago}이에요.",
    "seen.never": "{what:은} 못 봤어요.",
    "seen.here": "{what:은} {place} 있어요.",
    "seen.elsewhere": "아니요, {what:은} {place} 있어요.",
    "seen.not_there": "아니요, {place} {what:은} 안 보여요.",
    "seen.is_there": "네, {what:은} {place} 있어요.",
    "seen.unknown_thing": "{what:은} 눈으로 알아보지 못해요.",
    "seen.open": "{zone:은} 열려 있어요.",
    "seen.closed": "{zone:은} 닫혀 있어요.",
    "seen.open_yes": "네, {zone:은} 열려 있어요.",
    "seen.closed_yes": "네, {zone:은} 닫혀 있어요.",
    "seen.open_no": "아니요, {zone:은} 열려 있어요.",
    "seen.closed_no": "아니요, {zone:은} 닫혀 있어요.",
    "seen.state_then": "{ago}에는 {state}.",
    "seen.state.open": "열려 있었어요",
    "seen.state.closed": "닫혀 있었어요",
    "seen.no_state": "{zone:이} 열려 있는지 아직 몰라요.",
    "seen.text": "이렇게 쓰여 있어요: {text}.",
    "seen.no_text": "{place} 읽을 수 있는 글자가 없어요.",
    "seen.not_reading": "{camera:은} 글자를 읽게 되어 있지 않아요. sees에 text를 넣으세요.",
    "seen.paused": "{camera:은} 잠시 꺼져 있어요.",
    "seen.lost": "{camera:이} 지금 화면을 보내지 않아요.",
    "seen.starting": "{camera:은} 이제 막 켜지고 있어요.",
    "seen.off": "지금은 볼 수 없어요. 카메라는 오감 서버가 돌아갈 때만 봐요.",
    "seen.no_camera": "{where:을} 보는 카메라가 없어요.",
    "seen.no_cameras": "거기를 보는 카메라가 없어요.",
    "seen.everywhere": "보이는 곳에는",
    "seen.at_home": "보이는 곳에는",
    "seen.not_looking": "{camera:은} 그걸 보게 되어 있지 않아요.",
    "deed.see": "{device:이} 누구를 보는지 말할",
    "deed.look": "{device:이} 무엇을 보는지 말할",
    "which_pointed": "어느 걸 말하는 거예요? {names:이} 있어요.",
    "which_pointed_none": "어떤 걸 말하는 거예요? 가리키는 게 안 보여요. 이름을 말해 주세요.",
    "done.camera.turn_off": "{devices:을} 잠시 껐어요.",
    "done.camera.turn_on": "{devices:이} 다시 보고 있어요.",
}


def _things(what: str, count: int) -> str:
    """컵 한 개, 강아지 두 마리."""
    known = thing(what)
    return f"{known.korean[0]} {_number(count)} {known.counter}"


def _listed(parts: Sequence[str]) -> str:
    """민아 님, 컵 두 개와 리모컨 한 개."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join((*parts[:-2], with_particle(parts[-2], '과')))} {parts[-1]}"


def _number(count: int) -> str:
    return native(count) if 0 < count <= LARGEST_NATIVE else str(count)


def ago(seconds: float) -> str:
    """방금, 20초 전, 5분 전, 2시간 전."""
    if seconds < 10:
        return "방금 전"
    for unit, length in (("일", 86_400), ("시간", 3600), ("분", 60)):
        if seconds >= length:
            return f"{round(seconds / length)}{unit} 전"
    return f"{round(seconds, -1):.0f}초 전"


WORDS = SeeingWords(
    _things,
    lambda what: thing(what).korean[0],
    lambda what: with_particle(thing(what).korean[0], "은"),
    _listed,
    lambda count: f"모르는 사람 {_number(count)} 명",
    lambda name: f"{name} 님",
    ago,
    lambda name, sentence, is_area: f"{name}에",  # noqa: ARG005
)
