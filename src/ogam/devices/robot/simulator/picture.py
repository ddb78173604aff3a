"""The simulated world, drawn: walls, what stands about, places, and the way that the robot went."""

from collections.abc import Mapping

from PIL import Image, ImageDraw

from ogam.devices.robot.messages import Pose
from ogam.devices.robot.simulator.body import Body
from ogam.devices.robot.simulator.world import CELL, DOCK, Point

PIXELS = 96
"""Of a metre."""
_FLOOR, _WALL, _WAY, _ROBOT, _PLACE, _DOCK = "#f6f3ee", "#4a4f57", "#2f6fde", "#1b3f86", "#c2541b", "#2c8a57"


def draw(body: Body, places: Mapping[str, Pose]) -> Image.Image:
    """A picture of the world, the robot where it is, its trail behind it."""
    world = body.world
    width, height = (round(cells * CELL * PIXELS) for cells in (world.width, world.height))
    image = Image.new("RGB", (width, height), _FLOOR)
    pen = ImageDraw.Draw(image)

    def at(point: Point) -> Point:
        return point[0] * PIXELS, height - point[1] * PIXELS

    for column, row in world.blocked:
        left, bottom = at((column * CELL, row * CELL))
        pen.rectangle((left, bottom - CELL * PIXELS, left + CELL * PIXELS, bottom), fill=_WALL)
    for name, (x, y, _) in places.items():
        _spot(pen, at((x, y)), 7, _PLACE)
        pen.text((at((x, y))[0] + 11, at((x, y))[1] - 9), name, fill=_PLACE, font_size=18)
    _spot(pen, at(DOCK[:2]), 9, _DOCK)
    if len(body.trail) > 1:
        pen.line([at(point) for point in body.trail], fill=_WAY, width=5, joint="curve")
    _spot(pen, at(body.pose[:2]), 15, _ROBOT)
    return image


def _spot(pen: ImageDraw.ImageDraw, middle: Point, radius: float, colour: str) -> None:
    x, y = middle
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
