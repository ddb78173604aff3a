"""The second act of `ogam demo`: synthesised voices are enrolled in a gallery that is gone afterwards, and a child, an
adult and a stranger ask for the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import typer

from ogam.cli.demo_plays import Line
from ogam.cli.language import say

if TYPE_CHECKING:
    from ogam.biometrics import Household
    from ogam.home import Home
    from ogam.synthesis import Speech


class Member(NamedTuple):
    """Somebody of the household, and the synthesised voice that stands for them."""

    name: str
    role: str
    voice: str


class People(NamedTuple):
    """members: who is enrolled; samples: what they say for that; lines: what is asked for afterwards, and by whom."""

    members: tuple[Member, ...]
    samples: tuple[str, ...]
    lines: tuple[Line, ...]


HOUSEHOLDS = {
    "en": People(
        (Member("Mina", "adult", "bf_emma"), Member("Ara", "child", "af_bella")),
        (
            "I live here, and this is what I sound like when I talk to the house.",
            "Tomorrow I would like to sleep a little longer than today.",
            "There is a blue bicycle in front of the old station.",
        ),
        (
            Line("af_bella", "please turn on the oven", "HassTurnOn"),
            Line("bf_emma", "please turn on the oven", "HassTurnOn"),
            Line("am_michael", "please turn on the oven", "HassTurnOn"),
        ),
    ),
    "ko": People(
        (Member("민아", "adult", "hf_alpha"), Member("아라", "child", "jf_alpha")),
        (
            "저는 여기 살아요. 집에 말할 때 제 목소리는 이래요.",
            "내일은 오늘보다 조금 더 늦게까지 자고 싶어요.",
            "오래된 역 앞에 파란 자전거가 한 대 서 있어요.",
        ),
        (
            Line("jf_alpha", "현관문을 열어 주세요", "HassTurnOff"),
            Line("hf_alpha", "현관문을 열어 주세요", "HassTurnOff"),
            Line("jm_kumo", "현관문을 열어 주세요", "HassTurnOff"),
        ),
    ),
}


def with_people(home: "Home", people: People) -> "Home":
    """The home with these people in it, and permissions that count."""
    from ogam.home import Person

    members = tuple(Person(member.name, role=member.role) for member in people.members)
    return replace(home, people=members, permissions=True)


@contextmanager
def household_of(people: People, speak: "Callable[[str, str], Speech]", threads: int) -> "Iterator[Household]":
    """The members, enrolled by what their voices say, in a gallery of its own that is removed afterwards."""
    from ogam.biometrics import open_gallery, open_household
    from ogam.biometrics.embedders import find_embedder

    with TemporaryDirectory(prefix="ogam-demo-") as folder:
        embedder = find_embedder("voice")
        with open_gallery(Path(folder), create=True) as gallery:
            for member in people.members:
                gallery.add(member.name)
                samples = [embedder.embed(speak(text, member.voice).to_audio()) for text in people.samples]
                gallery.enrol(member.name, samples, source="demo")
        with open_household(Path(folder), threads=threads) as household:
            yield household


def print_household(people: People) -> None:
    typer.echo()
    typer.secho(say("Now who speaks counts: permissions are on."), bold=True)
    for member in people.members:
        text = "{name} ({role}) is enrolled by three sentences of {voice}, a synthesised voice of an adult."
        typer.echo(say(text, name=member.name, role=say(member.role), voice=member.voice))
