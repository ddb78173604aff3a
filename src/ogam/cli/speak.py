"""`ogam speak`: a text aloud, or into a sound file, by the built-in synthesiser."""

from pathlib import Path
from typing import Annotated

import typer


def speak(
    text: Annotated[str, typer.Argument(help="What to say, in English or Korean.")],
    voice: Annotated[str, typer.Option("--voice", help="Whose voice; `list` shows them.", metavar="NAME")] = "",
    speed: Annotated[float, typer.Option("--speed", help="0.5 to 2; 1 is natural.")] = 1.0,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write this wav file instead of playing.", metavar="FILE")
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of inference.")] = 1,
) -> None:
    """Say a text aloud, or write it to a sound file. The voice is synthesised, and this says so.

    Texts with Hangul are said in Korean, with an accent; `--lang ko` says digits and letters so too.
    """
    from ogam.audio.loudspeakers import play
    from ogam.cli.language import asked_language, say
    from ogam.synthesis import Synthesizer, voices

    if voice == "list":
        typer.echo("\n".join(voices()))
        return
    if out is None:
        check_loudspeaker()
    fetch_voice()
    speech = Synthesizer(voice, threads).speak(text, speed, language=asked_language())
    facts = {"seconds": speech.duration, "voice": speech.voice}
    if out is None:
        typer.echo(say("Playing {seconds:.1f} s in the synthesised voice {voice}.", **facts), err=True)
        play(speech.samples, speech.sample_rate)
    else:
        speech.write(out)
        typer.echo(say("{path}: {seconds:.1f} s in the synthesised voice {voice}", path=out, **facts))


def check_loudspeaker() -> None:
    """Say at once what is missing to play a sound, not after the work."""
    from ogam.audio.sound_card import sound_card
    from ogam.core import AudioError

    try:
        sound_card()
    except AudioError as error:
        raise AudioError(f"{error} Or write a file: --out speech.wav") from None


def fetch_voice() -> None:
    """Have the synthesiser's weights, with a progress bar where they must be fetched."""
    from ogam import models
    from ogam.cli.language import told

    with models.terminal_progress(told) as progress:
        for name in ("kokoro-82m", "pronunciations-en"):
            models.ensure(name, progress=progress)
