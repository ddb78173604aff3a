"""What was heard against what was said: words and letters, after both were spelled in one way.

Spelling, the same for both: Korean is read out (ogam.korean: 21도 → 이십일도, TV → 티비), English has its numbers,
times and units spelled out (ogam.synthesis: 21 → twenty one); then lower case, no punctuation, single spaces
(ogam.grammar.normalise). Words are not expanded, translated or forgiven otherwise.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ogam.core import LabError
from ogam.grammar import normalise
from ogam.korean import read_out
from ogam.synthesis.normalisation import spoken


@dataclass(frozen=True, slots=True)
class Errors:
    """Of one text. length: of what was said; swaps: (said, heard) words that were taken for one another."""

    substitutions: int
    deletions: int
    insertions: int
    length: int
    swaps: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.substitutions + self.deletions + self.insertions


def spelled(text: str, language: str) -> str:
    """language: "ko", "en", with or without a region; others are only normalised."""
    base = language.lower().replace("_", "-").split("-")[0]
    if base == "ko":
        return normalise(read_out(text))
    return normalise(spoken(text)) if base == "en" else normalise(text)


def language_of(text: str) -> str:
    """Korean where a Hangul syllable is in it, else English."""
    return "ko" if any("가" <= letter <= "힣" for letter in text) else "en"


def word_errors(said: str, heard: str) -> Errors:
    """By words between spaces, the fewest errors (Levenshtein), by jiwer."""
    try:
        import jiwer
    except ImportError as error:
        raise LabError("word error rates need jiwer. Install it: pip install 'ogam[lab]'") from error

    found = jiwer.process_words([said], [heard])
    swaps: Counter[tuple[str, str]] = Counter()
    for piece in found.alignments[0]:
        if piece.type == "substitute":
            these = found.references[0][piece.ref_start_idx : piece.ref_end_idx]
            those = found.hypotheses[0][piece.hyp_start_idx : piece.hyp_end_idx]
            swaps.update(zip(these, those, strict=True))
    return Errors(found.substitutions, found.deletions, found.insertions, len(found.references[0]), swaps)


def letter_errors(said: str, heard: str, *, spaces: bool = True) -> Errors:
    """By letters; without spaces, so that Korean spacing does not count, if `spaces` is false."""
    import jiwer

    texts: Sequence[str] = (said, heard) if spaces else (said.replace(" ", ""), heard.replace(" ", ""))
    found = jiwer.process_characters([texts[0]], [texts[1]])
    return Errors(found.substitutions, found.deletions, found.insertions, len(texts[0]))
