"""English: numbers in digits and in words, and the small words of politeness."""

from itertools import product

from ogam.grammar.language import Language, Pieces, unique
from ogam.grammar.normalise import normalise

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGEST = 999_999
_MOST_SPELLINGS = 32


def words(number: int) -> tuple[str, ...]:
    """A whole number from 0 to 999,999 in words, with its variants ("one hundred five", "a hundred and five" …)."""
    if number < 20:
        return (_ONES[number],)
    if number < 100:
        tens, ones = divmod(number, 10)
        return (_TENS[tens] + (f" {_ONES[ones]}" if ones else ""),)
    if number < 1000:
        return _scaled(number, 100, "hundred")
    hundreds = number % 100 == 0 and number % 1000 and number < 10_000
    return _scaled(number, 1000, "thousand") + (tuple(f"{w} hundred" for w in words(number // 100)) if hundreds else ())


def _scaled(number: int, scale: int, name: str) -> tuple[str, ...]:
    count, rest = divmod(number, scale)
    heads = [f"{word} {name}" for word in words(count)] + ([f"a {name}"] if count == 1 else [])
    if not rest:
        return tuple(heads)
    joins = (" ", " and ") if rest < 100 else (" ",)
    return tuple(head + join + tail for head, join, tail in product(heads, joins, words(rest)))


def number_spellings(number: float) -> tuple[str, ...]:
    """Digits and words of a number with at most one decimal, 20.5 as "20.5", "twenty point five", "20 and a half"."""
    sign, size = ("minus ", -number) if number < 0 else ("", number)
    whole, tenth = divmod(round(size * 10), 10)
    if whole > _LARGEST:
        return (f"{sign}{size:g}",)
    spoken = words(whole)
    if not tenth:
        return unique(sign + text for text in (str(whole), *spoken))
    decimals = [f"{whole}.{tenth}", *(f"{head} point {_ONES[tenth]}" for head in spoken)]
    if tenth == 5:
        heads = (str(whole), *spoken)
        decimals += [f"{head} and a half" for head in heads] + [f"{whole} 1/2"] if whole else ["half", "1/2"]
    return unique(sign + text for text in decimals)


_NUMBER_WORDS = {text: str(n) for n in range(100) for text in words(n)}
_OTHER_WORDS = {"&": ("and",), "tv": ("t v", "television")}


def spellings(text: str) -> tuple[str, ...]:
    """A normalised text and its other spellings: "light 2", "light two"; the first is the text itself."""
    choices: list[tuple[str, ...]] = []
    for piece in _pieces(text):
        if _is_number(piece):
            choices.append((piece, *words(int(piece))))
        elif piece in _NUMBER_WORDS:
            choices.append((piece, _NUMBER_WORDS[piece]))
        else:
            choices.append((piece, *_OTHER_WORDS.get(piece, ())))
    combined = (" ".join(choice) for choice in product(*choices))
    return unique(text for text, _ in zip(combined, range(_MOST_SPELLINGS), strict=False))


def _is_number(piece: str) -> bool:
    return piece.isascii() and piece.isdigit() and int(piece) <= _LARGEST and str(int(piece)) == piece


def _pieces(text: str) -> list[str]:
    """Words, with "twenty five" as one piece."""
    pieces: list[str] = []
    for word in text.split():
        if pieces and f"{pieces[-1]} {word}" in _NUMBER_WORDS:
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces.append(word)
    return pieces


def numbers(text: str) -> Pieces:
    """A normalised text cut at its words, each number in digits and in words."""
    found: list[tuple[str, ...]] = []
    for piece in _pieces(text):
        said = words(int(piece)) if _is_number(piece) else (_NUMBER_WORDS.get(piece, piece),)
        found += [(" ",), unique((piece, *said))]
    return tuple(found[1:])


ENGLISH = Language(
    code="en",
    normalise=normalise,
    number_spellings=number_spellings,
    spellings=spellings,
    numbers=numbers,
    writings=numbers,
    fillers_before=(
        "please", "hey", "ok", "okay", "can you", "could you", "would you", "will you", "can you please",
        "could you please", "would you please", "i'd like to", "i want to", "i'd like you to", "i want you to",
    ),
    fillers_after=("please", "for me", "now", "right now", "thanks", "thank you"),
)  # fmt: skip
