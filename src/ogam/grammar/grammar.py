"""A grammar: every sentence that this home understands, as text and for the decoder."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from ogam.core import Command, Device, Property
from ogam.grammar.acceptor import Acceptor
from ogam.grammar.compile import compile_network
from ogam.grammar.language import Language
from ogam.grammar.languages import language
from ogam.grammar.lists import Entry, SlotList, entry
from ogam.grammar.network import Network
from ogam.grammar.properties import descriptions, mark_of, property_sentences, property_templates
from ogam.grammar.ranking import missing_context, rank, to_command
from ogam.grammar.robots import robot_sentences
from ogam.grammar.seeing import seeing_lists
from ogam.grammar.trace import readings
from ogam.grammar.wording import wording
from ogam.home import MY_ROOM, Home, short_names
from ogam.home import key as name_key

Marks = tuple[tuple[Property, ...], ...]

_MOST_STATES = 20_000
"""An acceptor with more states is replaced by a fresh one: up to about 20 MB."""

_MOST_MEANINGS = 4096
"""Sentences whose meaning is remembered: the decoder asks for it again and again."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a sentence means here. command: None where it is none of the home's sentences.

    needs: what must still be known, for a command that cannot be carried out yet ("area").
    alternatives: the other commands that the same words could mean, best first.
    """

    command: Command | None
    needs: tuple[str, ...] = ()
    alternatives: tuple[Command, ...] = ()


class Grammar:
    """The sentences of a home. Safe to use from several threads."""

    def __init__(self, network: Network, language: Language) -> None:
        self.network = network
        self.language = language
        self._acceptor = Acceptor(network)
        self._meaning = lru_cache(_MOST_MEANINGS)(self._read_meaning)

    @property
    def acceptor(self) -> Acceptor:
        """The automaton for the decoder; take it once an utterance. A new one when the old has grown large."""
        if len(self._acceptor) > _MOST_STATES:
            self._acceptor = Acceptor(self.network)
        return self._acceptor

    @property
    def spaced(self) -> bool:
        """Whether spaces tell words apart; where they do not, they may stand anywhere."""
        return self.language.spaced

    def meaning(self, text: str) -> Hashable:
        """The command that a text stands for, wherever it is said: equal for "20 percent" and "twenty percent"."""
        return self._meaning(text)

    def _read_meaning(self, text: str) -> Hashable:
        command = self.interpret(text).command
        return command and (command.intent, frozenset((slot.name, slot.value) for slot in command.slots.values()))

    def accepts(self, text: str) -> bool:
        """Whether a text is one of the grammar's sentences, after normalisation."""
        acceptor = self.acceptor
        state = acceptor.start
        for byte in self.language.normalise(text).encode():
            state = acceptor.step(state, byte)
            if state < 0:
                return False
        return acceptor.accepts(state)

    def interpret(self, text: str, area: str | None = None) -> Interpretation:
        """What a text means, said in an area (its name) if that is known."""
        words = wording(text, self.language)
        context = {} if area is None else {"area": area}
        if not self.accepts(words.normalised):
            return Interpretation(None)
        ranked = rank(readings(self.network, words.matched.encode()), words)
        complete = [reading for reading in ranked if not missing_context(reading, context)]
        meant = complete or ranked
        if meant[0].template.refused:
            return Interpretation(None)
        commands = _unique(to_command(r, words, context, self.language.code) for r in meant if not r.template.refused)
        needs = () if complete else missing_context(ranked[0], context)
        return Interpretation(commands[0], needs, tuple(commands[1:]))


def _unique(commands: Any) -> list[Command]:
    kept: list[Command] = []
    for command in commands:
        if all((command.intent, command.slots) != (other.intent, other.slots) for other in kept):
            kept.append(command)
    return kept


