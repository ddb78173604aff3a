"""What a language must give, so that Ogam can say in it what cameras see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeeingWords:
    """things: (class, how many) as a noun phrase, "two cups"; thing: a class as what is looked for, "the remote".

    none: "no cups". listed: several of these as one, "Mina and two cups". strangers: how many people of whom nobody
    knows who they are. person: a name as people are spoken of. ago: seconds since then, "5 minutes ago".
    place: (name, the sentence that may say it, whether it is an area) where something is: "on the table".
    """

    things: Callable[[str, int], str]
    thing: Callable[[str], str]
    none: Callable[[str], str]
    listed: Callable[[Sequence[str]], str]
    strangers: Callable[[int], str]
    person: Callable[[str], str]
    ago: Callable[[float], str]
    place: Callable[[str, str, bool], str]
