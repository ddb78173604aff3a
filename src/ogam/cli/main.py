"""The `ogam` command: one module a command, loaded only when it is called."""

import importlib
from importlib.util import find_spec
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_command

from ogam import __version__

EXIT_ERROR = 2
EXIT_INTERRUPTED = 130


class Entry(NamedTuple):
    """Where a command lives: a `typer.Typer` or a function, in a module of `ogam.cli`."""

    name: str
    module: str
    attribute: str
    summary: str

    @property
    def path(self) -> str:
        return f"ogam.cli.{self.module}"


ENTRIES = (
    Entry("demo", "demo", "demo", "See it work: spoken commands, a small home, and why it did what it did."),
    Entry("hear", "hear", "hear", "Listen to a sound file or the microphone, and do what is asked."),
    Entry("say", "say", "say", "Type a command instead of speaking it."),
    Entry("talk", "talk", "talk", "Type a dialogue: commands, and answers to what is asked back."),
    Entry("see", "see", "app", "Look at pictures and cameras: who, what, which gesture, what is written."),
    Entry("speak", "speak", "speak", "Say a text aloud, or write it to a sound file."),
    Entry("serve", "serve", "serve", "Serve the house: a web app for phones, and an API."),
    Entry("accounts", "accounts", "app", "Who may sign in to the server."),
    Entry("service", "service", "app", "Have systemd run the server, now and after every start."),
    Entry("doctor", "doctor", "doctor", "Check microphone, weights, port, certificate …, and say what to do."),
    Entry("home", "home", "app", "Describe your home, and check the description."),
    Entry("devices", "devices", "app", "Your devices: list, discover, tell and watch them."),
    Entry("people", "people", "app", "Whom Ogam knows, what it holds of each, and how to be forgotten."),
    Entry("policy", "policy", "app", "Who may do what: check, explain, test and show the rules."),
    Entry("models", "models", "app", "The weights: list, fetch, verify, find."),
    Entry("log", "log", "app", "Show what was heard, understood and done; delete a span of it."),
    Entry("replay", "log", "replay", "Run a log again and compare the commands."),
    Entry("plugins", "plugins", "app", "Recognisers, drivers and data sets of others: list, begin, serve."),
    Entry("bench", "bench", "app", "Measure how good it is, on recordings of your own or on known sets."),
    Entry("lab", "lab", "app", "The lab: data sets, other people's recognisers, and how good they are."),
)


class OgamCommands(TyperGroup):
    """Finds the commands of `ENTRIES` when asked for, so that help is quick and one broken module breaks no other."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(present())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        entry = present().get(cmd_name)
        return load(entry) if entry else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.summary) for entry in present().values()])

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """`--lang` may stand anywhere."""
        from ogam.cli.language import take_language

        ctx.meta["lang"] = take_language(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; what goes wrong on purpose becomes plain lines on stderr and an exit code."""
        from ogam.cli.language import speaking, told
        from ogam.core.errors import OgamError

        with speaking(ctx.meta["lang"]):
            try:
                return super().invoke(ctx)
            except OgamError as error:
                typer.echo(told(str(error)), err=True)
                raise SystemExit(EXIT_ERROR) from error
            except KeyboardInterrupt:
                raise SystemExit(EXIT_INTERRUPTED) from None


def present() -> dict[str, Entry]:
    """The entries whose module is installed, by name."""
    return {entry.name: entry for entry in ENTRIES if find_spec(entry.path)}


def load(entry: Entry) -> Any:
    """The command of one entry, its module imported."""
    target = getattr(importlib.import_module(entry.path), entry.attribute)
    if not isinstance(target, typer.Typer):
        function, target = target, typer.Typer(add_completion=False, rich_markup_mode=None)
        target.command(entry.name)(function)
    command = get_command(target)
    command.name = entry.name
    return command


app = typer.Typer(cls=OgamCommands, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"ogam {__version__}")
        raise typer.Exit


@app.callback(no_args_is_help=True)
def ogam(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    lang: Annotated[
        str, typer.Option("--lang", metavar="en|ko", help="Language of messages, anywhere; else that of the locale.")
    ] = "",
) -> None:
    """Ogam hears spoken commands, understands those of your home only, and acts. On this machine; no cloud."""


def main() -> None:
    """The entry point of the `ogam` script."""
    from ogam.allocation import use_one_arena

    use_one_arena()
    app(prog_name="ogam")


if __name__ == "__main__":
    main()
