"""What cameras know by sight, in English and Korean: the 80 classes of COCO (Lin et al., 2014, arXiv 1405.0312)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing. one, several: its English names, the usual one first. korean: the same in Korean.

    counter: the word that Korean counts it with (한 마리).
    """

    one: tuple[str, ...]
    several: tuple[str, ...]
    korean: tuple[str, ...]
    counter: str = "개"


_TABLE = """
person | person, somebody | people, persons | 사람 | 명
bicycle | bicycle, bike | bicycles, bikes | 자전거 | 대
car | car | cars | 자동차, 차 | 대
motorcycle | motorcycle, motorbike | motorcycles, motorbikes | 오토바이 | 대
airplane | airplane, plane | airplanes, planes | 비행기 | 대
bus | bus | buses | 버스 | 대
train | train | trains | 기차 | 대
truck | truck, lorry, van | trucks, lorries, vans | 트럭 | 대
boat | boat | boats | 배, 보트 | 척
traffic light | traffic light | traffic lights | 신호등 | 개
fire hydrant | fire hydrant, hydrant | fire hydrants, hydrants | 소화전 | 개
stop sign | stop sign | stop signs | 정지 표지판 | 개
parking meter | parking meter | parking meters | 주차 미터기 | 개
bench | bench | benches | 벤치 | 개
bird | bird | birds | 새 | 마리
cat | cat, kitty | cats, kitties | 고양이 | 마리
dog | dog, puppy | dogs, puppies | 강아지, 개, 멍멍이 | 마리
horse | horse | horses | 말 | 마리
sheep | sheep | sheep | 양 | 마리
cow | cow | cows | 소 | 마리
elephant | elephant | elephants | 코끼리 | 마리
bear | bear | bears | 곰 | 마리
zebra | zebra | zebras | 얼룩말 | 마리
giraffe | giraffe | giraffes | 기린 | 마리
backpack | backpack, rucksack, school bag | backpacks, rucksacks, school bags | 배낭, 책가방 | 개
umbrella | umbrella | umbrellas | 우산 | 개
handbag | handbag, bag, purse | handbags, bags, purses | 핸드백, 가방, 손가방 | 개
tie | tie, necktie | ties, neckties | 넥타이 | 개
suitcase | suitcase, luggage | suitcases | 여행 가방, 캐리어 | 개
frisbee | frisbee | frisbees | 원반, 프리스비 | 개
skis | pair of skis | skis | 스키 | 개
snowboard | snowboard | snowboards | 스노보드 | 개
sports ball | ball | balls | 공 | 개
kite | kite | kites | 연 | 개
baseball bat | baseball bat, bat | baseball bats, bats | 야구 방망이 | 개
baseball glove | baseball glove | baseball gloves | 야구 글러브 | 개
skateboard | skateboard | skateboards | 스케이트보드 | 개
surfboard | surfboard | surfboards | 서핑 보드 | 개
tennis racket | tennis racket, racket | tennis rackets, rackets | 테니스 라켓, 라켓 | 개
bottle | bottle | bottles | 병, 물병 | 개
wine glass | wine glass, glass | wine glasses, glasses | 와인 잔, 유리잔 | 개
cup | cup, mug | cups, mugs | 컵, 머그잔 | 개
fork | fork | forks | 포크 | 개
knife | knife | knives | 칼, 나이프 | 개
spoon | spoon | spoons | 숟가락 | 개
bowl | bowl | bowls | 그릇 | 개
banana | banana | bananas | 바나나 | 개
apple | apple | apples | 사과 | 개
sandwich | sandwich | sandwiches | 샌드위치 | 개
orange | orange | oranges | 오렌지, 귤 | 개
broccoli | broccoli | broccoli | 브로콜리 | 개
carrot | carrot | carrots | 당근 | 개
hot dog | hot dog | hot dogs | 핫도그 | 개
pizza | pizza | pizzas | 피자 | 판
donut | donut, doughnut | donuts, doughnuts | 도넛 | 개
cake | cake | cakes | 케이크 | 개
chair | chair | chairs | 의자 | 개
couch | couch, sofa | couches, sofas | 소파 | 개
potted plant | plant, potted plant | plants, potted plants | 화분 | 개
bed | bed | beds | 침대 | 개
dining table | dining table, table | dining tables, tables | 식탁 | 개
toilet | toilet | toilets | 변기 | 개
tv | TV, television, screen | TVs, televisions, screens | 티브이, 텔레비전 | 대
laptop | laptop | laptops | 노트북 | 대
mouse | computer mouse, mouse | computer mice | 마우스 | 개
remote | remote, remote control | remotes, remote controls | 리모컨, 리모콘 | 개
keyboard | keyboard | keyboards | 키보드 | 개
cell phone | phone, mobile, cell phone, mobile phone | phones, mobiles, cell phones | 휴대폰, 핸드폰, 전화기 | 대
microwave | microwave | microwaves | 전자레인지 | 대
oven | oven | ovens | 오븐 | 대
toaster | toaster | toasters | 토스터 | 대
sink | sink | sinks | 싱크대, 세면대 | 개
refrigerator | refrigerator, fridge | refrigerators, fridges | 냉장고 | 대
book | book | books | 책 | 권
clock | clock | clocks | 시계 | 개
vase | vase | vases | 꽃병 | 개
scissors | pair of scissors | scissors | 가위 | 개
teddy bear | teddy bear, teddy | teddy bears, teddies | 곰 인형, 인형 | 개
hair drier | hair dryer | hair dryers | 헤어드라이어, 드라이기 | 개
toothbrush | toothbrush | toothbrushes | 칫솔 | 개
"""
PERSON = "person"


def _read() -> Mapping[str, Thing]:
    rows = (line.split(" | ") for line in _TABLE.strip().splitlines())
    parts = ([tuple(part.strip().split(", ")) for part in row] for row in rows)
    return {name[0]: Thing(one, several, korean, counter[0]) for name, one, several, korean, counter in parts}


THINGS: Mapping[str, Thing] = _read()
"""By the class's own name."""

UNSEEN: Mapping[str, Thing] = {
    "keys": Thing(("key",), ("keys", "car keys", "house keys"), ("열쇠", "차 키")),
    "wallet": Thing(("wallet",), ("wallets",), ("지갑",)),
    "glasses": Thing(("pair of glasses",), ("reading glasses", "sunglasses", "glasses"), ("안경", "선글라스")),
    "charger": Thing(("charger",), ("chargers",), ("충전기",)),
    "headphones": Thing(("pair of headphones",), ("headphones", "earphones", "earbuds"), ("이어폰", "헤드폰")),
    "watch": Thing(("watch", "wristwatch"), ("watches",), ("손목시계",)),
    "medicine": Thing(("medicine",), ("pills",), ("약",)),
}
"""What people look for and these cameras cannot tell by sight: it is said so, instead of not being understood."""


def thing(name: str) -> Thing:
    """What is called so in `THINGS` or `UNSEEN`; a class that is in neither is called by its own name."""
    return THINGS.get(name) or UNSEEN.get(name) or Thing((name,), (f"{name}s",), (name,))
