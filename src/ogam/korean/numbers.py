"""Numbers as they are read in Korean: the Sino-Korean series, and the native one before counters."""

DIGITS = ("영", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구")
_MYRIADS = ("", "만", "억", "조")
_SCALES = ((1000, "천"), (100, "백"), (10, "십"))
_ONES = ("", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉")
_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")

LARGEST = 10_000 ** len(_MYRIADS) - 1
LARGEST_NATIVE = 99


def sino(number: int) -> str:
    """A whole number from 0 to `LARGEST` in the Sino-Korean series: 26 → 이십육, 10,000 → 만."""
    if number == 0:
        return DIGITS[0]
    groups: list[str] = []
    for myriad in _MYRIADS:
        number, group = divmod(number, 10_000)
        if group:
            groups.append(("" if group == 1 and myriad == "만" and not number else _below_myriad(group)) + myriad)
    return "".join(reversed(groups))


def native(number: int) -> str:
    """A whole number from 1 to 99 in the native series, as it stands before a counter: 20 → 스무, 24 → 스물네."""
    tens, ones = divmod(number, 10)
    return "스무" if number == 20 else _TENS[tens] + _ONES[ones]


def digit_by_digit(digits: str) -> str:
    """Digits read one by one, as telephone numbers are, 0 as 공: "010" → 공일공."""
    return "".join("공" if digit == "0" else DIGITS[int(digit)] for digit in digits)


def _below_myriad(number: int) -> str:
    words = ""
    for scale, name in _SCALES:
        count, number = divmod(number, scale)
        if count:
            words += ("" if count == 1 else DIGITS[count]) + name
    return words + (DIGITS[number] if number else "")
