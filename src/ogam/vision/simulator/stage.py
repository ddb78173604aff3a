"""What a simulated camera sends now, and how it fails: shared by its server's threads and whoever directs it."""

from collections.abc import Sequence
from io import BytesIO
from threading import Condition

import numpy as np
from PIL import Image as Pillow

from ogam.core import Image

QUALITY = 80


class Stage:
    """Encoded pictures, shown in turn, `rate` a second. Thread-safe."""

    def __init__(self, pictures: Sequence[bytes], rate: float) -> None:
        self._pictures, self.rate = list(pictures), rate
        self._changed = Condition()
        self._stalled = self._garbled = self._closed = False
        self._take = 0

    def show(self, pictures: Sequence[bytes]) -> None:
        """Others from now on."""
        with self._changed:
            self._pictures = list(pictures)

    def stall(self, stalled: bool) -> None:
        with self._changed:
            self._stalled = stalled
            self._changed.notify_all()

    def garble(self, garbled: bool) -> None:
        with self._changed:
            self._garbled = garbled

    def disconnect(self) -> None:
        """End all connections that there are; new ones are taken."""
        with self._changed:
            self._take += 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def take(self) -> int:
        """Changes with each `disconnect`."""
        return self._take

    def picture(self, number: int) -> bytes:
        """The picture in its turn, as it is sent."""
        with self._changed:
            data = self._pictures[number % len(self._pictures)]
            return bytes(np.random.default_rng(number).integers(0, 256, len(data), np.uint8)) if self._garbled else data

    def wait(self, seconds: float, take: int) -> bool:
        """Until the next picture is due, or for as long as it stalls. Whether to go on."""
        with self._changed:
            self._changed.wait_for(lambda: self._over(take), seconds)
            self._changed.wait_for(lambda: self._over(take) or not self._stalled)
            return not self._over(take)

    def _over(self, take: int) -> bool:
        return self._closed or take != self._take


def jpegs(images: Sequence[Image], quality: int = QUALITY) -> list[bytes]:
    """Pictures as baseline JPEGs with the standard's own tables, as cameras send them."""
    encoded = []
    for image in images:
        data = BytesIO()
        Pillow.fromarray(image.pixels).save(data, "jpeg", quality=quality, subsampling="4:2:0")
        encoded.append(data.getvalue())
    return encoded
