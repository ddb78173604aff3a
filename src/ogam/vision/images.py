"""Picture files: what Pillow reads, turned upright, as 8-bit RGB."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ogam.core import Image, ImageError

if TYPE_CHECKING:
    from PIL import Image as PillowImage

LONGEST = 2048
"""Pixels of the longer side that is kept: a face that can be recognised at all is large enough then."""
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF")
"""What is read; Pillow knows more, some of which starts other programs."""
LARGEST_FILE = 256 << 20
"""Bytes; more than an uncompressed picture of `MOST_PIXELS` takes."""
MOST_PIXELS = 64_000_000
"""That are unpacked: 256 MB at four bytes. Of JPEGs that can be unpacked at an eighth of their size, `MOST_SCALED`."""
MOST_SCALED = 178_000_000
_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I")
_BACKGROUND = (255, 255, 255, 255)
_HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


def read_image(path: str | Path, longest: int = LONGEST) -> Image:
    """A picture file as it is meant to be seen: turned as its EXIF data says, on white where it is transparent.

    longest: pixels of the longer side; what is larger is scaled down. Of an animation the first picture is read.
    Raises ImageError for what is no picture, empty, cut short, or too large to be read safely. Memory stays below
    a gigabyte, whatever the file says of itself.
    """
    path = Path(path)
    _check_file(path)
    with _opened(path, str(path), FORMATS) as file:
        return Image(_upright(file, str(path), longest), 0.0, str(path))


def read_jpeg(data: bytes, time: float = 0.0, source: str = "", longest: int = 640) -> Image:
    """A frame of a camera as a JPEG. longest: pixels of its longer side; what is larger is not taken.

    Raises ImageError for what is none, cut short, or larger.
    """
    name = source or "picture"
    with _opened(BytesIO(data), name, ("JPEG",)) as file:
        if max(file.size) > longest:
            raise ImageError(f"{name}: a frame is {longest} pixels wide and high at most. Send smaller ones.")
        return Image(_rgb(file), time, source)


def shrink_jpeg(data: bytes, source: str = "", longest: int = LONGEST) -> NDArray[np.uint8]:
    """A JPEG of any size, scaled down where its longer side is more than `longest`: uint8 (height, width, 3).

    Raises ImageError for what is none, cut short, or too large to be read safely.
    """
    name = source or "picture"
    with _opened(BytesIO(data), name, ("JPEG",)) as file:
        return _upright(file, name, longest)


def jpeg_grey(data: bytes, cells: int, source: str = "") -> tuple[NDArray[np.uint8], int, int]:
    """Only the brightness of a JPEG, at `cells` along its longer side or a few more; and its width and height.

    Unpacks an eighth of each side where that is enough: a tenth of the work. Raises ImageError as `shrink_jpeg` does.
    """
    name = source or "picture"
    with _opened(BytesIO(data), name, ("JPEG",)) as file:
        width, height = file.size
        _check_size(file, name)
        factor = max(1, max(width, height) // cells)
        file.draft("L", (max(1, width // factor), max(1, height // factor)))
        grey = file if file.mode == "L" else file.convert("L")
        rest = max(1, max(grey.size) // cells)
        return np.asarray(grey.reduce(rest) if rest > 1 else grey), width, height


def _check_file(path: Path) -> None:
    if not path.exists():
        raise ImageError(f"{path}: no such file. Check the name and the folder.")
    if path.is_dir():
        raise ImageError(f"{path}: a folder, not a picture. Name a file in it.")
    if not path.is_file():
        raise ImageError(f"{path}: not a file. Name a picture.")
    size = path.stat().st_size
    if size == 0:
        raise ImageError(f"{path}: an empty file. Take the picture again.")
    if size > LARGEST_FILE:
        raise ImageError(f"{path}: too large to be read safely. Scale it down first.")


@contextmanager
def _opened(file: Path | BytesIO, name: str, formats: tuple[str, ...]) -> "Iterator[PillowImage.Image]":
    """What Pillow raises becomes an ImageError. It raises all there is for what is damaged: no list would be whole."""
    from PIL import Image as Pillow
    from PIL import UnidentifiedImageError

    try:
        with Pillow.open(file, formats=formats) as picture:
            yield picture
    except ImageError:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning, MemoryError):
        raise ImageError(f"{name}: too many pixels to be read safely. Scale it down first.") from None
    except Exception as error:  # noqa: BLE001 (see above)
        if isinstance(file, BytesIO):
            raise ImageError(f"{name}: a frame that is no JPEG, or cut short. Take it again.") from None
        if isinstance(error, UnidentifiedImageError):
            raise ImageError(_unknown(file, name)) from None
        raise ImageError(f"{name}: cut short or damaged ({error}). Copy it or take it again.") from None


def _unknown(file: Path, name: str) -> str:
    """What to say of a file that is no picture, as far as its first bytes tell."""
    with file.open("rb") as opened:
        start = opened.read(12)
    if start[4:8] == b"ftyp" and start[8:] in _HEIF_BRANDS:
        return f"{name}: HEIC pictures cannot be read. Save it as JPEG, or set the phone to take those."
    return f"{name}: not a picture that can be read. Give jpeg, png, webp, bmp, gif or tiff."


def _check_size(file: "PillowImage.Image", name: str) -> None:
    """Before anything is unpacked. A progressive JPEG is held whole, at whatever size it is asked for."""
    scaled = file.format in ("JPEG", "MPO") and not file.info.get("progressive")
    if file.width * file.height > (MOST_SCALED if scaled else MOST_PIXELS):
        raise ImageError(f"{name}: too many pixels to be read safely. Scale it down first.")


def _upright(file: "PillowImage.Image", name: str, longest: int) -> NDArray[np.uint8]:
    """Scaled first, so that only small pictures are turned and converted."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    _check_size(file, name)
    file.draft("RGB", (longest, longest))
    file.thumbnail((longest, longest), Pillow.Resampling.BOX)
    return _rgb(ImageOps.exif_transpose(file))


def _rgb(picture: "PillowImage.Image") -> NDArray[np.uint8]:
    """8-bit RGB of every mode that Pillow knows, shape (height, width, 3)."""
    from PIL import Image as Pillow

    if picture.mode in _SIXTEEN_BITS:
        grey = np.clip(np.asarray(picture, np.int64) >> 8, 0, 255).astype(np.uint8)
        return np.repeat(grey[:, :, None], 3, axis=2)
    if picture.mode == "F":
        raise ValueError("its pixels are real numbers without a range")
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        opaque = picture.convert("RGBA")
        picture = Pillow.alpha_composite(Pillow.new("RGBA", opaque.size, _BACKGROUND), opaque)
    return np.array(picture.convert("RGB"))
