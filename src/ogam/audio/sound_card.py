"""sounddevice, the way to microphones and loudspeakers (the extra `microphone`)."""

from importlib.util import find_spec
from typing import Any

from ogam.core import AudioError


def sound_card() -> Any:
    """The module sounddevice. Raises AudioError, with what to install, if it or its library is missing."""
    if find_spec("sounddevice") is None:
        raise AudioError("microphones and loudspeakers need sounddevice. Install it: pip install 'ogam[microphone]'.")
    try:
        import sounddevice
    except OSError as error:
        raise AudioError(
            f"sounddevice finds no PortAudio ({error}). Install it (Debian, Ubuntu: apt install libportaudio2)."
        ) from None
    return sounddevice
