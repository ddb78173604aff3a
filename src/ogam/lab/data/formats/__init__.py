"""Other people's layouts of data sets, read into ours. One file a layout; this is the list of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ogam.core import DatasetError
from ogam.lab.data.formats import (
    coco,
    common_voice,
    kaldi,
    lfw,
    lhotse,
    librispeech,
    nemo,
    picovoice,
    recordings,
    transcripts,
    voxceleb,
)
from ogam.lab.data.manifests import read_manifest
from ogam.lab.data.readings import Reading


@dataclass(frozen=True, slots=True)
class Format:
    """One layout. fits: whether a file or folder looks like it; read: from the file or folder, and from the folder of
    sounds or pictures where that lies elsewhere."""

    summary: str
    fits: Callable[[Path], bool]
    read: Callable[[Path, Path | None], Reading]


FORMATS: Mapping[str, Format] = {
    "manifest": Format("Ogam's own: JSON Lines with a header", nemo.is_manifest, lambda path, _: read_manifest(path)),
    "nemo": Format("NeMo's manifest: a JSON object a line", nemo.fits, nemo.read),
    "lhotse": Format("Lhotse: recordings and supervisions, .jsonl or .jsonl.gz", lhotse.fits, lhotse.read),
    "kaldi": Format("a Kaldi data folder: wav.scp, text, utt2spk, segments …", kaldi.fits, kaldi.read),
    "common-voice": Format("Common Voice: a folder with clips and .tsv files", common_voice.fits, common_voice.read),
    "lfw": Format("Labeled Faces in the Wild: pairs.txt, or pairs.tsv", lfw.fits, lfw.read),
    "voxceleb": Format("VoxCeleb's trials: '1 one.wav other.wav' a line", voxceleb.fits, voxceleb.read),
    "coco": Format("COCO instances: one JSON file", coco.fits, coco.read),
    "picovoice": Format("Picovoice's speech to intent: labels.json", picovoice.fits, picovoice.read),
    "transcripts": Format("a folder with transcripts.tsv", transcripts.fits, transcripts.read),
    "librispeech": Format("LibriSpeech: SPEAKER/CHAPTER/*.flac, *.trans.txt", librispeech.fits, librispeech.read),
    "speakers": Format("librispeech/SPEAKER/* and strangers/*", recordings.fits_speakers, recordings.read_speakers),
    "sentences": Format(
        "recordings whose names are what is said, and home.yaml", recordings.fits_sentences, recordings.read_sentences
    ),
    "wake-words": Format(
        "a folder a wake word, with recordings of it", recordings.fits_wake_words, recordings.read_wake_words
    ),
}
"""By name, in the order in which they are tried: those that are told by their contents first."""


def read_source(path: Path, name: str = "", media: Path | None = None) -> tuple[str, Reading]:
    """A data set in the layout called so, or in the first that it looks like: the layout's name, and what was read.

    media: folder of the sounds or pictures, if not where the layout has it. Raises DatasetError if there is nothing, or
    nothing known.
    """
    known = ", ".join(FORMATS)
    if not path.exists():
        raise DatasetError([f"{path}: no such file or folder. Check the name."])
    if name and name not in FORMATS:
        raise DatasetError([f"'{name}' is no format that is known. Formats: {known}."])
    found = name or next((name for name, one in FORMATS.items() if one.fits(path)), "")
    if not found:
        raise DatasetError([f"{path}: looks like none of the formats. Say which it is: --format, of {known}."])
    return found, FORMATS[found].read(path, media)
