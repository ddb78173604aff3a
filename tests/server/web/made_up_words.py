"""The words of the made-up home, in English and Korean."""

from typing import Any

Json = dict[str, Any]

WORDS: dict[str, Json] = {
    "en": {
        "areas": ["kitchen", "living room", "hallway", "bedroom"],
        "devices": [
            ("light", "ceiling light", "kitchen", {"state": "on", "brightness": 80}, "turn on the kitchen lights"),
            ("switch", "coffee machine", "kitchen", {"state": "off"}, "turn on the coffee machine"),
            ("oven", "oven", "kitchen", {"state": "off"}, "turn off the oven"),
            ("light", "floor lamp", "living room", {"state": "off"}, "dim the floor lamp to 30 percent"),
            (
                "climate",
                "thermostat",
                "living room",
                {"state": "heat", "temperature": 21, "current_temperature": 19.5},
                "set the thermostat to 21 degrees",
            ),
            ("cover", "left curtain", "living room", {"state": "open"}, "close the curtains"),
            ("media_player", "television", "living room", {"state": "paused"}, "pause the television"),
            ("lock", "front door", "hallway", {"state": "locked"}, "lock the front door"),
            ("light", "bedside lamp", "bedroom", {"state": "off"}, "turn off the bedside lamp"),
            (
                "sensor",
                "outdoor temperature",
                None,
                {"state": 12, "unit_of_measurement": "°C"},
                "how cold is it outside",
            ),
        ],
        "people": [("Mina", "owner", "living room"), ("Alex", "adult", "kitchen"), ("Ara", "child", None)],
        "said": [
            "turn on the kitchen lights",
            "unlock the front door",
            "turn on the oven",
            "close the curtains",
            "set the thermostat to 21 degrees",
            "pause the television",
        ],
        "heard": "and then she said the weather",
        "replies": [
            "Ceiling light is on.",
            "I can't unlock the front door yet. Look at the camera, or approve it on a phone.",
            "That is for adults.",
            "Left curtain is closed.",
            "Thermostat is set to 21 degrees.",
            "Television is paused.",
            "I didn't get that. In here you can say: turn on the kitchen lights.",
        ],
        "explained": "Mina was recognised by voice, 97 % sure.\nLights are for everyone in the room, so it was done.",
    },
    "ko": {
        "areas": ["주방", "거실", "현관", "안방"],
        "devices": [
            ("light", "주방등", "주방", {"state": "on", "brightness": 80}, "주방 불 켜줘"),
            ("switch", "커피 머신", "주방", {"state": "off"}, "커피 머신 켜줘"),
            ("oven", "오븐", "주방", {"state": "off"}, "오븐 꺼줘"),
            ("light", "거실등", "거실", {"state": "off"}, "거실등 30퍼센트로 해줘"),
            (
                "climate",
                "에어컨",
                "거실",
                {"state": "cool", "temperature": 24, "current_temperature": 26.5},
                "에어컨 24도로 맞춰줘",
            ),
            ("cover", "커튼", "거실", {"state": "open"}, "커튼 닫아줘"),
            ("media_player", "텔레비전", "거실", {"state": "paused"}, "텔레비전 멈춰줘"),
            ("lock", "현관문", "현관", {"state": "locked"}, "현관문 잠가줘"),
            ("light", "무드등", "안방", {"state": "off"}, "무드등 꺼줘"),
            ("sensor", "바깥 온도", None, {"state": 12, "unit_of_measurement": "°C"}, "밖에 몇 도야"),
        ],
        "people": [("민아", "owner", "거실"), ("준호", "adult", "주방"), ("아라", "child", None)],
        "said": [
            "주방 불 켜줘",
            "현관문 열어줘",
            "오븐 켜줘",
            "커튼 닫아줘",
            "에어컨 24도로 맞춰줘",
            "텔레비전 멈춰줘",
        ],
        "heard": "그래서 내가 날씨가 그랬더니",
        "replies": [
            "주방등을 켰어요.",
            "아직 현관문을 열 수 없어요. 카메라를 보거나 휴대폰에서 승인해 주세요.",
            "그건 어른만 할 수 있어요.",
            "커튼을 닫았어요.",
            "에어컨을 24도로 맞췄어요.",
            "텔레비전을 멈췄어요.",
            "잘 못 들었어요. 여기서는 ‘주방 불 켜줘’라고 말할 수 있어요.",
        ],
        "explained": "민아 님의 목소리를 97% 확신하고 알아봤어요.\n방 안의 불은 누구나 쓸 수 있어서 켰어요.",
    },
}
