"""What Ogam answers to questions about what cameras see, from what these showed when it was asked."""

from collections.abc import Iterable, Sequence

from ogam.core import Command, Slot
from ogam.home.things import PERSON, UNSEEN
from ogam.hub.languages import seeing_words
from ogam.hub.languages.seeing import SeeingWords
from ogam.hub.turns import Act
from ogam.hub.views import CURRENT, CameraView, PersonSeen, ThingsSeen, view_from
from ogam.hub.wording import Wording

_MOST_TOLD = 6
Found = tuple[CameraView, PersonSeen | ThingsSeen]


def scene_answer(command: Command, acts: Sequence[Act], words: Wording) -> str:
    """The answer of all cameras that were asked; `acts` is not empty."""
    views = [view_from(act.result.state["seen"]) for act in acts]
    answer = _Answer(command, views, words)
    match command.intent:
        case "OgamSceneWho":
            return answer.who()
        case "OgamSceneCount":
            return answer.count()
        case "OgamSceneState":
            return answer.state()
        case "OgamSceneWhere":
            return answer.where()
        case "OgamSceneRead":
            return answer.text()
    return answer.all()


def no_camera(command: Command, words: Wording) -> str:
    """Where no camera looks."""
    slot = _place_slot(command)
    if slot is None:
        return words.say("seen.no_cameras")
    return words.say("seen.no_camera", where=slot.text or str(slot.value))


def place_of(command: Command, words: Wording) -> str:
    """The place that was asked about, as it was said ("on the table"); empty where none was."""
    slot = _place_slot(command)
    if slot is None:
        return ""
    name, is_area = slot.text or str(slot.value), slot.name == "area"
    return seeing_words(words.code).place(name, command.sentence, is_area)


def _place_slot(command: Command) -> Slot | None:
    return next((command.slots[name] for name in ("zone", "camera", "area") if name in command.slots), None)


