"""`ogam bench`: how good is it? Figures for the terminal, or as one JSON object."""

import json as json_format
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from ogam.biometrics import Embedder
    from ogam.lab.pipelines import Build

app = typer.Typer(help="Measure how good it is.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

SHOWN_ERRORS = 10
Folder = typer.Argument(exists=True, file_okay=False, show_default=False)
File = typer.Argument(exists=True, dir_okay=False, show_default=False)
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and no progress bar.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Take the first so many, by name.")]
Threads = Annotated[int, typer.Option(min=1, help="Threads of inference.")]
Seed = Annotated[int, typer.Option(help="Fixes where excerpts of noise begin.")]
Unused = Annotated[int, typer.Option(hidden=True)]
"""Every benchmark takes --seed and --threads; where nothing is drawn or inferred they change nothing."""
Peer = Annotated[str | None, typer.Option(help="Measure a peer on the same work too: whisper-hassil.")]


@app.command()
def commands(
    folder: Annotated[Path, Folder],
    noise: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="A recording to mix in.")] = None,
    snr: Annotated[str, typer.Option(help="Levels of noise, in dB between peak frames.")] = "6,9,12,15,18,21,24",
    peer: Peer = None,
    limit: Limit = None,
    seed: Seed = 0,
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Spoken commands: a folder with labels.json, the grammar (expressions.yaml or home.yaml) and recordings."""
    from ogam.lab.commands import measure_commands

    measure = partial(
        measure_commands, folder, noise=noise, levels=read_levels(snr), limit=limit, seed=seed, track=tracker(json)
    )
    show(with_peer(measure, peer, threads), json)


@app.command()
def rejection(
    inside: Annotated[Path, Folder],
    outside: Annotated[Path, Folder],
    limit: Limit = None,
    seed: Unused = 0,  # noqa: ARG001
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Speech that is none of the commands: INSIDE holds a grammar and its commands, OUTSIDE other speech."""
    from ogam.lab.rejection import measure_rejection

    show(measure_rejection(inside, outside, ogam(threads), limit=limit, track=tracker(json)), json)


