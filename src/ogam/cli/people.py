"""`ogam people`: whom Ogam knows, what it holds of each, and how that comes and goes."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from ogam.cli.language import say, told, wide
from ogam.cli.people_files import app as files
from ogam.cli.people_pending import app as pending
from ogam.cli.people_shared import NOTHING_DONE, SOME_REFUSED, AsJson, Folder, Name, declared, people_of
from ogam.cli.say import HomeFile, LogFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ogam.biometrics import Gallery, Member, Template
    from ogam.biometrics.embeddings import Modality
    from ogam.home import Person

app = typer.Typer(
    help="Whom Ogam knows, and what it holds of each.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(files)
app.add_typer(pending)

DIGITS = re.compile("[0-9a-f]{6,32}")
"""An id, or the beginning of one."""

QUESTION = "Forget {name}? What is enrolled cannot be had back, and older copies of the gallery open no more."
UNSWEPT = (
    "Another program is reading the gallery: sealed remains are still in its file. Close it, then: ogam people verify"
)
Files = Annotated[list[Path] | None, typer.Option(metavar="FILE…", show_default=False)]


class FilesCommand(TyperCommand):
    """A command in which `--voice a.wav b.wav` means `--voice a.wav --voice b.wav`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, spread(args, ("--voice", "--face")))


@app.command("list")
def list_people(gallery: Folder = None, home: HomeFile = None, as_json: AsJson = False) -> None:
    """Show whom Ogam knows and what it holds of each."""
    from ogam.biometrics import gallery_exists, open_gallery

    if not gallery_exists(gallery):
        typer.echo("[]" if as_json else say("Ogam knows nobody yet. Begin with: ogam people add NAME"))
        return
    with open_gallery(gallery) as known:
        facts = [facts_of(member, known, people_of(home)) for member in known.members()]
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for one in facts:
        typer.echo(f"{wide(one['name'], 16)} {wide(say(one['role']), 8)} {held(one)}")


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="To be sure of the role: the home file says which it is.")] = "",
    keyring: Annotated[
        bool, typer.Option("--keyring", help="Keep a new gallery's key in the system's keyring.")
    ] = False,
    gallery: Folder = None,
    home: HomeFile = None,
    as_json: AsJson = False,
) -> None:
    """Let Ogam know a person. Those who are not in the home file are guests."""
    from ogam.biometrics import open_gallery

    people = people_of(home)
    person = declared(people, name)
    check_role(person, name, role)
    with open_gallery(gallery, create=True, place="keyring" if keyring else "file") as known:
        facts = facts_of(known.add(person.name if person else name), known, people)
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    typer.echo(say("{name} is added. Enrol with: ogam people enroll {name} --voice FILES --face FILES", **facts))
    if person is None:
        text = "{name} is not in the home file and so a guest. Who lives here is declared there: people: [{name}]"
        typer.echo(say(text, **facts))


@app.command(cls=FilesCommand)
def enroll(
    name: Name,
    voice: Files = None,
    face: Files = None,
    gallery: Folder = None,
    home: HomeFile = None,
    as_json: AsJson = False,
) -> None:
    """Enrol recordings and pictures of a person; --voice mic and --face camera take them now, with advice.

    Exit code 1 if some were refused, 2 if nothing was enrolled.
    """
    from ogam.biometrics import open_gallery
    from ogam.biometrics.enrolment import Refusal, enrol_samples

    if not voice and not face:
        raise typer.BadParameter(say("give recordings (--voice) or pictures (--face)."))
    enrolled: list[Template] = []
    refusals: list[Refusal] = []
    with open_gallery(gallery) as known:
        known.member(name)
        for samples, unusable in (samples_of("voice", voice), samples_of("face", face)):
            kept, unlike = enrol_samples(known, name, samples)
            enrolled += kept
            refusals += [*unusable, *unlike]
        facts = facts_of(known.member(name), known, people_of(home))
    if as_json:
        refused = [{"file": refusal.source, "reason": told(refusal.reason)} for refusal in refusals]
        typer.echo(json.dumps({"enrolled": len(enrolled), "refused": refused, "person": facts}, ensure_ascii=False))
    else:
        for refusal in refusals:
            typer.echo(f"{refusal.source}: {told(refusal.reason)}", err=True)
        typer.echo(say("{count} of {all} enrolled.", count=len(enrolled), all=len(enrolled) + len(refusals)))
        typer.echo(f"{facts['name']}: {held(facts)}")
    if refusals:
        raise typer.Exit(SOME_REFUSED if enrolled else NOTHING_DONE)


@app.command()
def forget(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    gallery: Folder = None,
    log: LogFile = None,
    home: HomeFile = None,
    as_json: AsJson = False,
) -> None:
    """Forget a person: templates, name, key, and every mention in the event log."""
    from ogam.biometrics import open_gallery
    from ogam.hub import default_log_path

    with open_gallery(gallery) as known:
        names = names_of(known, name, people_of(home))
        if not yes:
            typer.confirm(say(QUESTION, name=names[0]), abort=True)
        # The log first: if this is broken off, the person is still known and can be forgotten again.
        redacted = redact(log or default_log_path(), names)
        swept = known.forget(name)
    if as_json:
        typer.echo(json.dumps({"forgotten": names[0], "events": redacted, "swept": swept}, ensure_ascii=False))
        return
    typer.echo(say("{name} is forgotten, and taken out of {count} events of the log.", name=names[0], count=redacted))
    if not swept:
        typer.echo(say(UNSWEPT), err=True)