class _Answer:
    def __init__(self, command: Command, views: Sequence[CameraView], words: Wording) -> None:
        self._command, self._views, self._words = command, views, words
        self._seeing: SeeingWords = seeing_words(words.code)
        self._current = [view for view in views if view.is_current]
        self._asks = command.response in ("any", "state")
        self._place = place_of(command, words)

    def who(self) -> str:
        """Who is there."""
        zone = self._command.value("zone")
        people = _people(self._current)
        if self._current and zone is None and any(people):
            return self._with_gaps(self._are_there(*people))
        return self._with_gaps(self._nobody() if self._current else "", self._last_people())

    def count(self) -> str:
        """How many things of a kind are there, or whether any is."""
        what, zone = str(self._command.value("thing")), self._command.value("zone")
        if what in UNSEEN:
            return self._words.say("seen.unknown_thing", what=self._seeing.thing(what))
        if what == PERSON and zone is None:
            return self._count_people()
        found = [one for view in self._current for one in view.things if _is(one, what, zone)]
        if found:
            key = "seen.things_yes" if self._asks else "seen.things"
            things = self._seeing.things(what, sum(one.count for one in found))
            return self._with_gaps(self._words.say(key, things=things, place=self._there()))
        none = ""
        if self._current:
            key = "seen.no_things_no" if self._asks else "seen.no_things"
            none = self._words.say(key, things=self._seeing.none(what), place=self._there())
        return self._with_gaps(none, self._last_things(what, zone))

    def state(self) -> str:
        """Whether a zone is open."""
        name, asked = self._command.value("zone"), str(self._command.value("state"))
        zone = self._command.slots["zone"].text or str(name)
        known = [(view, one) for view in self._views for one in view.zones if one.zone == name]
        now = [one for view, one in known if view.is_current and one.ago <= CURRENT]
        if now:
            same = "yes" if now[0].state == asked else "no"
            return self._words.say(f"seen.{now[0].state}_{same}", zone=zone)
        if known:
            last = min((one for _, one in known), key=lambda one: one.ago)
            state = self._words.part(f"seen.state.{last.state}")
            then = self._words.say("seen.state_then", state=state, ago=self._seeing.ago(last.ago))
            return self._with_gaps("", then)
        return self._with_gaps(self._words.say("seen.no_state", zone=zone) if self._current else "")

    def where(self) -> str:
        """Where somebody or something is, or was seen last."""
        if "person" in self._command.slots:
            name = str(self._command.value("person"))
            return self._find(
                self._seeing.person(name),
                [(v, one) for v in self._current for one in v.people if one.name == name],
                [(v, one) for v in self._views for one in (*v.were_people, *v.people) if one.name == name],
            )
        what = str(self._command.value("thing"))
        if what in UNSEEN:
            return self._words.say("seen.unknown_thing", what=self._seeing.thing(what))
        return self._find(
            self._seeing.thing(what),
            [(view, one) for view in self._current for one in view.things if one.what == what],
            [(view, one) for view in self._views for one in (*view.were_things, *view.things) if one.what == what],
        )

    def all(self) -> str:
        """Everything."""
        if not self._current:
            return self._with_gaps("")
        people, strangers = _people(self._current)
        seen = [*map(self._seeing.person, people), *([self._seeing.strangers(strangers)] if strangers else [])]
        things = _together(one for view in self._current for one in view.things)
        seen += [self._seeing.things(what, count) for what, count in things[:_MOST_TOLD]]
        place = self._there()
        said = self._words.say("seen.all", things=self._seeing.listed(seen), place=place)
        return self._with_gaps(said if seen else self._words.say("seen.nothing", place=place))

    def text(self) -> str:
        """What is written there."""
        read = [one.value for view in self._views for one in view.happened if one.kind == "text"]
        if read:
            return self._words.say("seen.text", text=" / ".join(read))
        return self._with_gaps(self._words.say("seen.no_text", place=self._there()) if self._current else "")

    def _find(self, what: str, now: Sequence[Found], then: Sequence[Found]) -> str:
        """now, then: where it is, and where it was, each with the camera that sees it."""
        if self._command.response == "person_there" and self._current:
            if now:
                return self._words.say("seen.is_there", what=what, place=self._there())
            return self._with_gaps(
                self._words.say("seen.not_there", what=what, place=self._there()), self._last(what, then)
            )
        if now:
            view, one = min(now, key=lambda found: found[1].ago)
            several = isinstance(one, ThingsSeen) and one.count > 1
            what = self._seeing.things(one.what, one.count) if isinstance(one, ThingsSeen) and several else what
            return self._words.say("seen.here", what=what, be="are" if several else "is", place=self._spot(view, one))
        last = self._last(what, then)
        return last or self._with_gaps(self._words.say("seen.never", what=what))

    def _last(self, what: str, then: Sequence[Found]) -> str:
        if not then:
            return ""
        view, one = min(then, key=lambda found: found[1].ago)
        ago = self._seeing.ago(one.ago)
        return self._words.say("seen.last", what=what, place=self._spot(view, one), ago=ago)

    def _count_people(self) -> str:
        names, strangers = _people(self._current)
        if self._current and (names or strangers):
            key = "seen.things_yes" if self._asks else "seen.things"
            things = self._seeing.things(PERSON, len(names) + strangers)
            return self._with_gaps(self._words.say(key, things=things, place=self._there()))
        return self._with_gaps(self._nobody() if self._current else "", self._last_people())

    def _are_there(self, names: Sequence[str], strangers: int) -> str:
        people = [*map(self._seeing.person, names), *([self._seeing.strangers(strangers)] if strangers else [])]
        key = "seen.people_yes" if self._asks else "seen.people"
        be = "are" if len(people) > 1 or strangers > 1 else "is"
        return self._words.say(key, people=self._seeing.listed(people), be=be, place=self._there("seen.at_home"))

    def _nobody(self) -> str:
        return self._words.say("seen.nobody_no" if self._asks else "seen.nobody", place=self._there("seen.at_home"))

    def _last_people(self) -> str:
        """Who was there last, where that is known."""
        seen: list[Found] = [(view, one) for view in self._views for one in (*view.were_people, *view.people)]
        known = [(view, one) for view, one in seen if isinstance(one, PersonSeen) and one.name]
        if not known:
            return ""
        name = min((one for _, one in known), key=lambda one: one.ago).name or ""
        return self._last(self._seeing.person(name), [(v, one) for v, one in known if one.name == name])

    def _last_things(self, what: str, zone: object) -> str:
        """How many were there last."""
        seen = [(v, one) for v in self._views for one in (*v.were_things, *v.things) if _is(one, what, zone)]
        if not seen:
            return ""
        count = min((one for _, one in seen), key=lambda one: one.ago).count
        return self._last(self._seeing.things(what, count), list(seen))

    def _there(self, everywhere: str = "seen.everywhere") -> str:
        """The place that was asked about; that of the one camera that was; else wherever there is a camera."""
        if self._place:
            return self._place
        areas = {view.area for view in self._views}
        if len(areas) == 1 and (area := next(iter(areas))) is not None:
            return self._seeing.place(area, "", True)
        return self._words.part(everywhere)

    def _spot(self, view: CameraView, seen: PersonSeen | ThingsSeen) -> str:
        """Where a camera sees something: in a zone of its picture, in its area."""
        zone = seen.zone if isinstance(seen, ThingsSeen) else None
        return self._seeing.place(zone or view.area or view.camera, self._command.sentence, zone is None)

    def _with_gaps(self, said: str, last: str = "") -> str:
        """The answer, with what cannot be seen just now, and what was seen last."""
        gaps = dict.fromkeys(
            self._words.say(f"seen.{state}", camera=view.camera)
            for view in self._views
            if not view.is_current and (state := "lost" if view.state == "watching" else view.state)
        )
        return " ".join(part for part in (said, *gaps, last) if part)


def _people(views: Iterable[CameraView]) -> tuple[list[str], int]:
    """Who is there by name, and how many more. Two cameras in one room see the same people."""
    names: set[str] = set()
    by_area: dict[str, tuple[set[str], int]] = {}
    for view in views:
        known, most = by_area.get(view.area or view.camera, (set(), 0))
        own = {one.name for one in view.people if one.name}
        by_area[view.area or view.camera] = (known | own, max(most, view.count))
        names |= own
    return sorted(names), sum(max(0, most - len(known)) for known, most in by_area.values())


def _together(things: Iterable[ThingsSeen]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for one in things:
        counts[one.what] = counts.get(one.what, 0) + one.count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _is(one: ThingsSeen, what: str, zone: object) -> bool:
    return one.what == what and (zone is None or one.zone == zone)
