"""`ogam demo`: a small play. Synthesised voices speak to a simulated home, through the whole path."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ogam.cli.demo_plays import PLAYS, Line
from ogam.cli.language import say, spoken, told, wide

if TYPE_CHECKING:
    import asyncio

    from ogam.core import Audio, StreamingRecognizer
    from ogam.hub import Hub, Turn
    from ogam.synthesis import Speech
    from ogam.synthesis.memory import SpeechMemory

MODELS = {
    "en": ("moonshine-tiny-en", "silero-vad", "campplus", "kokoro-82m", "pronunciations-en"),
    "ko": ("whisper-base", "silero-vad", "campplus", "kokoro-82m"),
}
QUIET_BEFORE, QUIET_AFTER = 0.5, 1.0
"""Seconds of silence around each sentence, as a microphone would hear them."""


UNDERSTOOD = (
    "{understood} of {commands} commands understood, "
    "{refused} of {others} sentences that are none of this home's refused."
)
QUICKNESS = (
    "From the end of an utterance to the deed: {milliseconds:.0f} ms (median). "
    "That it has ended is noticed after {silence:g} s of silence."
)
ENDING = (
    ("Open the web app", "ogam serve", "then http://localhost:8765 in a browser: speak there, or by phone"),
    ("Speak yourself", "ogam hear mic", "needs: pip install 'ogam[microphone]'"),
    ("Use recordings", "ogam hear command.wav", "wav, flac, mp3 or ogg"),
    ("Describe your home", "ogam home init", "then everything above is about your rooms and devices"),
)


class Scene(NamedTuple):
    """A line of the play and what came of it: no turn where no voice was found, more than one where it was cut."""

    line: Line
    turns: "list[Turn]"

    @property
    def right(self) -> bool:
        """Whether it was understood as it was meant, or refused as it should be."""
        intents = [turn.command.intent for turn in self.turns if turn.command is not None]
        return intents == ([] if self.line.intent is None else [self.line.intent])


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads that listen.")] = 1,
) -> None:
    """See it work: synthesised voices speak a dozen commands to a simulated home. Nothing leaves this computer.

    With `--lang ko` they speak Korean, with an accent.
    """
    import asyncio

    from ogam import asr
    from ogam.audio import SileroVoiceActivity
    from ogam.cli.demo_people import HOUSEHOLDS, household_of, print_household, with_people
    from ogam.grammar import compile_home
    from ogam.home import example_home
    from ogam.hub import EventLog, open_hub

    if not as_json:
        print_beginning()
    language = spoken()
    fetch_models(language)
    home = with_people(example_home(language), HOUSEHOLDS[language])
    grammar = compile_home(home)
    recognizer = asr.recognizer_of(grammar, threads)
    memory = speech_memory()
    with EventLog(None) as log, asyncio.Runner() as runner:
        hub = open_hub(replace(home, permissions=False), log, grammar=grammar, recognizer=recognizer)
        stage = Stage(runner, SileroVoiceActivity(threads), memory, as_json)
        scenes = [stage.play(line, hub) for line in PLAYS[language]]
        with household_of(HOUSEHOLDS[language], stage.speak, threads) as household:
            if not as_json:
                print_household(HOUSEHOLDS[language])
            hub = open_hub(home, log, grammar=grammar, recognizer=recognizer, identifier=household)
            asked = [stage.play(line, hub) for line in HOUSEHOLDS[language].lines]
    if as_json:
        typer.echo(
            json.dumps({**as_data(scenes), "household": [scene_data(scene) for scene in asked]}, ensure_ascii=False)
        )
    else:
        print_end(scenes)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where lines are spoken, and what came of them is shown."""

    runner: "asyncio.Runner"
    detector: "StreamingRecognizer"
    memory: "SpeechMemory"
    quiet: bool

    def speak(self, text: str, voice: str) -> "Speech":
        """The voice that says it, made now or kept from before."""
        preparing = not self.quiet and not self.memory.has(text, voice)
        with waiting(say("preparing the voice {voice} …", voice=voice), preparing):
            return self.memory.speak(text, voice)

    def play(self, line: Line, hub: "Hub") -> Scene:
        scene = Scene(line, perform(self.speak(line.text, line.voice), self.detector, hub, self.runner))
        if not self.quiet:
            print_scene(scene)
        return scene