def compile_grammar(home: Home) -> Grammar:
    """The grammar of a home: the built-in sentences of its language and its owner's own, with the home's names."""
    built_in, own = built_in_sentences(home.language, bool(home.cameras)), _own_sentences(home)
    if descriptions(home):
        built_in = _merge(built_in, property_sentences(home, property_templates(home.language)))
    built_in = _merge(built_in, robot_sentences(home))
    sentences = _merge(built_in, own)
    if "everyday" in built_in:
        sentences["everyday"] = _merge(built_in["everyday"], {"intents": own["intents"]})
    kinds = sentences.get("kinds_of_things", {})
    lists = {
        **sentences["lists"],
        **{name: _in_this_home(sentences["lists"][name], kinds[name], home) for name in kinds},
    }
    return compile_intents({"fillers": True, **sentences, "lists": lists}, home)


def built_in_sentences(code: str, seeing: bool = False) -> dict[str, Any]:
    """The sentences that every home of a language has: home-assistant-intents' (CC BY 4.0) and Ogam's own beside them.

    seeing: those that only a home with cameras understands too.

    In hassil's YAML form; `kinds_of_things` names the lists of which a home says only what it has, each with the
    attribute of a device that tells (its domain or its device class); `everyday` holds those that are said most.
    """
    from home_assistant_intents import get_intents

    templates = resources.files("ogam.grammar") / "templates"
    everyday = templates / f"{code}.everyday.yaml"
    sentences: dict[str, Any] = get_intents(code) or {}
    for ours in (templates / f"{code}.yaml", templates / f"{code}.household.yaml"):
        sentences = _merge(sentences, _load_yaml(ours.read_text("utf-8")) if ours.is_file() else {})
    seen = templates / f"{code}.seeing.yaml"
    if seeing and seen.is_file():
        sentences = _merge(sentences, _load_yaml(seen.read_text("utf-8")))
    return {**sentences, "everyday": _load_yaml(everyday.read_text("utf-8"))} if everyday.is_file() else sentences


def _load_yaml(text: str) -> dict[str, Any]:
    """YAML by libyaml where it is there: ten times as fast."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: dict[str, Any] = yaml.load(text, Loader=loader)
    return loaded


def compile_intents(intents: Mapping[str, Any], home: Home | None = None) -> Grammar:
    """The grammar of intents in hassil's YAML form (language, intents, lists, expansion_rules), with a home's names.

    `fillers: true` takes the politeness around a sentence too; else just what is written. Raises GrammarError.
    """
    spoken = language(str(intents.get("language") or (home.language if home else "en")))
    names = home_lists(home, spoken) if home else {}
    return Grammar(compile_network(intents, names, spoken), spoken)


def home_lists(home: Home, spoken: Language) -> dict[str, SlotList]:
    """The lists that a home fills: {name} (devices and people, with their domain), {area} and {floor}."""
    marks = descriptions(home)
    people = [entry((p.name, *p.aliases), p.name, spoken, {"domain": "person"}) for p in home.people]
    areas = [entry((area.name, *area.aliases), area.name, spoken) for area in home.areas]
    floors = [entry((floor.name, *floor.aliases), floor.name, spoken) for floor in home.floors]
    return {
        "name": SlotList("name", (*_names(home, spoken, marks), *_short_names(home, spoken, marks), *people)),
        "area": SlotList("area", (*areas, *_my_room(home, spoken))),
        "floor": SlotList("floor", tuple(floors)),
        "phone_owner": SlotList("phone_owner", tuple(_owners(home, spoken))),
        **seeing_lists(home, spoken),
    }


_OWNING = {"en": ("{}'s", "{}s")}
"""How a name is said before what is somebody's."""


def _owners(home: Home, spoken: Language) -> Iterator[Entry]:
    """People, as they are said before "phone": "Mina's"."""
    forms = _OWNING.get(spoken.code, ("{}",))
    for person in home.people:
        yield entry([form.format(n) for n in (person.name, *person.aliases) for form in forms], person.name, spoken)


