"""Korean: numbers of both series, loanwords and letters as they are spelled, and the small words of politeness.

What verbs and particles look like is in templates/ko.yaml.
"""

import re
import unicodedata
from itertools import product

from ogam.grammar.language import Language, Pieces, unique
from ogam.grammar.languages.hangul import compose
from ogam.grammar.languages.ko_numbers import DIGITS, LARGEST, pieces, whole_spellings
from ogam.grammar.languages.ko_verbs import verb_rule
from ogam.grammar.normalise import MINUS, normalise
from ogam.korean.numbers import sino

_MOST_SPELLINGS = 32

_LETTERS = {
    "a": "에이", "b": "비", "c": "씨", "d": "디", "e": "이", "f": "에프", "g": "지", "h": "에이치", "i": "아이",
    "j": "제이", "k": "케이", "l": "엘", "m": "엠", "n": "엔", "o": "오", "p": "피", "q": "큐", "r": "알", "s": "에스",
    "t": "티", "u": "유", "v": "브이", "w": "더블유", "x": "엑스", "y": "와이", "z": "제트",
}  # fmt: skip
_MOST_LETTERS = 4
"""A longer word in Latin letters is read as a word, not letter by letter."""

_SAME_WORD = (
    ("에어컨", "에어콘", "에어컨디셔너", "에어콘디셔너", "airconditioner", "aircon"),
    ("텔레비전", "텔레비젼", "테레비", "텔레비", "티비", "티브이", "tv", "television"),
    ("로봇", "로보트", "robot"),
    ("청소기", "vacuum", "vacuumcleaner"),
    ("로봇청소기", "로보트청소기", "로청"),
    ("공기청정기", "공청기", "공기정화기", "airpurifier"),
    ("식기세척기", "식세기", "dishwasher"),
    ("무드등", "무드조명", "무드램프", "무드라이트"),
    ("커튼", "커텐", "curtain"),
    ("블라인드", "브라인드", "blind"),
    ("컨디셔너", "콘디셔너", "conditioner"),
    ("리모컨", "리모콘", "remotecontrol"),
    ("가스레인지", "가스렌지"),
    ("전자레인지", "전자렌지", "microwave"),
    ("스타일러", "스타일라", "styler"),
    ("도어락", "도어록", "doorlock"),
    ("셋톱박스", "셋탑박스", "settopbox"),
    ("스피커", "speaker"),
    ("오븐", "oven"),
    ("스탠드", "스텐드", "stand"),
    ("램프", "lamp"),
    ("히터", "heater"),
    ("모니터", "monitor"),
    ("컴퓨터", "computer"),
    ("프로젝터", "projector"),
    ("사운드바", "soundbar"),
    ("에어프라이어", "에어프라이기", "airfryer"),
    ("서큘레이터", "써큘레이터", "circulator"),
    ("디퓨저", "디퓨져", "diffuser"),
    ("와이파이", "wifi"),
    ("목록", "리스트", "list"),
    ("센서", "쎈서", "sensor"),
    ("비디오", "video"),
    ("스위치", "switch"),
    ("플러그", "plug"),
)  # fmt: skip


def number_spellings(number: float) -> tuple[str, ...]:
    """Digits and words of a number with at most one decimal: 24 → "24", "이십사", "스물네"; 22.5 → "이십이점오" …"""
    sign, size = ("영하", -number) if number < 0 else ("", number)
    whole, tenth = divmod(round(size * 10), 10)
    if whole > LARGEST:
        return (f"{sign}{size:g}",)
    said = whole_spellings(whole)
    if tenth:
        said = (f"{whole}.{tenth}", *(f"{head}점{tail}" for head in said for tail in (DIGITS[tenth], str(tenth))))
        if tenth == 5:
            said += tuple(f"{head}도반" for head in whole_spellings(whole))
    return unique(sign + text for text in said)


def _anywhere(word: str) -> str:
    """A pattern of a word, with spaces wherever they may be written; a Latin word stands alone."""
    pattern = " ?".join(word)
    return rf"(?<![a-z]){pattern}(?![a-z])" if word.isascii() else pattern


_NUMBER = re.compile(r"\d+")
_LATIN = re.compile(r"[a-z]+")
_COUNTED = re.compile(r"([일이삼사오육칠팔구십]+)(?=층|번|호)")
_SINO_NUMBERS = {sino(number): str(number) for number in range(1, 100)}
_VARIANTS = {variant: same for same in _SAME_WORD for variant in same}
_VARIANT = re.compile("|".join(_anywhere(variant) for variant in sorted(_VARIANTS, key=len, reverse=True)))


def spellings(text: str) -> tuple[str, ...]:
    """A normalised text and its other spellings: "lg 에어컨 2" → "엘지에어콘이" …; the first is the text itself."""
    choices: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        piece, said = _piece(text, at)
        choices.append(said)
        at += len(piece)
    combined = ("".join(choice) for choice in product(*choices))
    return unique([text, *(spelled for spelled, _ in zip(combined, range(_MOST_SPELLINGS), strict=False))])


