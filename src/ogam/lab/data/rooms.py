"""Rooms: what a microphone some way off hears of a voice, by the image-source method.

Allen and Berkley, "Image method for efficiently simulating small-room acoustics", JASA 65 (1979). Images are moved by
up to 8 cm at random, against the sweeping echoes of rooms that are exactly rectangular (De Sena et al., "On the
modeling of rectangular geometries in room acoustic simulations", IEEE/ACM TASLP 23, 2015).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ogam.core import SAMPLE_RATE
from ogam.lab.data.devices import keep_band

Vector = NDArray[np.float64]

SPEED_OF_SOUND = 343.0
FINER = 4
"""Images are placed on a grid so much finer than the samples, so that each is right to an eighth of one."""
LEAD = 32
"""Samples before the direct sound, in which the resampler's filter swings in."""
JITTER = 0.08
WALL = 0.4
"""Metres that nobody and nothing comes nearer to a wall."""
TRIES = 100
LOWEST = 60.0
"""Hertz below which nothing is kept: all images have one sign, and add up to a drone there."""


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangular room. size: length, width, height in metres; reverberation: seconds until a sound is 60 dB down
    (T60); distance: between voice and microphone, at least and at most, in metres."""

    size: tuple[float, float, float]
    reverberation: float
    distance: tuple[float, float]


ROOMS: Mapping[str, Room] = {
    "bedroom": Room((4.0, 3.2, 2.4), 0.3, (0.5, 2.0)),
    "living room": Room((5.5, 4.2, 2.5), 0.45, (1.0, 3.5)),
    "kitchen": Room((4.0, 3.0, 2.5), 0.6, (0.7, 2.5)),
    "bathroom": Room((2.6, 2.2, 2.4), 0.8, (0.5, 1.2)),
}
"""Made up, of usual sizes; T60 as homes have it (0.3 to 0.8 s)."""


def room_response(room: Room, random: np.random.Generator) -> NDArray[np.float32]:
    """The impulse response between two places of a room that are drawn, at 16 kHz.

    The direct sound has height 1 and lies at sample `LEAD`. All walls swallow alike, as much as gives the T60 by
    Sabine's formula: it then lasts up to a fifth longer, because sound is not the same everywhere in such a room.
    """
    import soxr

    voice, microphone = _places(room, random)
    reflection = math.sqrt(1 - _absorption(room))
    nearest = float(np.linalg.norm(voice - microphone))
    fine = np.zeros(round((room.reverberation * SAMPLE_RATE + LEAD) * FINER))
    across = [_images(voice[axis], room.size[axis], room.reverberation) for axis in range(3)]
    (y, y_bounces), (z, z_bounces) = across[1], across[2]
    for x, x_bounces in zip(*across[0], strict=True):
        bounces = x_bounces + y_bounces[:, None] + z_bounces[None, :]
        moved = (bounces > 0) * random.uniform(-JITTER, JITTER, (3, *bounces.shape))
        away = (
            (x + moved[0] - microphone[0]) ** 2
            + (y[:, None] + moved[1] - microphone[1]) ** 2
            + (z[None, :] + moved[2] - microphone[2]) ** 2
        )
        distance = np.maximum(np.sqrt(away), nearest)
        place = LEAD * FINER + np.rint((distance - nearest) / SPEED_OF_SOUND * SAMPLE_RATE * FINER).astype(np.int64)
        heard = place < len(fine)
        loudness = reflection ** bounces[heard] * nearest / distance[heard]
        fine += np.bincount(place[heard], loudness, len(fine))
    response = soxr.resample(fine, SAMPLE_RATE * FINER, SAMPLE_RATE) * FINER
    return keep_band(response.astype(np.float32), LOWEST, SAMPLE_RATE / 2)


def in_room(samples: NDArray[np.float32], response: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sound as it is heard in a room: as long as it was, and with the direct sound where it was."""
    length = len(samples) + len(response) - 1
    size = 1 << (length - 1).bit_length()
    heard = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(response, size), size)
    return heard[LEAD : LEAD + len(samples)].astype(np.float32)


def _absorption(room: Room) -> float:
    """Share of a sound's energy that each wall swallows, by Sabine (1900)."""
    length, width, height = room.size
    surface = 2 * (length * width + width * height + length * height)
    return 24 * math.log(10) / SPEED_OF_SOUND * length * width * height / (surface * room.reverberation)


def _places(room: Room, random: np.random.Generator) -> tuple[Vector, Vector]:
    """Where the voice and the microphone are; as far from each other as the room says, if that can be drawn."""
    size = np.array(room.size)
    for _ in range(TRIES):
        voice, microphone = (random.uniform(WALL, size - WALL) for _ in range(2))
        away = (microphone - voice) / np.linalg.norm(microphone - voice)
        microphone = voice + away * random.uniform(*room.distance)
        if np.all(microphone > WALL) and np.all(microphone < size - WALL):
            return voice, microphone
    raise ValueError(f"a room of {room.size} m has no two places {room.distance} m apart")


def _images(place: float, length: float, seconds: float) -> tuple[Vector, NDArray[np.int64]]:
    """Along one axis: where the images are that are heard in time, and how often each was thrown back."""
    most = math.ceil(seconds * SPEED_OF_SOUND / (2 * length)) + 1
    order = np.arange(-most, most + 1)
    direct, mirrored = place + 2 * order * length, -place + 2 * order * length
    return np.concatenate([direct, mirrored]), np.concatenate([np.abs(2 * order), np.abs(2 * order - 1)])