def perform(speech: "Speech", detector: "StreamingRecognizer", hub: "Hub", runner: "asyncio.Runner") -> "list[Turn]":
    """The speech through voice activity, segmentation, recognition, grammar and devices."""
    from ogam.audio import utterances

    audio = speech.to_audio()
    return [
        runner.run(hub.hear(utterance, session=audio.source)) for utterance in utterances(as_heard(audio), detector)
    ]


def as_heard(audio: "Audio", seconds: float = 0.1) -> "Iterator[Audio]":
    """The sound chunk by chunk with silence around it, as from a microphone."""
    import numpy as np

    from ogam.core import SAMPLE_RATE, Audio

    around = (round(QUIET_BEFORE * SAMPLE_RATE), round(QUIET_AFTER * SAMPLE_RATE))
    whole = Audio(np.pad(audio.samples, around), 0.0, audio.source)
    for piece in range(int(whole.duration / seconds) + 1):
        yield whole.cut(piece * seconds, (piece + 1) * seconds)


def speech_memory() -> "SpeechMemory":
    """Speaks with the built-in synthesiser, which is loaded when first needed; what was said before is kept."""
    from ogam import models
    from ogam.synthesis import Synthesizer
    from ogam.synthesis.memory import SpeechMemory

    loaded: list[Synthesizer] = []

    def make(text: str, voice: str) -> "Speech":
        if not loaded:
            loaded.append(Synthesizer(voice, threads=os.cpu_count() or 1))
        return loaded[0].speak(text, voice=voice)

    return SpeechMemory(models.ogam_home() / "speech", make, models.model_card("kokoro-82m").label)


def fetch_models(language: str) -> None:
    """Have all weights that a play in a language needs, with a progress bar where they must be fetched."""
    from ogam import models

    with models.terminal_progress(told) as progress:
        for name in MODELS[language]:
            models.ensure(name, progress=progress)


def waiting(text: str, show: bool) -> AbstractContextManager[Any]:
    """A sign of life on a terminal."""
    if not show:
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(text)


def print_beginning() -> None:
    from ogam import __version__

    cores = os.cpu_count() or 1
    title = "Ogam {version} hears and understands, on this computer only ({cores} cores)."
    typer.secho(say(title, version=__version__, cores=cores), bold=True)
    typer.echo(say("The voices are synthesised: nobody was recorded. The home and its devices are simulated."))


def print_scene(scene: Scene) -> None:
    from ogam.cli.turns import turn_lines

    typer.echo()
    name = typer.style(f"▶ {scene.line.voice} ({say('synthesised')})", fg="cyan")
    typer.echo(f"{name}  {typer.style(f'“{scene.line.text}”', bold=True)}")
    if not scene.turns:
        typer.echo(f"   {say('no voice was heard')}")
    for turn in scene.turns:
        for text in turn_lines(turn):
            typer.echo(text)


def print_end(scenes: list[Scene]) -> None:
    from ogam.audio import EnergyVoiceActivity, Segmenter

    facts = summary(scenes)
    typer.echo()
    typer.secho(say(UNDERSTOOD, **facts), bold=True)
    silence = Segmenter(EnergyVoiceActivity()).silence
    typer.echo(say(QUICKNESS, milliseconds=facts["median_ms"], silence=silence))
    typer.echo()
    for what, command, note in ENDING:
        typer.echo(f"{wide(say(what), 19)} {typer.style(f'{command:<24}', fg='green')} {say(note)}")


def summary(scenes: list[Scene]) -> dict[str, Any]:
    """How many were understood and refused, and how long it took."""
    from statistics import median

    commands = [scene for scene in scenes if scene.line.intent is not None]
    others = [scene for scene in scenes if scene.line.intent is None]
    times = [turn.timings["total"] for scene in commands for turn in scene.turns if "total" in turn.timings]
    return {
        "commands": len(commands),
        "understood": sum(scene.right for scene in commands),
        "others": len(others),
        "refused": sum(scene.right for scene in others),
        "median_ms": round(median(times), 1) if times else 0.0,
    }


def as_data(scenes: list[Scene]) -> dict[str, Any]:
    """The play as JSON values."""
    from ogam import __version__

    return {
        "version": __version__,
        "cores": os.cpu_count(),
        "synthesised": True,
        "simulated": True,
        "scenes": [scene_data(scene) for scene in scenes],
        **summary(scenes),
    }


def scene_data(scene: Scene) -> dict[str, Any]:
    """A line and what came of it as JSON values."""
    from ogam.hub import turn_data

    return {
        "voice": scene.line.voice,
        "said": scene.line.text,
        "intent": scene.line.intent,
        "right": scene.right,
        "turns": [turn_data(turn) for turn in scene.turns],
    }
