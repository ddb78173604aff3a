"""`ogam demo`: a small play. Synthesised voices speak to a simulated home, through the whole path."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from ogam.cli.language import say, spoken, told, wide

if TYPE_CHECKING:
    import asyncio

    from ogam.core import Audio, StreamingRecognizer
    from ogam.hub import Hub, Turn
    from ogam.synthesis import Speech
    from ogam.synthesis.memory import SpeechMemory

MODELS = {
    "en": ("moonshine-tiny-en", "silero-vad", "kokoro-82m", "pronunciations-en"),
    "ko": ("whisper-base", "silero-vad", "kokoro-82m"),
}
QUIET_BEFORE, QUIET_AFTER = 0.5, 1.0
"""Seconds of silence around each sentence, as a microphone would hear them."""


class Line(NamedTuple):
    """What a voice says, and the intent that is meant; None for what is none of the home's."""

    voice: str
    text: str
    intent: str | None


ENGLISH_PLAY = (
    Line("af_heart", "turn on the kitchen lights", "HassTurnOn"),
    Line("am_michael", "set the thermostat to 22 degrees", "HassClimateSetTemperature"),
    Line("bf_emma", "make the bedside lamp blue", "HassLightSet"),
    Line("bm_george", "set the brightness of the floor lamp to 30 percent", "HassLightSet"),
    Line("af_bella", "open the left curtain", "HassTurnOn"),
    Line("am_puck", "what is the outdoor temperature", "HassGetState"),
    Line("bf_isabella", "is the bathroom window open", "HassGetState"),
    Line("am_fenrir", "I read a lovely book about whales yesterday", None),
    Line("af_heart", "add oat milk to my shopping list", "HassListAddItem"),
    Line("bm_fable", "start the robot vacuum", "HassVacuumStart"),
    Line("am_michael", "set a timer for ten minutes", "HassStartTimer"),
    Line("bf_emma", "lock the front door", "HassTurnOn"),
    Line("am_puck", "turn off all the lights", "HassTurnOff"),
)

KOREAN_PLAY = (
    Line("hf_alpha", "주방 불 켜 주세요", "HassTurnOn"),
    Line("jm_kumo", "에어컨 온도를 이십사 도로 맞춰 줘", "HassClimateSetTemperature"),
    Line("hf_beta", "무드등 파란색으로 바꿔 줘", "HassLightSet"),
    Line("jf_alpha", "커튼 열어 줘", "HassTurnOn"),
    Line("hf_alpha", "현관문 잠겨 있어", "HassGetState"),
    Line("jm_kumo", "안방 온도 알려 줘", "HassClimateGetTemperature"),
    Line("hf_beta", "어제 고래에 대한 재미있는 책을 읽었어", None),
    Line("hf_alpha", "장보기 목록에 우유 추가해 줘", "HassListAddItem"),
    Line("jf_alpha", "로봇청소기 청소 시작해 줘", "HassVacuumStart"),
    Line("jm_kumo", "십 분 타이머 설정해 줘", "HassStartTimer"),
    Line("hf_alpha", "텔레비전 볼륨 좀 줄여 줘", "HassSetVolumeRelative"),
    Line("hf_beta", "영화 모드 켜 줘", "HassTurnOn"),
    Line("hf_alpha", "불 다 꺼 줘", "HassTurnOff"),
)
"""In Hindi and Japanese voices: Kokoro has no Korean ones."""

UNDERSTOOD = (
    "{understood} of {commands} commands understood, "
    "{refused} of {others} sentences that are none of this home's refused."
)
QUICKNESS = (
    "From the end of an utterance to the deed: {milliseconds:.0f} ms (median). "
    "That it has ended is noticed after {silence:g} s of silence."
)
ENDING = (
    ("Speak yourself", "ogam hear mic", "needs: pip install 'ogam[microphone]'"),
    ("Use recordings", "ogam hear command.wav", "wav, flac, mp3 or ogg"),
    ("Describe your home", "ogam home init", "then everything above is about your rooms and devices"),
)


PLAYS = {"en": ENGLISH_PLAY, "ko": KOREAN_PLAY}


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

    from ogam.audio import SileroVoiceActivity
    from ogam.home import example_home
    from ogam.hub import EventLog, open_hub

    if not as_json:
        print_beginning()
    language = spoken()
    fetch_models(language)
    with EventLog(None) as log, asyncio.Runner() as runner:
        hub = open_hub(example_home(language), log, threads=threads)
        detector, memory = SileroVoiceActivity(threads), speech_memory()
        scenes = []
        for line in PLAYS[language]:
            with waiting(
                say("preparing the voice {voice} …", voice=line.voice),
                not as_json and not memory.has(line.text, line.voice),
            ):
                speech = memory.speak(line.text, line.voice)
            scenes.append(Scene(line, perform(speech, detector, hub, runner)))
            if not as_json:
                print_scene(scenes[-1])
    if as_json:
        typer.echo(json.dumps(as_data(scenes), ensure_ascii=False))
    else:
        print_end(scenes)


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
    from ogam.hub import turn_data

    return {
        "version": __version__,
        "cores": os.cpu_count(),
        "synthesised": True,
        "simulated": True,
        "scenes": [
            {
                "voice": scene.line.voice,
                "said": scene.line.text,
                "intent": scene.line.intent,
                "right": scene.right,
                "turns": [turn_data(turn) for turn in scene.turns],
            }
            for scene in scenes
        ],
        **summary(scenes),
    }
