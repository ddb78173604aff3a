"""Wake words: the word after which a microphone listens, by microWakeWord's small networks (the extra `wake`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ogam.audio.frames import Frames
from ogam.audio.whole import recognize_whole
from ogam.core import SAMPLE_RATE, Audio, ModelCard, ModelError, Observation, Signal

MODEL = "micro-wake-words"
STEP = 160
"""Samples of a step, 10 ms: the frames in which microWakeWord's features come."""
AGAIN = 1.0
"""Seconds for which a word must not have been heard, to be heard anew: probabilities go up and down within one word."""
LENGTH = 1.0
"""Seconds that a wake word is taken to last, for the start of its observation: the networks only say where it ends."""


@dataclass(frozen=True, slots=True)
class WakeWord:
    """A word to wake up at.

    name: as Wyoming and the settings name it ("okay_nabu"); phrase: as it is said ("Okay Nabu").
    file: the network, as .tflite. cutoff: mean probability of the last `window` steps of 30 ms from which on it counts.
    """

    name: str
    phrase: str
    languages: tuple[str, ...]
    file: Path
    cutoff: float
    window: int


class Spotter(Protocol):
    """Hears one wake word in one stream: probability of it, after each step of 160 samples; None between."""

    def accept(self, step: NDArray[np.float32]) -> float | None: ...


class MicroWakeWords:
    """Gives an observation of kind "wake" where a wake word ends: value its name, confidence its probability.

    Small networks for the words' own sounds (https://github.com/kahrendt/microWakeWord): about 2 % of a CPU core for
    each stream. The observation's `end` is when it was noticed, up to a quarter of a second after the word.
    words: those to listen for, of the catalogue or others (`read_wake_word`). Raises ModelError where what runs
    them is not installed.
    """

    def __init__(self, words: Sequence[WakeWord]) -> None:
        if find_spec("pymicro_wakeword") is None:
            raise ModelError("wake words need pymicro-wakeword. Install it: pip install 'ogam[wake]'.")
        self.words = tuple(words)

    @property
    def card(self) -> ModelCard:
        from ogam.models import model_card

        return model_card(MODEL)

    def open(self) -> "WakeSession":
        return WakeSession([(word.name, word.cutoff, _MicroSpotter(word)) for word in self.words], self.card)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return recognize_whole(self, signals)


class WakeSession:
    """Listens to one stream. A word is reported when it is noticed, and again once it has been gone for a second."""

    def __init__(self, spotters: Sequence[tuple[str, float, Spotter]], card: ModelCard) -> None:
        """spotters: for each word its name, and the probability from which on it counts."""
        self._spotters = spotters
        self._card = card
        self._frames = Frames(STEP)
        self._last: dict[str, float] = {}  # when each word was last heard, in seconds of the stream

    def accept(self, chunk: Audio) -> list[Observation]:
        return [found for step in self._frames.accept(chunk) for found in self._listen(step)]

    def finish(self) -> list[Observation]:
        self._frames.finish()
        return []

    def _listen(self, step: Audio) -> list[Observation]:
        found = []
        for name, cutoff, spotter in self._spotters:
            probability = spotter.accept(step.samples)
            if probability is None or probability <= cutoff:
                continue
            if step.end - self._last.get(name, -AGAIN) >= AGAIN:
                found.append(self._observe(name, probability, step))
            self._last[name] = step.end
        return found

    def _observe(self, name: str, probability: float, step: Audio) -> Observation:
        start = max(0.0, step.end - LENGTH)
        card = self._card
        return Observation("wake", name, probability, start, step.end, step.source, card.name, card.label)


class _MicroSpotter:
    """One network with its own features and memory."""

    def __init__(self, word: WakeWord) -> None:
        import pymicro_wakeword
        from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures

        library = next(Path(pymicro_wakeword.__file__).with_name("lib").glob("*tensorflowlite_c.*"), None)
        if library is None:
            raise ModelError(
                "pymicro-wakeword has no TensorFlow Lite for this computer; wake words can't be heard here."
            )
        self._features: Any = MicroWakeWordFeatures()
        self._network: Any = MicroWakeWord(
            word.name,
            wake_word=word.phrase,
            tflite_model=word.file,
            probability_cutoff=word.cutoff,
            sliding_window_size=word.window,
            trained_languages=list(word.languages),
            libtensorflowlite_c_path=library,
        )

    def accept(self, step: NDArray[np.float32]) -> float | None:
        pcm = (np.clip(np.nan_to_num(step), -1, 1) * 32767).astype("<i2").tobytes()
        last = None
        for features in self._features.process_streaming(pcm):
            last = self._network.process_streaming_prob(features)
        return last


class FakeWakeWords:
    """A stand-in that takes a tone for the wake word: for tests and examples, without weights.

    pitch: hertz; a step counts in which this tone has most of the energy. seconds: for how long it must be heard.
    """

    def __init__(self, name: str = "tone", pitch: float = 1000.0, seconds: float = 0.2) -> None:
        self.name = name
        self._pitch = pitch
        self._steps = round(seconds * SAMPLE_RATE / STEP)

    @property
    def card(self) -> ModelCard:
        return ModelCard("tone", "1", "wake word", licence="Apache-2.0", inputs="Audio")

    def open(self) -> WakeSession:
        return WakeSession([(self.name, 0.5, _ToneSpotter(self._pitch, self._steps))], self.card)

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self.open().accept(signal) if isinstance(signal, Audio) else [] for signal in signals]


class _ToneSpotter:
    def __init__(self, pitch: float, steps: int) -> None:
        self._wave = np.exp(-2j * np.pi * pitch * np.arange(STEP) / SAMPLE_RATE)
        self._needed = steps
        self._heard = 0

    def accept(self, step: NDArray[np.float32]) -> float | None:
        energy = float(np.square(step).sum()) * STEP / 2
        tone = float(np.abs(self._wave @ step) ** 2)
        self._heard = self._heard + 1 if energy > 1e-3 and tone > 0.8 * energy else 0
        return 1.0 if self._heard >= self._needed else 0.0


def wake_words(names: Sequence[str] = ()) -> list[WakeWord]:
    """Words of the catalogue by name, all of them without names. Their networks are fetched if need be.

    Raises ModelError for a name that the catalogue does not have.
    """
    from ogam.models import ensure

    folder = ensure(MODEL)
    known = {path.stem: path for path in sorted(folder.glob("*.json"))}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ModelError(f"no wake word is called '{unknown[0]}'. There are: {', '.join(known)}.")
    return [read_wake_word(known[name]) for name in names or known]


def read_wake_word(path: Path) -> WakeWord:
    """A word from the description that microWakeWord's training writes beside the network; its name is the file's.

    Raises ModelError where it cannot be used.
    """
    import json

    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        how = said["micro"]
        file = path.parent / said["model"]
        word = WakeWord(
            path.stem,
            str(said["wake_word"]),
            tuple(said.get("trained_languages", ())),
            file,
            float(how["probability_cutoff"]),
            int(how["sliding_window_size"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path}: no description of a wake word ({type(error).__name__}: {error}).") from error
    if not file.is_file():
        raise ModelError(f"{path}: the network {file.name} is not beside it.")
    return word
