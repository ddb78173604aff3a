"""Pictures of hands that are drawn, for labelled sets: the skin of a mesh over the bones of `vision.hand_kinematics`.

The mesh is the generic hand of the WebXR Input Profiles (MIT), which `ogam models pull hand-mesh` gets. Its skin has no
picture on it: colour, light, nails, noise and a sleeve are drawn here. Drawn hands are not photographed ones.
"""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.core import ModelError
from ogam.models import ensure
from ogam.vision.hand_kinematics import HandShape, landmarks_of, posed, skeleton

Floats = NDArray[np.float64]
TO_PICTURE = np.array([[0.0, 0, -1], [0, 1, 0], [1, 0, 0]])
"""From the mesh's axes to the picture's, seen from the palm."""
FINER = 2
"""Drawn so many times larger, and then averaged: smooth edges."""
NAILS = (4, 9, 14, 19, 24)
_TYPES = {5126: np.float32, 5121: np.uint8, 5123: np.uint16}
_NUMBERS = {"VEC2": 2, "VEC3": 3, "VEC4": 4, "SCALAR": 1, "MAT4": 16}


@dataclass(frozen=True, slots=True, eq=False)
class HandMesh:
    """A skin in millimetres from the wrist. places, normals: shape (n, 3); triangles: (m, 3); weights: (n, 25), how far
    each joint carries each place; back: (n,), 1 on the hand's back, -1 in the palm; nails: (n,), 0 to 1."""

    places: Floats
    normals: Floats
    triangles: NDArray[np.int64]
    weights: Floats
    back: Floats
    nails: Floats


@dataclass(frozen=True, slots=True, eq=False)
class HandLook:
    """How a drawn hand looks. skin, sleeve: RGB 0 to 1; bare: length of the forearm without a sleeve, in millimetres;
    light: unit vector to the lamp, (3,), in the picture's axes; ambient: share of the light that comes from all over;
    grain: of the skin, 0 to 0.1."""

    skin: Floats
    sleeve: Floats
    bare: float
    light: Floats
    ambient: float
    grain: float


@dataclass(frozen=True, slots=True, eq=False)
class HandView:
    """Where a drawn hand is. turn: (3, 3) rotation about the wrist; forearm: unit vector from the wrist to the elbow;
    middle: of the hand in the picture, in pixels; size: pixels of 100 mm; distance: of the camera, in millimetres;
    mirrored: a left hand."""

    turn: Floats
    forearm: Floats
    middle: tuple[float, float]
    size: float
    distance: float = 700.0
    mirrored: bool = False


def load_mesh() -> HandMesh:
    """The mesh, from the store of weights. Raises ModelError if it cannot be had or is not what it was."""
    return read_mesh(ensure("hand-mesh") / "right.glb")


def read_mesh(path: Path) -> HandMesh:
    """A glTF binary with one skinned mesh. Raises ModelError if it is none."""
    try:
        data = path.read_bytes()
        (length,) = struct.unpack("<I", data[12:16])
        document = json.loads(data[20 : 20 + length])
        arrays = [_array(document, accessor, data[28 + length :]) for accessor in document["accessors"]]
        places, normals, _, joints, shares, triangles, inverses = arrays
    except (OSError, ValueError, KeyError, IndexError, struct.error) as error:
        raise ModelError(f"{path}: not a mesh of a hand ({error}). Try: ogam models verify") from error
    weights = np.zeros((len(places), 25))
    for column in range(4):  # a joint may be named twice, with a share of 0
        share = shares[:, column] > 0
        weights[share, joints[share, column].astype(np.int64)] = shares[share, column]
    wrist = np.linalg.inv(inverses[0].reshape(4, 4).T.astype(np.float64))[:3, 3]
    skin = (places - wrist) @ TO_PICTURE.T * 1000
    outwards = normals @ TO_PICTURE.T
    rest = skeleton()
    back = np.clip(np.einsum("ij,ij->i", outwards, weights @ rest.back) * 1.5, -1, 1)
    return _finer(HandMesh(skin, outwards, triangles.reshape(-1, 3).astype(np.int64), weights, back, _nails(skin)))


def joints_seen(shape: HandShape, view: HandView) -> Floats:
    """Where the 21 joints are in the picture, shape (21, 3): x and y in pixels, z in the same scale from the wrist."""
    places, _ = posed(shape, view.turn)
    flat, depth = _projected(landmarks_of(places), landmarks_of(places), view)
    return np.column_stack([flat, (depth - depth[0]) * view.size / 100])


