"""Words whose sound follows from their parts, which spelling does not show: respelled before the rules run."""

import re

from ogam.korean.syllables import take_apart

NOUNS_IN_LK = frozenset("닭흙칡슭")
"""Nouns in ㄺ: 닭과 is 닥꽈, where a stem's 맑고 is 말꼬 (제11항 다만)."""

MARKED = (
    "설'정", "일'정", "결'정", "절'전", "일'시", "실'시간", "활'성", "발'생", "결'제", "실'제", "절'대", "별'도",
    "출'시", "갈'등", "발'전", "물'질", "일'주일", "칠'십", "팔'십", "열'대", "실'수", "솔'직", "철'저", "달'성",
    "밀'접", "출'동", "출'발점", "발'동", "월'정액", "등'불", "불'빛", "문'고리", "눈'동자", "손'재주", "길'가",
    "발'바닥", "술'잔", "바람'결", "아침'밥", "잠'자리", "강'가", "밤'길", "창'살", "산'새", "물'고기", "비빔'밥",
    "김'밥", "손'등", "손'바닥", "안'방", "신'발장", "용'돈", "인'기", "조'건", "물건'값", "초승'달", "그믐'달",
    "굴'속", "신'바람", "안'과", "꽃+잎", "솜+이불", "홑+이불", "막+일", "색+연필", "한+여름", "담+요", "식용+유",
    "늑막+염", "콩+엿", "눈+요기", "물+약", "서울+역", "깻+잎", "나뭇+잎", "베갯+잇", "집안+일", "앞+일", "뒷+일",
    "부엌+일", "들+일", "물+엿", "휘발+유", "불+여우", "영업+용", "가정+용", "업소+용", "강남+역", "큰+일", "볼+일",
    "별+일", "옛+일", "할+일", "의견~란", "임진~란", "생산~량", "동원~령", "상견~례", "횡단~로", "이원~론", "입원~료",
    "구근~류", "보온~력", "판단~력", "음운~론", "등산~로",
)  # fmt: skip
"""Words with a mark before the syllable that sounds otherwise than by rule.

' it begins tense: Sino-Korean ㄷ, ㅅ, ㅈ after ㄹ (제26항: 설정 → 설쩡), compounds (제28항: 등불 → 등뿔).
+ ㄴ is put before its 이, 야, 여, 요, 유 (제29항: 꽃잎 → 꼰닙). ~ its ㄹ is ㄴ (제20항 다만: 의견란 → 의견난).
"""

WHOLE = {
    r"맛없": "마덥",
    r"멋없": "머덥",
    r"겉옷": "거돋",
    r"헛웃음": "허두슴",
    r"첫인상": "처딘상",
    r"결단력": "결딴녁",
    r"공권력": "공꿘녁",
    r"넓죽": "넙쭉",
    r"넓둥글": "넙뚱글",
    r"여덟(?=[가-힣])(?![아-잏])": "여덜",
    r"(?<=[십백천만])육": "뉵",
    r"(열|스물|서른|마흔|쉰|예순|일흔|여든)여(?=섯|덟|덜)": r"\1녀",
    r"(열|스물|서른|마흔|쉰|예순|일흔|여든)일곱": r"\1닐곱",
    r"([할줄릴킬드볼끌둘낼쓸갈]|[을를])게(?=요|[^가-힣]|$)": r"\1께",
    r"(?<=[할줄릴킬볼끌둘낼쓸갈을될]) 수(?=[가-힣]? )": " 쑤",
    r"(?<=[할줄릴킬볼끌둘낼쓸갈을될]) 것": " 껏",
}
"""Patterns and how they sound: 제10, 15, 20항, 제27항 (할게 → 할께, 할 수 → 할 쑤), 제29항 (십육, 스물여섯)."""

_TENSE = dict(zip("ㄱㄷㅂㅅㅈ", "ㄲㄸㅃㅆㅉ", strict=True))
_LEADS = {"'": _TENSE, "+": {"ㅇ": "ㄴ"}, "~": {"ㄹ": "ㄴ"}}


def respelled(text: str) -> str:
    """The text with those words written so that the rules give their sound."""
    text = _MARKED_WORD.sub(lambda found: _RESPELLINGS[found[0]], text)
    for pattern, sound in WHOLE.items():
        text = re.sub(pattern, sound, text)
    return text


def _respelling(marked: str) -> tuple[str, str]:
    """A marked word's spelling, and the respelling: "설'정" → 설정, 설쩡."""
    before, mark, after = re.split(r"(['+~])", marked)
    first = take_apart(after[0])
    return before + after, before + str(first._replace(lead=_LEADS[mark][first.lead])) + after[1:]


_RESPELLINGS = dict(map(_respelling, MARKED))
_MARKED_WORD = re.compile("|".join(sorted(_RESPELLINGS, key=len, reverse=True)))