_MY_ROOM = {"en": ("my room", "my bedroom"), "ko": ("내 방", "제 방")}


def _my_room(home: Home, spoken: Language) -> Iterator[Entry]:
    """The room of whoever speaks, where somebody has one and no room is called so."""
    called = {name_key(name) for area in home.areas for name in (area.name, *area.aliases)}
    wordings = [wording for wording in _MY_ROOM.get(spoken.code, ()) if name_key(wording) not in called]
    if wordings and any(person.room for person in home.people):
        yield entry(wordings, MY_ROOM, spoken)


def _names(home: Home, spoken: Language, marks: Marks) -> Iterator[Entry]:
    """What devices are called: a device's own names mean it, a name that several share means just that name."""
    shared = Counter(name_key(name) for d in home.devices for name in {d.name, *d.aliases})
    for device in home.devices:
        names = (device.name, *device.aliases)
        own = [name for name in names if shared[name_key(name)] == 1]
        if own:
            yield entry(own, device.name, spoken, _kind(device, marks))
        for name in names:
            if shared[name_key(name)] > 1:
                yield entry([name], name, spoken, _kind(device, marks))


def _short_names(home: Home, spoken: Language, marks: Marks) -> Iterator[Entry]:
    """What devices are called without their room: the one that is called so, or, of several, the short name itself."""
    short = short_names(home)
    shared = Counter(name for names in short.values() for name in names)
    for device in home.devices:
        for name in short.get(device.id, ()):
            yield entry([name], device.name if shared[name] == 1 else name, spoken, _kind(device, marks))


def _kind(device: Device, marks: Marks) -> dict[str, Any]:
    """What templates may ask of a device by its name: its kind, and how it is described."""
    return {"domain": device.domain, "device_class": device.device_class, "settings": mark_of(device.properties, marks)}


def _in_this_home(content: Mapping[str, Any], attribute: str, home: Home) -> Mapping[str, Any]:
    """A list of kinds of things without those that this home has not got: no "shutters" where there are none.

    A cover whose class the home file leaves open may be of any kind.
    """
    if attribute == "device_class" and any(d.domain == "cover" and not d.device_class for d in home.devices):
        return content
    known = {getattr(device, attribute) for device in home.devices}
    return {**content, "values": [value for value in content["values"] if value["out"] in known]}


def _own_sentences(home: Home) -> dict[str, Any]:
    """The owner's sentences in hassil's form."""
    intents: dict[str, Any] = {}
    for own in home.sentences:
        block = {"sentences": list(own.say), "slots": dict(own.slots), "response": own.reply}
        intents.setdefault(own.intent, {"data": []})["data"].append(block)
    for routine in home.routines:
        if said := [text for text in routine.say if _is_said_in(text, home)]:
            block = {"sentences": said, "slots": {"routine": routine.name}}
            intents.setdefault("OgamRoutine", {"data": []})["data"].append(block)
    mine = {"intents": home.intents, "lists": home.lists, "expansion_rules": home.expansion_rules}
    return _merge({"intents": intents}, mine)


def _is_said_in(text: str, home: Home) -> bool:
    """Whether a sentence is of the home's language, where several are spoken: it is by its letters."""
    several = len({home.language, *home.languages}) > 1
    return not several or any("가" <= letter <= "힣" for letter in text) == (home.language == "ko")


def _merge(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Two sets of intents as one; blocks of sentences are joined, of lists and rules the second's count."""
    intents = {name: {"data": list(content["data"])} for name, content in (first.get("intents") or {}).items()}
    for name, content in (second.get("intents") or {}).items():
        intents.setdefault(name, {"data": []})["data"].extend(content.get("data") or ())
    merged = {**first, **second, "intents": intents}
    for key in ("lists", "expansion_rules"):
        merged[key] = {**(first.get(key) or {}), **(second.get(key) or {})}
    return merged
