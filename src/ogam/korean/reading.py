"""Written Korean read out: numbers, units, times, signs and Latin letters become Hangul."""

import re
import unicodedata

from ogam.korean.numbers import DIGITS, LARGEST, LARGEST_NATIVE, digit_by_digit, native, sino
from ogam.korean.syllables import is_syllable

LETTERS = {
    "a": "에이", "b": "비", "c": "씨", "d": "디", "e": "이", "f": "에프", "g": "지", "h": "에이치", "i": "아이",
    "j": "제이", "k": "케이", "l": "엘", "m": "엠", "n": "엔", "o": "오", "p": "피", "q": "큐", "r": "알", "s": "에스",
    "t": "티", "u": "유", "v": "브이", "w": "더블유", "x": "엑스", "y": "와이", "z": "제트",
}  # fmt: skip
WORDS = {
    "air": "에어", "alexa": "알렉사", "app": "앱", "bluetooth": "블루투스", "home": "홈", "hub": "허브", "lamp": "램프",
    "light": "라이트", "matter": "매터", "mode": "모드", "music": "뮤직", "netflix": "넷플릭스", "ogam": "오감",
    "ok": "오케이", "radio": "라디오", "robot": "로봇", "smart": "스마트", "speaker": "스피커", "thinq": "씽큐",
    "timer": "타이머", "tv": "티비", "video": "비디오", "whisen": "휘센", "wifi": "와이파이", "youtube": "유튜브",
    "zigbee": "지그비",
}  # fmt: skip
"""Words in Latin letters that are said as words."""

UNITS = {
    "°c": "도", "℃": "도", "°f": "화씨 도", "℉": "화씨 도", "°": "도", "%": "퍼센트", "％": "퍼센트",
    "kwh": "킬로와트시", "kw": "킬로와트", "km": "킬로미터", "cm": "센티미터", "mm": "밀리미터", "kg": "킬로그램",
    "ms": "밀리초", "mb": "메가바이트", "gb": "기가바이트", "hz": "헤르츠", "k": "케이", "w": "와트", "g": "그램",
    "m": "미터", "l": "리터",
}  # fmt: skip
SIGNS = {"+": " 더하기 ", "=": " 는 ", "&": " 앤드 ", "@": " 골뱅이 ", "·": ", ", "…": ". ", "~": " 에서 ", "/": " "}
COUNTERS = (
    "시간", "시", "살", "개", "명", "사람", "마리", "대", "번째", "곡", "잔", "병", "권", "장", "군데", "가지", "켤레",
    "송이", "그루", "채", "달", "단", "봉지", "통",
)  # fmt: skip
"""Counters that take native numbers; with 번 and 층 the Sino-Korean series is as common, so they are left out."""

_NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")
_COUNTED = re.compile(rf"(?<![\d.,])({_NUMBER})(\s?)({'|'.join(COUNTERS)})(?![가-힣]*국)")
_UNIT = re.compile(r"(?<=\d)\s?(" + "|".join(map(re.escape, UNITS)) + r")(?![a-z])", re.IGNORECASE)
_FIGURE = re.compile(rf"((?<![\w])[-−])?({_NUMBER})?(\.\d+)?")
_LATIN = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_KEPT = re.compile(r"[^가-힣,.;:!? ]+")


def read_out(text: str) -> str:
    """The text as Hangul words and punctuation: "7:30, 21.5°C" → "일곱 시 삼십 분, 이십일 점 오도"."""
    text = _composed(text)
    text = _TIME.sub(_time, text)
    text = _UNIT.sub(lambda found: UNITS[found[1].lower()], text)
    text = _COUNTED.sub(_counted, text)
    text = _FIGURE.sub(_figure, text)
    text = _LATIN.sub(lambda found: _latin(found[0]), text)
    for sign, words in SIGNS.items():
        text = text.replace(sign, words)
    text = _KEPT.sub(" ", text)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split()))


def _composed(text: str) -> str:
    """Half-width and decomposed Hangul as syllables; accents off Latin letters."""
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFC", "".join(part for part in parts if unicodedata.category(part) != "Mn"))


def _latin(word: str) -> str:
    """A word that is known as one, else letter by letter: "TV" → 티비, "LG" → 엘지."""
    letters = word.lower().replace("-", "")
    return WORDS.get(letters) or "".join(LETTERS[letter] for letter in letters)


def _time(found: re.Match[str]) -> str:
    hour, minute, second = (int(part or 0) for part in found.groups())
    said = [f"{native(hour) if 1 <= hour <= 12 else sino(hour)} 시"]
    said += [f"{sino(minute)} 분"] * bool(minute) + [f"{sino(second)} 초"] * bool(second)
    return " ".join(said)


def _counted(found: re.Match[str]) -> str:
    number = int(found[1].replace(",", ""))
    read = native(number) if 0 < number <= LARGEST_NATIVE else sino(number) if number <= LARGEST else found[1]
    return f"{read}{found[2]}{found[3]}"


def _figure(found: re.Match[str]) -> str:
    minus, whole, fraction = found.groups()
    digits = (whole or "").replace(",", "")
    if not digits and not fraction:
        return found[0]
    words = "마이너스 " if minus else ""
    if digits and (int(digits) > LARGEST or (digits.startswith("0") and len(digits) > 1)):
        words += digit_by_digit(digits)
    elif digits:
        words += sino(int(digits))
    if fraction:
        words += ("" if digits else DIGITS[0]) + " 점 " + "".join(DIGITS[int(digit)] for digit in fraction[1:])
    return words


def last_syllable(text: str) -> str:
    """The last syllable of the text as it is read out; empty where nothing can be read."""
    return next((character for character in reversed(read_out(text)) if is_syllable(character)), "")
