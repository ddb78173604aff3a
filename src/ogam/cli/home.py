"""`ogam home`: write an example home file, check one, and take one over from Home Assistant."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ogam.cli.home_import import import_home
from ogam.cli.language import say, spoken, told

if TYPE_CHECKING:
    from ogam.home import Home

app = typer.Typer(
    help="Describe your home, and check the description.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("import")(import_home)


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("home.yaml"),
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Write an example home file with comments, to change into your own."""
    from ogam.core import HomeError
    from ogam.home import example_text

    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(example_text(spoken()))
    except FileExistsError:
        raise HomeError([f"{path}: this file is there already. To replace it: ogam home init {path} --force"]) from None
    except OSError as error:
        raise HomeError([f"{path}: the file cannot be written: {error.strerror or error}."]) from None
    typer.echo(say("Wrote {path}. Change it into your home, then: ogam home check {path}", path=path))


@app.command()
def check(
    path: Annotated[Path | None, typer.Argument(help="Home file; without it ./home.yaml, or your own.")] = None,
) -> None:
    """Say what is wrong with a home file, each problem with its line; or that it is right, with a summary."""
    from ogam.core import HomeError
    from ogam.grammar import compile_grammar
    from ogam.home import find_home_path, read_home
    from ogam.home.parsing import read_text
    from ogam.hub.gesturing import wrong_gestures
    from ogam.policy import read_rules

    found = find_home_path(path)
    if found is None:
        raise HomeError(["home.yaml: there is no such file here, and none of your own. Write one with: ogam home init"])
    home, problems = read_home(read_text(found), str(found))
    for note in problems.notes:
        typer.echo(told(note))
    if problems.errors:
        raise HomeError(problems.sorted_errors())
    typer.echo(f"{found}: {summary(home)}")
    grammar = compile_grammar(home)
    read_rules(home)
    if wrong := wrong_gestures(home, grammar):
        raise HomeError(wrong)
    typer.secho(say("All of it can be said."), fg="green")


def summary(home: "Home") -> str:
    """What a home has, in numbers."""
    own = sum(len(sentence.say) for sentence in home.sentences)
    counts = (
        (len(home.areas), "1 area", "{count} areas"),
        (len(home.devices), "1 device", "{count} devices"),
        (len(home.people), "1 person", "{count} people"),
        (own, "1 sentence of your own", "{count} sentences of your own"),
        *(((len(home.cameras), "1 camera", "{count} cameras"),) if home.cameras else ()),
    )
    return ", ".join(say(one if count == 1 else several, count=count) for count, one, several in counts)
