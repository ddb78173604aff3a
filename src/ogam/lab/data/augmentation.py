"""Signals as they would be elsewhere: in a room, in noise, through another device. The same for the same seed."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, TypeVar

import numpy as np

from ogam.core import Audio, AudioError, Image, ImageError, OgamError, Signal
from ogam.lab.data.devices import LENSES, MICROPHONES, through_lens, through_microphone
from ogam.lab.data.levels import active_power, mean_power
from ogam.lab.data.rooms import ROOMS, in_room, room_response
from ogam.lab.noise import cut_excerpt, mix
from ogam.lab.outcomes import Condition

Ratio = Literal["active", "mean", "peak"]
"""What a signal-to-noise ratio is of. "active": the power of speech while somebody speaks (ITU-T P.56) to the mean
power of the noise; "mean": the mean power of the whole recording, silence and all, to it; "peak": the loudest frame to
the loudest, as Picovoice's benchmark has it (`ogam.lab.noise`)."""
Named = TypeVar("Named")


def augment(
    signal: Signal,
    condition: Condition,
    noises: Mapping[str, Audio],
    random: np.random.Generator,
    ratio: Ratio = "active",
) -> Signal:
    """A signal under a condition: first the room, then the noise, then the device. As it is under none.

    noises: by the names that conditions give. random: where the noise begins, who stands where (`generator_of`). Sound
    keeps its length and the direct sound its place; what would go beyond 1 is turned down as a whole, noise and all.
    Raises OgamError for a name that is not known, AudioError for silence in which no ratio can be set, and ImageError
    for a picture in noise or in a room.
    """
    if condition == Condition():
        return signal
    if isinstance(signal, Image):
        return _seen(signal, condition, random)
    heard = signal
    if condition.room:
        response = room_response(_known(ROOMS, condition.room, "room"), random)
        heard = replace(heard, samples=in_room(heard.samples, response))
    if condition.noise:
        heard = _in_noise(heard, condition, _known(noises, condition.noise, "noise"), random, ratio)
    heard = _turned_down(heard)
    if condition.device:
        microphone = _known(MICROPHONES, condition.device, "microphone")
        heard = replace(heard, samples=through_microphone(heard.samples, microphone))
    return heard


def generator_of(seed: int, item: str, condition: Condition) -> np.random.Generator:
    """Randomness of one item under one condition: the same whatever else is done in the run, and in which order."""
    digest = hashlib.sha256(f"{seed}\0{item}\0{condition}".encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:16], "big"))


def add_noise(speech: Audio, noise: Audio, snr_db: float, random: np.random.Generator, ratio: Ratio) -> Audio:
    """Speech and an excerpt of noise, from a random place, `snr_db` below it. Raises AudioError for silence."""
    if ratio == "peak":
        return mix(speech, noise, snr_db, random)
    excerpt = cut_excerpt(noise, len(speech.samples), random)
    power = active_power(speech) if ratio == "active" else mean_power(speech.samples)
    noise_power = mean_power(excerpt)
    for audio, found in ((speech, power), (noise, noise_power)):
        if found == 0.0:
            raise AudioError(f"{audio.source or 'audio'}: only silence, so no ratio of speech to noise can be set.")
    scale = np.sqrt(power / noise_power / 10 ** (snr_db / 10))
    return replace(speech, samples=(speech.samples + scale * excerpt).astype(np.float32))


def _in_noise(speech: Audio, condition: Condition, noise: Audio, random: np.random.Generator, ratio: Ratio) -> Audio:
    if condition.snr_db is None:
        raise OgamError(f"noise '{condition.noise}' needs a ratio to the speech. Say how many dB: snr_db.")
    return add_noise(speech, noise, condition.snr_db, random, ratio)


def _turned_down(audio: Audio) -> Audio:
    peak = float(np.abs(audio.samples).max(initial=0.0))
    return replace(audio, samples=audio.samples / np.float32(peak)) if peak > 1 else audio


def _seen(image: Image, condition: Condition, random: np.random.Generator) -> Image:
    if condition.noise or condition.room:
        raise ImageError(f"a picture has no noise and no room ({condition}). Name a device alone.")
    lens = _known(LENSES, condition.device, "camera")
    return replace(image, pixels=through_lens(image.pixels, lens, random))


def _known(table: Mapping[str, Named], name: str, kind: str) -> Named:
    if name not in table:
        known = ", ".join(sorted(table)) or "none"
        raise OgamError(f"there is no {kind} '{name}'. There are: {known}.")
    return table[name]
