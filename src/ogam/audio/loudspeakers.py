"""The loudspeaker, by sounddevice (the extra `microphone`)."""

import numpy as np
from numpy.typing import NDArray

from ogam.audio.sound_card import sound_card
from ogam.core import AudioError


def play(samples: NDArray[np.float32], sample_rate: int) -> None:
    """Play mono samples on the default loudspeaker and return when they have been heard.

    Raises AudioError if sounddevice or a loudspeaker is missing.
    """
    sounddevice = sound_card()
    try:
        sounddevice.play(samples, sample_rate, blocking=True)
    except (sounddevice.PortAudioError, ValueError) as error:
        raise AudioError(f"no loudspeaker can be used ({error}). Plug one in, or write a file instead.") from None
