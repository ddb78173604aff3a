"""Data sets of anybody: manifests and other people's layouts, checked; by name, where they lie; in noise and rooms."""

from ogam.lab.data.augmentation import Ratio, augment, generator_of
from ogam.lab.data.checks import Depth
from ogam.lab.data.formats import FORMATS, read_source
from ogam.lab.data.manifests import read_manifest, write_manifest
from ogam.lab.data.readings import Reading
from ogam.lab.data.registry import add_dataset, names, open_dataset, register, remove_dataset, verify_dataset
from ogam.lab.data.slicing import parse_where, slice_dataset, split_by_speaker
from ogam.lab.data.sounds import read_item

__all__ = [
    "FORMATS",
    "Depth",
    "Ratio",
    "Reading",
    "add_dataset",
    "augment",
    "generator_of",
    "names",
    "open_dataset",
    "parse_where",
    "read_item",
    "read_manifest",
    "read_source",
    "register",
    "remove_dataset",
    "slice_dataset",
    "split_by_speaker",
    "verify_dataset",
    "write_manifest",
]
