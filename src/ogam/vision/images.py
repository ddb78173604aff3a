"""Picture files: what Pillow reads, turned upright, as 8-bit RGB."""

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
_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I")
_BACKGROUND = (255, 255, 255, 255)


def read_image(path: str | Path, longest: int = LONGEST) -> Image:
    """A picture file as it is meant to be seen: turned as its EXIF data says, on white where it is transparent.

    longest: pixels of the longer side; what is larger is scaled down. Of an animation the first picture is read.
    Raises ImageError for what is no picture, empty, cut short, or too large to be read safely.
    """
    from PIL import Image as Pillow
    from PIL import ImageOps, UnidentifiedImageError

    path = Path(path)
    _check_file(path)
    try:
        with Pillow.open(path) as file:
            file.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(file)
            upright.thumbnail((longest, longest), Pillow.Resampling.BOX)
            return Image(_rgb(upright), 0.0, str(path))
    except UnidentifiedImageError:
        raise ImageError(f"{path}: not a picture that can be read. Give jpeg, png, webp, bmp, gif or tiff.") from None
    except Pillow.DecompressionBombError:
        raise ImageError(f"{path}: too many pixels to be read safely. Scale it down first.") from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # Pillow's readers raise all of these for damage
        raise ImageError(f"{path}: cut short or damaged ({error}). Copy it or take it again.") from None


def read_jpeg(data: bytes, time: float = 0.0, source: str = "", longest: int = 640) -> Image:
    """A frame of a camera as a JPEG. longest: pixels of its longer side; what is larger is not taken.

    Raises ImageError for what is none, cut short, or larger.
    """
    from PIL import Image as Pillow

    name = source or "picture"
    try:
        with Pillow.open(BytesIO(data), formats=("JPEG",)) as file:
            if max(file.size) > longest:
                raise ImageError(f"{name}: a frame is {longest} pixels wide and high at most. Send smaller ones.")
            return Image(_rgb(file), time, source)
    except (OSError, SyntaxError, ValueError, EOFError, Pillow.DecompressionBombError):
        raise ImageError(f"{name}: a frame that is no JPEG, or cut short. Take it again.") from None


def _check_file(path: Path) -> None:
    if not path.exists():
        raise ImageError(f"{path}: no such file. Check the name and the folder.")
    if path.is_dir():
        raise ImageError(f"{path}: a folder, not a picture. Name a file in it.")
    if path.stat().st_size == 0:
        raise ImageError(f"{path}: an empty file. Take the picture again.")


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