@app.command()
def spoken(
    folder: Annotated[Path, Folder],
    peer: Peer = None,
    limit: Limit = None,
    seed: Unused = 0,  # noqa: ARG001
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Recordings whose file name is the sentence, and home.yaml. Those called oov_… must be refused."""
    from ogam.lab.spoken import measure_spoken

    measure = partial(measure_spoken, folder, limit=limit, track=tracker(json))
    show(with_peer(measure, peer, threads), json)


@app.command()
def sentences(
    folder: Annotated[Path, Folder],
    language: Annotated[str, typer.Option(help="What is spoken in the recordings.")] = "ko",
    limit: Limit = None,
    seed: Unused = 0,  # noqa: ARG001
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Sentences that people read: a folder with transcripts.tsv (path, speaker, text); all texts are the grammar."""
    from ogam.asr import default_scorer
    from ogam.grammar import language as language_of
    from ogam.lab.sentences import measure_sentences

    spoken = language_of(language)
    show(measure_sentences(folder, default_scorer(threads, language), spoken, limit, tracker(json)), json)


@app.command()
def phrases(
    table: Annotated[Path, File],
    home: Annotated[Path, File],
    language: Annotated[str | None, typer.Option(help="The home's language, to be sure of it.")] = None,
    limit: Limit = None,
    seed: Unused = 0,  # noqa: ARG001
    threads: Unused = 1,  # noqa: ARG001
    json: Json = False,
) -> None:
    """Written sentences: a table of phrase, intent and slots (tab-separated), and a home."""
    from ogam.home import load_home
    from ogam.lab.phrases import measure_phrases
    from ogam.lab.pipelines import build_reader

    if language is not None and load_home(home).language != language:
        raise typer.BadParameter(f"{home} is a home in another language.", param_hint="--language")
    show(measure_phrases(table, home, build_reader, limit=limit), json)


@app.command()
def speakers(
    folder: Annotated[Path, Folder],
    transcripts: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A table of path, speaker and subcorpus.")
    ] = None,
    peer: Annotated[str | None, typer.Option(help="Measure a peer on the same work too: resemblyzer.")] = None,
    limit: Limit = None,
    seed: Annotated[int, typer.Option(help="Draws which recordings people are enrolled by.")] = 0,
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Who speaks: librispeech/SPEAKER/*.flac and strangers/*.flac, or the recordings of a table."""
    from ogam.biometrics import shipped_calibration
    from ogam.biometrics.voice import SpeakerEmbedder
    from ogam.lab.speaker_recordings import recordings_of
    from ogam.lab.speakers import less_error, measure_speakers

    other = speaker_peer(peer, threads)
    recordings, embedder = recordings_of(folder, transcripts, limit), SpeakerEmbedder(threads)
    figures = measure_speakers(recordings, embedder, shipped_calibration(embedder.card.name), seed, tracker(json))
    if other is not None:
        beside = measure_speakers(recordings, other, None, seed, tracker(json))
        figures |= {"peer": {"name": peer, **beside}, "less_error_than_the_peer": less_error(figures, beside)}
    show(figures, json)


@app.command()
def household(
    folder: Annotated[Path, Folder],
    transcripts: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A table of path, speaker and subcorpus.")
    ] = None,
    limit: Limit = None,
    seed: Annotated[int, typer.Option(help="Draws who is enrolled, and by which recordings.")] = 0,
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """What is protected, asked for by everybody: six people enrolled at most, the others strangers; as `speakers`."""
    from ogam.biometrics.parts import voice_part
    from ogam.lab.household import measure_household
    from ogam.lab.speaker_recordings import recordings_of

    recordings = recordings_of(folder, transcripts, limit)
    show(measure_household(recordings, voice_part(threads), seed, tracker(json)), json)


@app.command()
def intents(
    folder: Annotated[Path, Folder],
    limit: Limit = None,
    seed: Unused = 0,  # noqa: ARG001
    threads: Unused = 1,  # noqa: ARG001
    json: Json = False,
) -> None:
    """The Home Assistant intents project's tests: the folder of one language."""
    from ogam.lab.intents import measure_intents
    from ogam.lab.pipelines import build_reader

    show(measure_intents(folder, build_reader, limit=limit, track=tracker(json)), json)


@app.command()
def gallery(
    count: Annotated[int, typer.Argument(metavar="N", min=1, help="Templates in the gallery.")],
    peer: Annotated[str | None, typer.Option(help="Measure a peer on the same work too: usearch.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Search for so many probes.")] = None,
    seed: Annotated[int, typer.Option(help="Fixes the templates and the probes.")] = 0,
    threads: Unused = 1,  # noqa: ARG001
    json: Json = False,
) -> None:
    """Search among N random templates: is the one that a probe was planted near found, and how soon?"""
    from ogam.lab.gallery import PROBES, measure_gallery

    show(measure_gallery(count, probes=limit or PROBES, seed=seed, peer=peer, track=tracker(json)), json)


def speaker_peer(name: str | None, threads: int) -> "Embedder | None":
    """The peer, or None if none was asked for."""
    from ogam.lab.resemblyzer import Resemblyzer

    if name not in (None, "resemblyzer"):
        raise typer.BadParameter(f"there is no peer '{name}'; there is resemblyzer.", param_hint="--peer")
    return Resemblyzer(threads) if name else None


@app.command()
def faces(
    folder: Annotated[Path, Folder],
    fast: Annotated[bool, typer.Option("--fast", help="The fast setting, without the mirrored face.")] = False,
    peer: Annotated[str | None, typer.Option(help="Measure a peer on the same work too: face_recognition.")] = None,
    limit: Limit = None,
    seed: Unused = 0,  # noqa: ARG001
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Pairs of pictures of faces: a folder with pairs.tsv (a, b, same) and images/."""
    from ogam.lab.face_peers import beside_faces, check_face_peer
    from ogam.lab.faces import build_ogam_faces, measure_faces, times_faster

    if peer is not None:
        check_face_peer(peer)
    measure = partial(measure_faces, folder, limit=limit, track=tracker(json))
    own = measure(partial(build_ogam_faces, "fast" if fast else "accurate", threads))
    if peer is None:
        show(own, json)
        return
    other = beside_faces(measure)
    show({**own, "peer": {"name": peer, **other}, "times_faster": times_faster(own, other)}, json)


@app.command()
def load(
    folder: Annotated[Path, Folder],
    sessions: Annotated[int, typer.Option(min=1, help="Microphones at once.")] = 50,
    minutes: Annotated[float, typer.Option(min=0.05, help="Minutes of real time.")] = 1.0,
    limit: Limit = None,
    seed: Annotated[int, typer.Option(help="Draws what is said when.")] = 0,
    threads: Threads = 1,
    json: Json = False,
) -> None:
    """Many microphones at once, each hearing a recording of the folder a minute, in real time."""
    from ogam.lab.load import measure_load, open_load_house
    from ogam.lab.vocabularies import recordings

    house = open_load_house(folder, threads)
    try:
        show(measure_load(house, recordings(folder, limit), sessions, minutes, seed), json)
    finally:
        house.close()


def ogam(threads: int) -> "Build":
    """Builds Ogam itself."""
    from ogam.lab.pipelines import build_ogam

    return partial(build_ogam, threads=threads)


def with_peer(measure: Callable[..., dict[str, Any]], peer: str | None, threads: int) -> dict[str, Any]:
    """Ogam's figures and, if asked for, those of a peer and how they compare."""
    from ogam.lab.peers import beside, check_peer, ratios

    if peer is None:
        return measure(ogam(threads))
    check_peer(peer)
    own = measure(ogam(threads))
    other = beside(peer, threads, measure)
    return {**own, "peer": {"name": peer, **other}, "times_the_peer": ratios(own, other)}


def read_levels(text: str) -> tuple[float, ...]:
    """`6,9,12` as numbers."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not numbers with commas between them.", param_hint="--snr") from None


def tracker(json: bool) -> Any:
    """A progress bar, or none."""
    from ogam.lab.trials import silently, with_progress

    return silently if json else with_progress


def show(figures: Mapping[str, Any], json: bool) -> None:
    """Print figures as a JSON object, or as lines with the first errors below."""
    if json:
        typer.echo(json_format.dumps(figures, ensure_ascii=False))
        return
    for line in lines_of(figures):
        typer.echo(line)
    errors = figures.get("errors", [])
    for error in errors[:SHOWN_ERRORS]:
        typer.echo(f"  wrong: {json_format.dumps(error, ensure_ascii=False)}")
    if len(errors) > SHOWN_ERRORS:
        typer.echo(f"  … and {len(errors) - SHOWN_ERRORS} more; --json has them all")


def lines_of(figures: Mapping[str, Any], indent: str = "") -> list[str]:
    """One line a figure, those that belong together indented; errors left out."""
    lines = []
    for name, figure in figures.items():
        title = f"{indent}{name.replace('_', ' ')}"
        if isinstance(figure, Mapping):
            lines += [title, *lines_of(figure, indent + "  ")]
        elif name != "errors":
            lines.append(f"{title:<34}{figure}")
    return lines
