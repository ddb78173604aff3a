"""Draws the app's PNG icons: the five bars of icons/ogam.svg, for five senses. Run it after a change of the drawing."""

from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).parents[3] / "src" / "ogam" / "server" / "web" / "icons"
GROUND, BARS = "#17695a", "#ffffff"
HEIGHTS = (80, 168, 264, 168, 80)
"""Of the bars, in a drawing of 512; each is 40 wide, and 60 further right than the one before."""
OVERSAMPLED = 4


def draw(size: int) -> Image.Image:
    """The icon, filled to its edges: systems cut it round or square as they like."""
    canvas = Image.new("RGB", (512 * OVERSAMPLED, 512 * OVERSAMPLED), GROUND)
    pen = ImageDraw.Draw(canvas)
    for place, height in enumerate(HEIGHTS):
        left, top = 116 + 60 * place, 256 - height / 2
        box = [side * OVERSAMPLED for side in (left, top, left + 40, top + height)]
        pen.rounded_rectangle(box, radius=20 * OVERSAMPLED, fill=BARS)
    return canvas.resize((size, size), Image.Resampling.LANCZOS).quantize(32)


if __name__ == "__main__":
    for size in (192, 512):
        draw(size).save(ICONS / f"ogam-{size}.png", optimize=True)
