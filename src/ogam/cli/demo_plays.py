"""What the voices of `ogam demo` say, and what is meant by it."""

from typing import NamedTuple


class Line(NamedTuple):
    """What a voice says, and the intent that is meant; None for what is none of the home's."""

    voice: str
    text: str
    intent: str | None


ENGLISH_PLAY = (
    Line("af_heart", "turn on the kitchen lights", "HassTurnOn"),
    Line("am_michael", "set the thermostat to 22 degrees", "HassClimateSetTemperature"),
    Line("bf_emma", "make the bedside lamp blue", "HassLightSet"),
    Line("bm_george", "set the brightness of the floor lamp to 30 percent", "HassLightSet"),
    Line("af_bella", "open the left curtain", "HassTurnOn"),
    Line("am_puck", "what is the outdoor temperature", "HassGetState"),
    Line("bf_isabella", "is the bathroom window open", "HassGetState"),
    Line("am_fenrir", "I read a lovely book about whales yesterday", None),
    Line("af_heart", "add oat milk to my shopping list", "HassListAddItem"),
    Line("bm_fable", "start the robot vacuum", "HassVacuumStart"),
    Line("am_michael", "set a timer for ten minutes", "HassStartTimer"),
    Line("bf_emma", "lock the front door", "HassTurnOn"),
    Line("am_puck", "turn off all the lights", "HassTurnOff"),
)

KOREAN_PLAY = (
    Line("hf_alpha", "주방 불 켜 주세요", "HassTurnOn"),
    Line("jm_kumo", "에어컨 온도를 이십사 도로 맞춰 줘", "HassClimateSetTemperature"),
    Line("hf_beta", "무드등 파란색으로 바꿔 줘", "HassLightSet"),
    Line("jf_alpha", "커튼 열어 줘", "HassTurnOn"),
    Line("hf_alpha", "현관문 잠겨 있어", "HassGetState"),
    Line("jm_kumo", "안방 온도 알려 줘", "HassClimateGetTemperature"),
    Line("hf_beta", "어제 고래에 대한 재미있는 책을 읽었어", None),
    Line("hf_alpha", "장보기 목록에 우유 추가해 줘", "HassListAddItem"),
    Line("jf_alpha", "로봇청소기 청소 시작해 줘", "HassVacuumStart"),
    Line("jm_kumo", "십 분 타이머 설정해 줘", "HassStartTimer"),
    Line("hf_alpha", "텔레비전 볼륨 좀 줄여 줘", "HassSetVolumeRelative"),
    Line("hf_beta", "영화 모드 켜 줘", "HassTurnOn"),
    Line("hf_alpha", "불 다 꺼 줘", "HassTurnOff"),
)
"""In Hindi and Japanese voices: Kokoro has no Korean ones."""


PLAYS = {"en": ENGLISH_PLAY, "ko": KOREAN_PLAY}
