"""The standard's own examples and everyday words, as they sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.korean import pronounce
from ogam.korean.syllables import LEADS, TAILS, VOWELS, Syllable, is_syllable, take_apart

SOUNDS = {
    5: "가져:가저 쪄:쩌 다쳐:다처 시계:시게 희망:히망 띄어쓰기:띠어쓰기 예의:예의 차례:차례",
    9: "닦다:닥따 키읔:키윽 옷:옫 웃다:욷따 있다:읻따 젖:젇 빚다:빋따 꽃:꼳 쫓다:쫃따 솥:솓 뱉다:밷따 앞:압 덮다:덥따",
    10: "넋:넉 넋과:넉꽈 앉다:안따 여덟:여덜 넓다:널따 외곬:외골 핥다:할따 값:갑 없다:업따 밟다:밥따 밟소:밥쏘 "
    "밟지:밥찌 밟는:밤는 밟게:밥께 밟고:밥꼬 넓죽하다:넙쭈카다",
    11: "닭:닥 흙과:흑꽈 맑다:막따 늙지:늑찌 삶:삼 젊다:점따 읊고:읍꼬 읊다:읍따 맑게:말께 묽고:물꼬 얽거나:얼꺼나",
    12: "놓고:노코 좋던:조턴 쌓지:싸치 많고:만코 않던:안턴 닳지:달치 각하:가카 먹히다:머키다 밝히다:발키다 "
    "맏형:마텽 좁히다:조피다 넓히다:널피다 꽂히다:꼬치다 앉히다:안치다 닿소:다쏘 많소:만쏘 싫소:실쏘 놓는:논는 "
    "쌓네:싼네 않네:안네 뚫네:뚤레 낳은:나은 놓아:노아 쌓이다:싸이다 많아:마나 않은:아는 닳아:다라 싫어도:시러도 "
    "좋다:조타 못하다:모타다",
    13: "깎아:까까 옷이:오시 있어:이써 낮이:나지 꽂아:꼬자 꽃을:꼬츨 쫓아:쪼차 밭에:바테 앞으로:아프로 덮이다:더피다",
    14: "넋이:넉씨 앉아:안자 닭을:달글 젊어:절머 곬이:골씨 핥아:할타 읊어:을퍼 값을:갑쓸 없어:업써",
    15: "맛없다:마덥따 겉옷:거돋 헛웃음:허두슴 맛있다:마싣따",
    17: "굳이:구지 미닫이:미다지 땀받이:땀바지 밭이:바치 벼훑이:벼훌치 굳히다:구치다 닫히다:다치다 묻히다:무치다 "
    "같이:가치 붙여:부처 닫혀:다처",
    18: "먹는:멍는 국물:궁물 깎는:깡는 키읔만:키응만 몫몫이:몽목씨 긁는:긍는 흙만:흥만 닫는:단는 짓는:진는 "
    "옷맵시:온맵씨 있는:인는 맞는:만는 젖멍울:전멍울 쫓는:쫀는 꽃망울:꼰망울 붙는:분는 놓는:논는 잡는:잠는 "
    "밥물:밤물 앞마당:암마당 밟는:밤는 읊는:음는 없는:엄는",
    19: "담력:담녁 침략:침냑 강릉:강능 항로:항노 대통령:대통녕 막론:망논 백리:뱅니 협력:혐녁 십리:심니",
    20: "난로:날로 신라:실라 천리:철리 광한루:광할루 대관령:대괄령 칼날:칼랄 물난리:물랄리 닳는:달른 뚫는:뚤른 "
    "핥네:할레 의견란:의견난 임진란:임진난 생산량:생산냥 결단력:결딴녁 공권력:공꿘녁 동원령:동원녕 상견례:상견녜 "
    "횡단로:횡단노 이원론:이원논 입원료:이붠뇨 구근류:구근뉴",
    23: "국밥:국빱 깎다:깍따 넋받이:넉빠지 삯돈:삭똔 닭장:닥짱 뻗대다:뻗때다 옷고름:옫꼬름 있던:읻떤 꽂고:꼳꼬 "
    "낯설다:낟썰다 밭갈이:받까리 솥전:솓쩐 곱돌:곱똘 덮개:덥깨 옆집:엽찝 넓죽하다:넙쭈카다 읊조리다:읍쪼리다 "
    "값지다:갑찌다",
    24: "앉고:안꼬 얹다:언따 닮고:담꼬 젊지:점찌",
    25: "넓게:널께 핥다:할따 훑소:훌쏘 떫지:떨찌",
    26: "갈등:갈뜽 발동:발똥 절도:절도 일시:일씨 물질:물찔 발전:발쩐 설정:설쩡 일시정지:일씨정지",
    27: "할게요:할께요 켤게:켤게 알려드릴게요:알려드릴께요",
    28: "문고리:문꼬리 눈동자:눈똥자 신바람:신빠람 산새:산쌔 손재주:손째주 길가:길까 물고기:물꼬기 등불:등뿔",
    29: "솜이불:솜니불 홑이불:혼니불 막일:망닐 꽃잎:꼰닙 한여름:한녀름 색연필:생년필 담요:담뇨 영업용:영엄뇽 "
    "식용유:시굥뉴 물약:물략 휘발유:휘발류 서울역:서울력 십육:심뉵 스물여섯:스물려섣 열여덟:열려덜 "
    "스물일곱:스물릴곱",
    30: "깻잎:깬닙 나뭇잎:나문닙 베갯잇:베갠닏 콧날:콘날 뱃머리:밴머리 뒷일:뒨닐",
}
"""By article of 표준 발음법, mostly its own examples."""
PLAIN = (
    "거실:거실 불:불 켜:켜 에어컨:에어컨 타이머:타이머 부엌에:부어케 목록:몽녹 볶음밥:보끔밥 있습니다:읻씀니다 "
    "켰어요:켜써요"
)


@pytest.mark.parametrize(
    ("word", "sound"),
    [example.split(":") for examples in (*SOUNDS.values(), PLAIN) for example in examples.split()],
)
def test_a_word_sounds_as_the_standard_says(word, sound):
    assert pronounce(word) == sound


def test_words_are_pronounced_one_by_one_and_the_rest_stays():
    assert pronounce("꽃잎, 국물! 할 수 있어요") == "꼰닙, 궁물! 할 쑤 이써요"
    assert pronounce("") == ""


@given(st.builds(Syllable, st.sampled_from(LEADS), st.sampled_from(VOWELS), st.sampled_from(TAILS)))
def test_syllables_come_apart_and_together(syllable):
    assert is_syllable(str(syllable))
    assert take_apart(str(syllable)) == syllable


@given(st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")) | st.sampled_from(" .,?"), max_size=12))
def test_no_syllable_is_lost_and_only_seven_consonants_end_one(text):
    said = pronounce(text)
    assert len(said) == len(text)
    assert {take_apart(c).tail for c in said if is_syllable(c)} <= {"", *"ㄱㄴㄷㄹㅁㅂㅇ"}
