"""A sound file that is read forward only."""

from soundfile import SoundFile


class ForwardSoundFile(SoundFile):  # type: ignore[misc]
    """soundfile's own `read` seeks after each block, which garbles mp3 (its frames lean on the ones before)."""

    def seekable(self) -> bool:
        return False
