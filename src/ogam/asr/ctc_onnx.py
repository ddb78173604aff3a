"""CTC models in the two ONNX forms that sherpa-onnx exports, behind the CtcScorer port.

`zipformer2_ctc`: icefall's Zipformer, 25 frames a second. `sense_voice_ctc`: SenseVoice (An et al. 2024, arXiv
2407.04051), 16.7 frames a second, Korean and English among its five languages. A folder holds `model.int8.onnx` or
`model.onnx`, which says of itself in its metadata what it is, and `tokens.txt`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ogam.asr.intake import usable_samples
from ogam.asr.ports import LogProbs
from ogam.asr.vocabulary import Vocabulary, surfaces_of_pieces
from ogam.audio.fbank import FilterBank, filter_bank
from ogam.core import Audio, ModelCard, ModelError

MODELS = ("model.int8.onnx", "model.onnx")
BLANKS = ("<blk>", "<eps>", "<blank>")
PROMPT_FRAMES = 4
"""SenseVoice's first frames say language, emotion, event and style; it was not trained to say words there."""
LANGUAGES = ("auto", "zh", "en", "yue", "ja", "ko")
"""SenseVoice's languages; "auto": it decides by itself."""
ZIPFORMER_BANK = FilterBank()
SENSE_VOICE_BANK = FilterBank(scale=32768.0, window="hamming", high=8000.0, whole_frames=True)
Feeds = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class OnnxCtcScorer:
    """A CTC model in an ONNX session. Thread-safe.

    feeds: from 16 kHz samples to the session's inputs; skipped: frames at the beginning that are no speech.
    """

    card: ModelCard
    vocabulary: Vocabulary
    session: Any
    feeds: Callable[[NDArray[np.float32]], Feeds]
    skipped: int = 0

    @property
    def blank(self) -> int:
        return self.vocabulary.end

    def score(self, audio: Audio) -> LogProbs:
        """Raises AudioError for what is no usable utterance."""
        outputs = self.session.run(None, self.feeds(usable_samples(audio)))
        count = int(outputs[1][0]) if len(outputs) > 1 else None
        scores = outputs[0][0, self.skipped : count]
        log_probs: LogProbs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        return log_probs


def load_ctc(folder: Path, card: ModelCard, language: str = "auto", threads: int = 1) -> OnnxCtcScorer:
    """A CTC model of sherpa-onnx from its folder.

    language: what SenseVoice is told is spoken, a code such as "ko" or "en-US"; others do not ask. Raises ModelError
    for another kind of model, an unknown language or damaged files.
    """
    from ogam.models import open_session

    path = next((folder / name for name in MODELS if (folder / name).is_file()), folder / MODELS[-1])
    session = open_session(path, threads=threads)
    facts: Mapping[str, str] = session.get_modelmeta().custom_metadata_map
    kind = facts.get("model_type", "")
    vocabulary = read_tokens(folder / "tokens.txt", int(facts.get("blank_id", 0)))
    scored = session.get_outputs()[0].shape[-1]
    if isinstance(scored, int) and scored != len(vocabulary):
        raise ModelError(f"{path}: it scores {scored} tokens, but tokens.txt has {len(vocabulary)}.")
    if kind == "zipformer2_ctc":
        return OnnxCtcScorer(card, vocabulary, session, _zipformer_feeds)
    if kind == "sense_voice_ctc":
        return OnnxCtcScorer(card, vocabulary, session, _SenseVoiceFeeds.of(facts, language, path), PROMPT_FRAMES)
    raise ModelError(f"{path}: its model_type is {kind!r}; zipformer2_ctc and sense_voice_ctc are known.")


def read_tokens(path: Path, blank: int = 0) -> Vocabulary:
    """The vocabulary of sherpa-onnx's `tokens.txt`: a piece and its number a line.

    U+2581 stands for a space, <0xE1> for a byte; other pieces in angle brackets write nothing. blank: its number,
    unless one of the pieces has one of the usual names. Raises ModelError for a file that is not of this form.
    """
    try:
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        numbered = {int(number): piece for piece, number in lines}
        pieces = [numbered[number] for number in range(len(lines))]
        while pieces and re.fullmatch(r"#\d+", pieces[-1]):  # for graphs of words; no model scores them
            pieces.pop()
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"{path}: not a list of tokens with their numbers ({error}). Pull the model again.") from error
    named = [number for number, piece in enumerate(pieces) if piece in BLANKS]
    control = [i for i, piece in enumerate(pieces) if re.fullmatch(r"<[^<>]+>", piece) and not _byte(piece)]
    surfaces = surfaces_of_pieces([_byte(piece) or piece.encode() for piece in pieces], control)
    return Vocabulary(surfaces, named[0] if named else blank)


def _byte(piece: str) -> bytes:
    """The byte that a piece such as <0xE1> stands for, or nothing."""
    found = re.fullmatch(r"<0x([0-9A-F]{2})>", piece)
    return bytes.fromhex(found[1]) if found else b""


def _zipformer_feeds(samples: NDArray[np.float32]) -> Feeds:
    features = filter_bank(samples, ZIPFORMER_BANK)
    return {"x": features[None], "x_lens": np.array([len(features)], np.int64)}


@dataclass(frozen=True, slots=True, eq=False)
class _SenseVoiceFeeds:
    """Seven frames stacked every six, moved and scaled; and what language to expect, and to write no digits."""

    width: int
    step: int
    shift: NDArray[np.float32]
    scale: NDArray[np.float32]
    bank: FilterBank
    language: int
    style: int

    @classmethod
    def of(cls, facts: Mapping[str, str], language: str, path: Path) -> "_SenseVoiceFeeds":
        code = language.replace("_", "-").split("-")[0].lower()
        if code not in LANGUAGES:
            raise ModelError(f"{path}: SenseVoice does not know the language {language!r}, but {', '.join(LANGUAGES)}.")
        try:
            whole = bool(int(facts["normalize_samples"]))
            return cls(
                int(facts["lfr_window_size"]),
                int(facts["lfr_window_shift"]),
                np.array(facts["neg_mean"].split(","), np.float32),
                np.array(facts["inv_stddev"].split(","), np.float32),
                replace(SENSE_VOICE_BANK, scale=1.0) if whole else SENSE_VOICE_BANK,
                int(facts[f"lang_{code}"]),
                int(facts["without_itn"]),
            )
        except (KeyError, ValueError) as error:
            raise ModelError(f"{path}: SenseVoice's metadata is not whole ({error}). Pull the model again.") from error

    def __call__(self, samples: NDArray[np.float32]) -> Feeds:
        features = stacked(filter_bank(samples, self.bank), self.width, self.step)
        return {
            "x": ((features + self.shift) * self.scale)[None],
            "x_length": np.array([len(features)], np.int32),
            "language": np.array([self.language], np.int32),
            "text_norm": np.array([self.style], np.int32),
        }


def stacked(features: NDArray[np.float32], width: int, step: int) -> NDArray[np.float32]:
    """`width` frames side by side, around every `step`-th: (ceil(frames / step), bands * width).

    As SenseVoice was trained (FunASR's `apply_lfr`): the first and the last frame are repeated at the ends.
    """
    count = -(-len(features) // step)
    before = (width - 1) // 2
    index = np.arange(count)[:, None] * step + np.arange(width) - before
    side_by_side: NDArray[np.float32] = features[np.clip(index, 0, len(features) - 1)].reshape(count, -1)
    return side_by_side