def draw_hand(
    background: NDArray[np.uint8],
    mesh: HandMesh,
    shape: HandShape,
    view: HandView,
    look: HandLook,
    random: np.random.Generator,
) -> NDArray[np.uint8]:
    """A hand before a background, (height, width, 3); nothing else of the picture changes."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    skin, normals = _moved(mesh, shape, view)
    arm, arm_normals, arm_triangles, arm_colours = _arm(view, look)
    colours = np.concatenate([_colours(mesh, look, random), arm_colours])
    points = np.concatenate([skin, arm])
    outwards = np.concatenate([normals, arm_normals])
    triangles = np.concatenate([mesh.triangles, arm_triangles + len(skin)])
    flat, depth = _projected(points, landmarks_of(posed(shape, view.turn)[0]), view)
    shade = _shaded(outwards * ((-1, 1, 1) if view.mirrored else (1, 1, 1)), look)
    shade[: len(skin)] *= 1 - 0.55 * _hidden(skin, normals)
    height, width = background.shape[:2]
    left, top = np.clip(np.floor(flat.min(axis=0)), 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(np.ceil(flat.max(axis=0)) + 1, (left + 1, top + 1), (width, height)).astype(int)
    canvas = Pillow.new("RGBA", ((right - left) * FINER, (bottom - top) * FINER), (0, 0, 0, 0))
    pen = ImageDraw.Draw(canvas)
    corners = (flat - (left, top))[triangles] * FINER
    (x, y), (u, v) = (corners[:, 1] - corners[:, 0]).T, (corners[:, 2] - corners[:, 0]).T
    area = x * v - y * u
    seen = np.flatnonzero(area < 0 if not view.mirrored else area > 0)
    tints = (np.clip((colours * shade[:, None])[triangles].mean(axis=1), 0, 1) * 255).astype(int)
    drawn = [list(map(tuple, triangle)) for triangle in corners.tolist()]
    fills = [(*tint, 255) for tint in tints.tolist()]
    for one in seen[np.argsort(-depth[triangles[seen]].mean(axis=1))]:
        pen.polygon(drawn[one], fill=fills[one])
    small = canvas.resize((right - left, bottom - top), Pillow.Resampling.BOX)
    picture = Pillow.fromarray(background).convert("RGBA")
    picture.alpha_composite(small, (left, top))
    return np.asarray(picture.convert("RGB"))


def _array(document: dict[str, Any], accessor: dict[str, Any], data: bytes) -> NDArray[Any]:
    view = document["bufferViews"][accessor["bufferView"]]
    start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
    count, numbers = accessor["count"], _NUMBERS[accessor["type"]]
    return np.frombuffer(data, _TYPES[accessor["componentType"]], count * numbers, start).reshape(count, numbers)


def _nails(skin: Floats) -> Floats:
    """Near the tips of the fingers, on their back."""
    rest = skeleton()
    nails = np.zeros(len(skin))
    for tip in NAILS:
        middle = rest.places[tip] + rest.back[tip] * 4 - (rest.places[tip] - rest.places[tip - 1]) * 0.1
        away = skin - middle
        up = away @ rest.back[tip]
        nails = np.maximum(nails, np.clip(1.6 - np.linalg.norm(away, axis=1) / 6, 0, 1) * (up > 0))
    return nails


def _finer(mesh: HandMesh) -> HandMesh:
    """Each triangle cut into four, so that flat ones look round."""
    edges: dict[tuple[int, int], int] = {}
    pairs: list[tuple[int, int]] = []

    def middle(one: int, other: int) -> int:
        key = (min(one, other), max(one, other))
        if key not in edges:
            edges[key] = len(mesh.places) + len(pairs)
            pairs.append(key)
        return edges[key]

    triangles = []
    for a, b, c in mesh.triangles.tolist():
        ab, bc, ca = middle(a, b), middle(b, c), middle(c, a)
        triangles += [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    halves = np.array(pairs)

    def more(values: Floats) -> Floats:
        return np.concatenate([values, values[halves].mean(axis=1)])

    return HandMesh(
        more(mesh.places),
        more(mesh.normals),
        np.array(triangles),
        more(mesh.weights),
        more(mesh.back),
        more(mesh.nails),
    )


def _moved(mesh: HandMesh, shape: HandShape, view: HandView) -> tuple[Floats, Floats]:
    """Linear blend skinning: each place goes where its joints carry it."""
    places, turns = posed(shape, view.turn)
    rest = skeleton().places
    skin, normals = np.zeros_like(mesh.places), np.zeros_like(mesh.normals)
    for joint in range(25):
        share = mesh.weights[:, [joint]]
        skin += share * ((mesh.places - rest[joint]) @ turns[joint].T + places[joint])
        normals += share * (mesh.normals @ turns[joint].T)
    return skin, normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)


def _arm(view: HandView, look: HandLook) -> tuple[Floats, Floats, NDArray[np.int64], Floats]:
    """A forearm from the wrist on, then its sleeve: rings of places, joined by triangles."""
    along = view.forearm / np.linalg.norm(view.forearm)
    wide = view.turn @ np.array([1.0, 0, 0])
    wide = wide - along * (wide @ along)
    wide /= max(float(np.linalg.norm(wide)), 1e-9)
    deep = np.cross(along, wide)
    start = view.turn @ np.array([2.0, -12.0, 0.0])
    lengths = np.array([0.0, 20, 45, look.bare, look.bare + 0.1, look.bare + 60, 300])
    lengths = np.maximum.accumulate(lengths)
    bare = np.arange(7) <= 3
    widths = np.where(bare, 27 + lengths * 0.05, 36 + lengths * 0.04)
    depths = np.where(bare, 20 + lengths * 0.06, 30 + lengths * 0.05)
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    ring = np.cos(around)[:, None] * wide, np.sin(around)[:, None] * deep
    places = np.concatenate(
        [start + along * far + ring[0] * w + ring[1] * d for far, w, d in zip(lengths, widths, depths, strict=True)]
    )
    normals = np.tile((ring[0] + ring[1]), (7, 1))
    triangles = []
    for step in range(6):
        for at in range(20):
            a, b = step * 20 + at, step * 20 + (at + 1) % 20
            triangles += [(a, b, a + 20), (b, b + 20, a + 20)]
    colours = np.repeat(np.where(bare[:, None], look.skin, look.sleeve), 20, axis=0)
    return places, normals, np.array(triangles), colours


def _projected(points: Floats, joints: Floats, view: HandView) -> tuple[Floats, Floats]:
    """In pixels, with perspective; the middle of the joints comes to lie at the view's middle. And the depths."""
    side = -1.0 if view.mirrored else 1.0
    centre = joints.mean(axis=0)
    away = points - centre
    scale = view.distance / np.maximum(view.distance + away[:, 2], 50.0)
    flat = away[:, :2] * (side, 1.0) * scale[:, None] * view.size / 100 + view.middle
    return flat, points[:, 2]


