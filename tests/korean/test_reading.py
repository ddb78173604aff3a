"""Numbers, units, letters and signs read out in Korean, and particles after them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.korean import read_out, with_particle
from ogam.korean.numbers import LARGEST, native, sino


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("거실 불을 켰어요", "거실 불을 켰어요"),
        ("24도", "이십사도"),
        ("21.5°C", "이십일 점 오도"),
        ("-3°C예요", "마이너스 삼도예요"),
        ("50 %예요", "오십퍼센트예요"),
        ("5시 30분", "다섯시 삼십분"),
        ("3 시간 5분", "세 시간 오분"),
        ("7:05", "일곱 시 오 분"),
        ("17:30", "십칠 시 삼십 분"),
        ("20개, 21명", "스무개, 스물한명"),
        ("1,234 kWh", "천이백삼십사킬로와트시"),
        ("10000원", "만원"),
        ("010", "공일공"),
        ("9" * 17, "구" * 17),
        ("TV를 LG 스타일러로", "티비를 엘지 스타일러로"),
        ("Wi-Fi 7", "와이파이 칠"),
        ("한 개 · 두 개", "한 개, 두 개"),
        ("ｔｖ ①", "티비 일"),
        ("거실", "거실"),
        ("😀", ""),
        ("", ""),
    ],
)
def test_what_is_written_is_read_out(written, said):
    assert read_out(written) == said


@given(st.text(max_size=40) | st.text("0123456789.,:-%°도시분aTV 가", max_size=20))
def test_only_hangul_and_punctuation_is_left(text):
    assert re.fullmatch(r"[가-힣,.;:!? ]*", read_out(text))


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "영"), (10, "십"), (26, "이십육"), (110, "백십"), (10_000, "만"), (12_345, "만이천삼백사십오"),
     (20_000, "이만"), (110_010_000, "일억천일만"), (100_010_000, "일억일만")],
)  # fmt: skip
def test_sino_korean_numbers(number, words):
    assert sino(number) == words
    assert sino(LARGEST)


def test_native_numbers():
    assert [native(number) for number in (1, 12, 20, 24, 99)] == ["한", "열두", "스무", "스물네", "아흔아홉"]


@pytest.mark.parametrize(
    ("word", "particle", "both"),
    [
        ("불", "을", "불을"), ("에어컨", "을", "에어컨을"), ("커튼 두 개", "이", "커튼 두 개가"), ("TV", "을", "TV를"),
        ("LG 스타일러", "이", "LG 스타일러가"), ("HDMI 1", "을", "HDMI 1을"), ("조명 2", "이", "조명 2가"),
        ("24", "으로", "24로"),
        ("7", "으로", "7로"), ("3", "으로", "3으로"), ("30 %", "으로", "30 %로"), ("21°C", "으로", "21°C로"),
        ("거실", "으로", "거실로"), ("주방", "으로", "주방으로"), ("부엌", "은", "부엌은"), ("민아", "과", "민아와"),
        ("PC", "은", "PC는"), ("필립스 Hue", "을", "필립스 Hue를"),
        ("Sonos ROAM", "이", "Sonos ROAM이"), ("💡", "을", "💡을(를)"),
        ("‘불’", "을", "‘불’을"), ("5분", "이에요", "5분이에요"), ("5시", "이에요", "5시예요"),
    ],
)  # fmt: skip
def test_the_particle_goes_with_the_sound_before_it(word, particle, both):
    assert with_particle(word, particle) == both
