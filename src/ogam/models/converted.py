"""The networks that come in another form than ONNX: converted once, at first use, and kept beside their weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from ogam.core import ModelError
from ogam.models.catalogs import find
from ogam.models.derived import derived
from ogam.models.dlib import DLIB_VERSION, convert_dlib
from ogam.models.pulling import ensure
from ogam.models.sessions import open_session
from ogam.models.tfjs import TFJS_VERSION, convert_tfjs

if TYPE_CHECKING:
    import onnxruntime

GRAPH = "graph.onnx"


@dataclass(frozen=True, slots=True)
class Conversion:
    """How a model of the catalogue becomes ONNX. outputs: of a TensorFlow.js graph; none: it is a network of dlib."""

    file: str
    outputs: Mapping[str, str] = field(default_factory=dict)

    def write(self, folder: Path, target: Path) -> None:
        if self.outputs:
            convert_tfjs(folder / self.file, target, self.outputs)
        else:
            convert_dlib(folder / self.file, target)

    def stamp(self, digest: str) -> str:
        """Names the graph that is made of a file with this digest: another for other outputs, or a newer conversion."""
        if not self.outputs:
            return f"onnx-{DLIB_VERSION}-{digest[:12]}"
        outputs = crc32(repr(sorted(self.outputs.items())).encode())
        return f"onnx-{TFJS_VERSION}-{digest[:12]}-{outputs:08x}"


_HAND_OUTPUTS = {
    "landmarks": "Identity",
    "present": "Identity_1",
    "handedness": "Identity_2",
    "world": "Identity_3",
}
_MOVENET = "StatefulPartitionedCall"
_NANODET_LEVELS = ((8, 99), (16, 105), (32, 111))
"""Strides, and the nodes that have the answers of each before they are cut apart."""
CONVERSIONS: Mapping[str, Conversion] = {
    "blazeface": Conversion("facemesh-detection-short.json", {"faces": "Identity"}),
    "facemesh": Conversion("facemesh.json", {"landmarks": "Identity_2", "present": "Identity_1"}),
    "nanodet": Conversion(
        "nanodet.json",
        {f"level_{stride}": f"PartitionedCall/transpose_{node}" for stride, node in _NANODET_LEVELS}
        | {"features": "PartitionedCall/onnx_tf_prefix_Concat_62"},
    ),
    "centernet": Conversion(
        "centernet.json",
        {
            "logits": "tower_0/CenternetHead/centernet_cls_output/BiasAdd",
            "sides": "tower_0/wh",
        },
    ),
    "palms": Conversion("handdetect.json", {"palms": "Identity"}),
    "hand-landmarks": Conversion("handlandmark-full.json", _HAND_OUTPUTS),
    "hand-landmarks-lite": Conversion("handlandmark-lite.json", _HAND_OUTPUTS),
    "movenet": Conversion(
        "movenet-lightning.json",
        {
            "heatmaps": f"{_MOVENET}/Sigmoid",
            "centres": f"{_MOVENET}/truediv_2",
            "regressions": f"{_MOVENET}/kpt_regress_0/conv2d_6/BiasAdd",
            "offsets": f"{_MOVENET}/kpt_offset_0/conv2d_7/BiasAdd",
        },
    ),
    "dlib-face": Conversion("dlib_face_recognition_resnet_model_v1.dat"),
}
"""By the model's name."""


def open_converted(name: str, threads: int = 1) -> "onnxruntime.InferenceSession":
    """A session of a model that is converted; fetched and converted the first time.

    Raises ModelError if the weights cannot be had, or for a model that needs no conversion.
    """
    if name not in CONVERSIONS:
        raise ModelError(f"{name}: not one of the models that are converted ({', '.join(CONVERSIONS)}).")
    conversion = CONVERSIONS[name]
    folder = ensure(name)
    digest = find(name).card.files[conversion.file]
    made = derived(folder, conversion.stamp(digest), lambda scratch: conversion.write(folder, scratch / GRAPH))
    return open_session(made / GRAPH, threads)