def _piece(text: str, at: int) -> tuple[str, tuple[str, ...]]:
    """The longest piece from `at` that has spellings of its own, and these."""
    if known := _VARIANT.match(text, at):
        return known[0], unique([known[0], *_VARIANTS[known[0].replace(" ", "")]])
    if digits := _NUMBER.match(text, at):
        return digits[0], _digit_spellings(digits[0])
    if letters := _LATIN.match(text, at):
        return letters[0], _letter_spellings(letters[0])
    if (counted := _COUNTED.match(text, at)) and counted[0] in _SINO_NUMBERS:
        return counted[0], (counted[0], _SINO_NUMBERS[counted[0]])
    return text[at], (text[at],)


def _digit_spellings(digits: str) -> tuple[str, ...]:
    number = int(digits)
    return (digits, *whole_spellings(number)[1:]) if str(number) == digits and number <= LARGEST else (digits,)


def _letter_spellings(letters: str) -> tuple[str, ...]:
    return (letters, "".join(_LETTERS[letter] for letter in letters)) if len(letters) <= _MOST_LETTERS else (letters,)


_LETTER_NAMES = {name: letter for letter, name in _LETTERS.items()} | {"에이취": "h"}
_ONE_LETTER = "|".join(sorted(_LETTER_NAMES, key=len, reverse=True))
_SPELLED_OUT = re.compile(f"(?:{_ONE_LETTER}){{2,}}")


def writings(text: str) -> Pieces:
    """A normalised text cut up: numbers in figures and in words, letters as such and by name (엘에이, la)."""
    return tuple(part for piece in pieces(text) for part in (_lettered(piece[0]) if len(piece) == 1 else (piece,)))


def _lettered(text: str) -> Pieces:
    found: list[tuple[str, ...]] = []
    at = 0
    for match in re.finditer(f"{_SPELLED_OUT.pattern}|(?<![a-z])[a-z]{{1,{_MOST_LETTERS}}}(?![a-z])", text):
        if match.start() > at:
            found.append((text[at : match.start()],))
        word = match[0]
        found.append((word, *_letter_spellings(word)[1:]) if word.isascii() else (word, _as_letters(word)))
        at = match.end()
    return (*found, (text[at:],)) if at < len(text) else tuple(found)


def _as_letters(names: str) -> str:
    return "".join(_LETTER_NAMES[name] for name in re.findall(_ONE_LETTER, names))


def normalise_korean(text: str) -> str:
    """As every language, with jamo composed and half-width Hangul made whole."""
    once = normalise(compose(unicodedata.normalize("NFC", MINUS.sub("영하 ", text))))
    return normalise(compose(once))  # what is left of signs like ㉠


KOREAN = Language(
    code="ko",
    normalise=normalise_korean,
    number_spellings=number_spellings,
    spellings=spellings,
    numbers=pieces,
    writings=writings,
    fillers_before=(
        "(음|어|아|자|야|저|참|저기[요]|있잖아[요]|있지|여보세요|이봐|오감[아])",
        "(근데|그럼|그러면|그리고|아 참|아 맞다|오케이)",
        "(이제|인제|지금|혹시|일단|우선|얼른|빨리|바로|당장|제발|잠깐|잠깐만|나 대신|나 좀|이따가|오늘은)",
        "(미안|죄송)(한데|하지만)",
        "[너무|좀|많이|날이|날씨가|방이|여기|집이] (덥|춥|어둡|시끄럽|캄캄하|밝)(네[요]|다|구나)",
        "[너무|좀|많이|날이|방이|여기|집이] (더우|추우|어두우|시끄러우|답답하|건조하|심심하|환하|밝으|습하)니까",
        "[너무|좀|많이|날이|방이|여기|집이] (더운|추운|어두운|시끄러운|답답한|건조한|심심한|배고픈|졸린|밝은)데",
        "[너무|좀|많이|방이|여기] (더워|추워|어두워|시끄러워|답답해|건조해|심심해|졸려|눈부셔|캄캄해|밝아)[요|서]",
        "[이제|나|나 이제|우리] (자|나가|잘 거|나갈 거|자야 되|자야 하|외출하|출근하)(니까|게)",
        "나 (왔어|왔으니까|간다|잔다|잘게|나갈게|나간다)",
    ),
    fillers_after=(
        "(얼른|빨리|빨리빨리|어서|지금|지금 바로|당장|바로|좀|쫌|이제|그냥|한 번|한 번만|다시)",
        "[제발|빨리|얼른|지금] 좀",
        "제발[요]",
        "[좀|꼭] 부탁[해|해요|할게|할게요|드려요|드립니다|드릴게요|합니다|이야]",
        "(고마워[요]|고맙습니다|고맙다|감사합니다|감사해요|땡큐|응|알았지|알겠지|알았어|알겠니|오케이)",
        "[너무|좀|많이] (더워|추워|어두워|시끄러워|답답해|건조해|심심해|졸려|눈부셔|캄캄해)[요]",
        "[너무|좀|많이] (덥|춥|어둡|시끄럽|캄캄하|밝)(네|다)[요]",
    ),
    spaced=False,
    rule=verb_rule,
)
