"""`ogam people enroll NAME --voice mic --face camera`: what to say and where to look, with advice as it goes."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from ogam.cli.language import say, told
from ogam.cli.sources import CAMERA, MICROPHONE, is_live, pictures_of, sound_of

if TYPE_CHECKING:
    from ogam.biometrics import Embedder
    from ogam.biometrics.embeddings import Modality
    from ogam.biometrics.enrolment import Refusal, Sample
    from ogam.core import Audio

SENTENCES = (
    "When the sun comes up, the whole house smells of coffee and fresh bread.",
    "Please turn the lights down a little, and tell me what the weather will be like tomorrow.",
    "My grandmother kept five brown hens and a very old, very clever dog.",
)
"""To be read aloud: many sounds, and four seconds each."""
PAUSE = 1.0
"""Seconds of silence that end what is read: people stop at a comma."""
LIVE = {"voice": MICROPHONE, "face": CAMERA}


def is_guided(modality: "Modality", sources: Sequence[object] | None) -> bool:
    """Whether it is taken now, from the microphone or the camera; else from files."""
    return any(is_live(str(source), LIVE[modality]) for source in sources or ())


def guided(modality: "Modality", source: str, embedder: "Embedder") -> "tuple[list[Sample], list[Refusal]]":
    """Samples taken now, three of them if all goes well; and the last refusal, where it had to be given up."""
    return guided_voice(source, embedder) if modality == "voice" else guided_face(source, embedder)


def guided_voice(source: str, embedder: "Embedder") -> "tuple[list[Sample], list[Refusal]]":
    """Three sentences, read one after another; each until it is good enough."""
    from ogam.biometrics.guided import RECORDINGS, TRIES, take

    def ask(good: int) -> None:
        step = say("{number} of {all}", number=good + 1, all=RECORDINGS)
        tell(f"{step} · {say('Read aloud:')} {say(SENTENCES[good])}", bold=True)

    return collect(take(spoken_in(source), embedder, RECORDINGS, TRIES), RECORDINGS, ask)


def guided_face(source: str, embedder: "Embedder") -> "tuple[list[Sample], list[Refusal]]":
    """Three pictures, while the person looks into the camera."""
    from ogam.biometrics.guided import BETWEEN, LOOKS, PICTURES, take

    def ask(good: int) -> None:
        step = say("{number} of {all}", number=good + 1, all=PICTURES)
        tell(f"{step} · {say('Look into the camera, each time a little differently.')}", bold=True)

    return collect(take(pictures_of(source), embedder, PICTURES, LOOKS, BETWEEN), PICTURES, ask)


def spoken_in(source: str) -> "Iterator[Audio]":
    """The utterances of a microphone or of a file, as long as they are read."""
    from ogam import audio

    session = audio.Segmenter(audio.SileroVoiceActivity(), silence=PAUSE).open()
    for chunk in sound_of(source):
        yield from session.accept(chunk)
    yield from session.finish()


def collect(
    outcomes: "Iterator[Sample | Refusal]", wanted: int, ask: Callable[[int], None]
) -> "tuple[list[Sample], list[Refusal]]":
    """What was taken. What is wrong is told once, until something else is. ask: told how many are good before each."""
    from ogam.biometrics.enrolment import Sample

    samples: list[Sample] = []
    last: list[Refusal] = []
    ask(0)
    for outcome in outcomes:
        if isinstance(outcome, Sample):
            samples.append(outcome)
            last = []
            tell(f"   {say('Good.')}", fg="green")
            if len(samples) < wanted:
                ask(len(samples))
        else:
            if [outcome.reason] != [refusal.reason for refusal in last]:
                tell(f"   {told(outcome.reason)}", fg="yellow")
            last = [outcome]
    return samples, last if len(samples) < wanted else []


def tell(text: str, **style: Any) -> None:
    """To the person in front of the terminal, never into the output."""
    typer.secho(text, err=True, **style)