@app.command("rotate-key")
def rotate_key(gallery: Folder = None, as_json: AsJson = False) -> None:
    """Give the gallery a new key. Copies of it made before open no more."""
    from ogam.biometrics import open_gallery

    with open_gallery(gallery) as known:
        swept = known.rotate_key()
    if as_json:
        typer.echo(json.dumps({"swept": swept}))
        return
    typer.echo(say("The gallery has a new key. Copies of it made before open no more."))
    if not swept:
        typer.echo(say(UNSWEPT), err=True)


@app.command()
def verify(gallery: Folder = None, as_json: AsJson = False) -> None:
    """Open everything in the gallery once, and say what is damaged. Exit code 2 if something is."""
    from ogam.biometrics import open_gallery
    from ogam.core import BiometricsError

    with open_gallery(gallery) as known:
        problems = known.problems()
        if not problems:
            people, templates = len(known.members()), len(known.templates())
    if as_json:
        typer.echo(json.dumps({"problems": [told(problem) for problem in problems]}, ensure_ascii=False))
        if problems:
            raise typer.Exit(NOTHING_DONE)
    elif problems:
        raise BiometricsError("\n".join(problems))
    else:
        typer.echo(
            say("The gallery is whole. People: {people}, templates: {templates}.", people=people, templates=templates)
        )


def spread(args: list[str], options: tuple[str, ...]) -> list[str]:
    """The option put before each of the words that follow it, up to the next option."""
    out: list[str] = []
    option, first = "", False
    for word in args:
        if word.startswith("-"):
            option, first = (word, True) if word in options else ("", False)
        elif option and not first:
            out.append(option)
        else:
            first = False
        out.append(word)
    return out


def redact(path: Path, names: "Sequence[str]") -> int:
    """Take names out of a log, if it is there; out of how many events."""
    from ogam.hub import EventLog

    if not path.exists():
        return 0
    with EventLog(path) as events:
        return events.redact(names)


def samples_of(modality: "Modality", paths: list[Path] | None) -> Any:
    """Samples of a modality, and refusals: of files, or taken now. Without any, no embedder is needed."""
    from ogam.biometrics import embedders
    from ogam.biometrics.enrolment import embed_files
    from ogam.cli.people_guided import guided, is_guided

    if not paths:
        return [], []
    if is_guided(modality, paths):
        return guided(modality, str(paths[0]), embedders.find_embedder(modality))
    return embed_files(embedders.find_embedder(modality), lambda path: embedders.read_signal(modality, path), paths)


def check_role(person: "Person | None", name: str, role: str) -> None:
    """Roles give permissions, so they are the home file's to say: anything else is an error."""
    from ogam.core import BiometricsError

    said = person.role if person else "guest"
    if role and role != said:
        raise BiometricsError(
            f"In the home file {name} is {said}, not {role}. Change it there: people: [{{name: {name}, role: {role}}}]"
        )


def names_of(gallery: "Gallery", name: str, people: "Sequence[Person]") -> tuple[str, ...]:
    """All that the log may call a person, the name first; only the id, for a person whose name cannot be read."""
    from ogam.core import BiometricsError

    try:
        member = gallery.member(name)
    except BiometricsError:
        if DIGITS.fullmatch(name):
            return (name,)
        raise
    person = declared(people, member.name)
    return member.name, member.id, *(person.aliases if person else ())


def facts_of(member: "Member", gallery: "Gallery", people: "Sequence[Person]") -> dict[str, Any]:
    """What Ogam holds of a person, as JSON values."""
    person = declared(people, member.name)
    templates = gallery.templates(member.id)
    pending = gallery.templates(member.id, pending=True)
    counts = {
        modality: sum(template.embedding.contract.modality == modality for template in templates)
        for modality in ("voice", "face")
    }
    return {
        "name": member.name,
        "id": member.id,
        "role": person.role if person else "guest",
        "since": member.since,
        **counts,
        "pending": len(pending),
        "models": sorted({template.embedding.contract.model for template in templates}),
    }


def held(facts: dict[str, Any]) -> str:
    """What Ogam holds of a person, for people."""
    import time

    counts = (
        (facts["voice"], "1 voice print", "{count} voice prints"),
        (facts["face"], "1 face", "{count} faces"),
        (facts["pending"], "1 waits for you", "{count} wait for you"),
    )
    parts = [say(one if count == 1 else several, count=count) for count, one, several in counts if count]
    day = time.strftime("%Y-%m-%d", time.localtime(facts["since"]))
    return ", ".join([*(parts or [say("nothing enrolled")]), say("since {day}", day=day)])