def _colours(mesh: HandMesh, look: HandLook, random: np.random.Generator) -> Floats:
    """Palms are paler and redder than backs, the more the darker the skin is; nails are pink; skin is uneven."""
    palm = look.skin + (1 - look.skin) * np.array([0.28, 0.17, 0.14])
    share = np.clip(0.5 - mesh.back * 0.7, 0, 1)[:, None]
    colours = look.skin * (1 - share) + palm * share
    nail = 0.5 * colours + 0.5 * np.array([0.95, 0.75, 0.72])
    colours = colours * (1 - mesh.nails[:, None]) + nail * mesh.nails[:, None]
    uneven: Floats = colours * (1 + random.normal(0, look.grain, (len(colours), 1)))
    return uneven


def _hidden(skin: Floats, normals: Floats) -> Floats:
    """How much of what a place of the skin could see is skin, 0 to 1: it is dark between fingers and in a fist."""
    others = skin[::24]
    squared = np.sum(skin**2, axis=1)[:, None] + np.sum(others**2, axis=1) - 2 * skin @ others.T
    far = np.sqrt(np.maximum(squared, 1.0))
    facing = (normals @ others.T - np.sum(normals * skin, axis=1)[:, None]) / far
    near = np.where((facing > 0.25) & (far < 35), facing * (1 - far / 35), 0)
    hidden: Floats = np.clip(near.sum(axis=1) / 3, 0, 1)
    return hidden


def _shaded(normals: Floats, look: HandLook) -> Floats:
    """Light that falls on a side, and a little that wraps around, as skin lets it."""
    falls = np.clip((normals @ look.light + 0.25) / 1.25, 0, None)
    gloss = np.clip(normals @ look.light, 0, 1) ** 12 * 0.08
    shade: Floats = look.ambient + (1.15 - look.ambient) * falls + gloss
    return shade
