"""A made-up home with made-up turns, in English and Korean, for looking at the web app. Nothing in it was measured."""

import time

from made_up_words import WORDS, Json

VERBS = {
    "light": ["turn_on", "turn_off", "set_light"],
    "switch": ["turn_on", "turn_off"],
    "oven": ["turn_on", "turn_off"],
    "climate": ["turn_on", "turn_off", "set_temperature", "get_temperature"],
    "cover": ["open", "close", "set_position"],
    "media_player": ["play", "pause", "set_volume"],
    "lock": ["lock", "unlock"],
    "sensor": ["get_state"],
}
ARGUMENTS = {
    "set_light": [("brightness", "number", 0, 100, "%", []), ("color", "text", None, None, "", ["red", "blue"])],
    "set_temperature": [("temperature", "number", 5, 35, "°C", [])],
    "set_position": [("position", "number", 0, 100, "%", [])],
    "set_volume": [("volume_level", "number", 0, 100, "%", [])],
}
"""Of verbs: name, kind, least, most, unit, choices."""
RESULT = {
    "turn_on": "on",
    "turn_off": "off",
    "open": "open",
    "close": "closed",
    "lock": "locked",
    "unlock": "unlocked",
    "play": "playing",
    "pause": "paused",
}

RULES = (
    (
        "anyone-here",
        "permit",
        "Lights, fans, curtains and media in the room are for everyone in it.",
        "방 안의 불, 선풍기, 커튼, 음악은 그 방에 있는 누구나 쓸 수 있어요.",
    ),
    (
        "adults-protected",
        "permit",
        "Locks, the garage, the oven, the alarm, the car and purchases are for adults I recognise by voice and face, in person.",  # noqa: E501
        "잠금, 차고, 오븐, 경보, 차, 구매는 목소리와 얼굴을 알아보고 사진이나 녹음이 아닌 것까지 확인한 어른만 쓸 수 있어요.",  # noqa: E501
    ),
    (
        "children-no-oven",
        "forbid",
        "Children may not use the oven, the water heater or the gas.",
        "아이는 오븐, 온수기, 가스를 쓸 수 없어요.",
    ),
)

OUTCOMES = (
    ("HassTurnOn", 0, "turn_on", "allow", "anyone-here", []),
    ("HassTurnOff", 7, "unlock", "ask", "adults-protected", ["face", "approval"]),
    ("HassTurnOn", 2, "turn_on", "deny", "children-no-oven", []),
    ("HassTurnOff", 5, "close", "allow", "anyone-here", []),
    ("HassClimateSetTemperature", 4, "set_temperature", "allow", "anyone-here", []),
    ("HassMediaPause", 6, "pause", "allow", "anyone-here", []),
)
"""Of the sentences of `said`: intent, which device, verb, effect, rule, what is needed."""


def home(language: str, marked: str = "") -> Json:
    """GET /api/home. marked: put before every name, to see what a hostile one does."""
    words = WORDS[language]
    return {
        "language": language,
        "languages": [language],
        "areas": [{"id": f"area_{place}", "name": marked + name} for place, name in enumerate(words["areas"])],
        "devices": [device(words, place, marked) for place in range(len(words["devices"]))],
        "people": [{"name": marked + name, "role": role, "room": None} for name, role, _ in words["people"]],
        "editable": True,
        "drivers": ["virtual"],
        "domains": ["climate", "cover", "fan", "light", "lock", "switch"],
    }


def device(words: Json, place: int, marked: str = "") -> Json:
    domain, name, area, state, example = words["devices"][place]
    return {
        "id": f"{domain}.{place}",
        "name": marked + name,
        "aliases": [],
        "domain": domain,
        "device_class": "curtain" if domain == "cover" else None,
        "area": None if area is None else f"area_{words['areas'].index(area)}",
        "driver": "virtual",
        "state": dict(state),
        "actions": [{"verb": verb, "arguments": arguments(verb)} for verb in VERBS[domain]],
        "examples": [example],
    }


def arguments(verb: str) -> list[Json]:
    names = ("name", "kind", "least", "most", "unit", "choices")
    told = [dict(zip(names, one, strict=True)) for one in ARGUMENTS.get(verb, [])]
    return [one | {"required": len(told) == 1} for one in told]


def people(language: str, marked: str = "") -> list[Json]:
    """GET /api/people."""
    words = WORDS[language]
    held = ((3, 2, 0), (3, 0, 1), (0, 0, 0))
    return [
        {
            "id": f"p{place}" if any(held[place]) else None,
            "name": marked + name,
            "role": role,
            "since": time.time() - 86400 * 40 if any(held[place]) else None,
            "voice": held[place][0],
            "face": held[place][1],
            "pending": held[place][2],
            "present": area
            and {"area": f"area_{words['areas'].index(area)}", "since": time.time() - 120 * (place + 1)},
        }
        for place, (name, role, area) in enumerate(words["people"])
    ]


def rules(language: str) -> list[Json]:
    """The rules of GET /api/policy."""
    own = ("no-oven-at-night", "forbid", "The oven stays off after ten.", "열 시 뒤에는 오븐을 켤 수 없어요.")
    return [rule(language, *one, source="own" if one is own else "built-in") for one in (*RULES, own)]


def rule(language: str, name: str, effect: str, en: str, ko: str, source: str) -> Json:
    text = f'@id("{name}")\n@en("{en}")\n@ko("{ko}")\n{effect} (principal, action, resource);'
    return {"id": name, "effect": effect, "sentence": ko if language == "ko" else en, "source": source, "text": text}


def turn(language: str, place: int, number: int, at: float, marked: str = "") -> Json:
    """The turn of a sentence of `said`; of something that is none of them, where there is no such place."""
    words = WORDS[language]
    understood = place < len(OUTCOMES)
    sentence = words["said"][place] if understood else ""
    who = ("Mina", "Mina", "Ara", "Alex", "Alex", "Mina", None)[place]
    known = {"Mina": 0, "Alex": 1, "Ara": 2}
    person = None if who is None else marked + words["people"][known[who]][0]
    confidence = 0.99 - 0.01 * place if understood else 0.08
    heard = {
        "kind": "sentence",
        "value": marked + sentence if sentence else "",
        "confidence": confidence,
        "start": 0.2,
        "end": 1.9,
        "source": "kitchen",
        "recognizer": "sentences",
        "model": "whisper-base 1",
        "box": None,
        "details": {"heard": marked + (sentence or words["heard"]), "accepted": understood, "margin": 2.31},
    }
    milliseconds = {"recognise": 62.0 + 7 * (number % 9), "identify": 31.0, "interpret": 8.1, "act": 4.4}
    made = {
        "turn": f"turn{number}",
        "time": at,
        "session": "kitchen",
        "area": "area_0",
        "medium": "audio",
        "sentence": heard["value"],
        "heard": heard["details"]["heard"],
        "confidence": confidence,
        "observations": [heard],
        "who": {
            "person": person,
            "probability": 0.97 if person else 0.94,
            "modalities": ["voice"] if person else [],
            "liveness": "unknown",
            "challenge": False,
            "approved_by": None,
            "details": {"score": 0.71, "margin": 0.44},
        },
        "command": None,
        "decision": None,
        "actions": [],
        "reply": marked + words["replies"][place],
        "error": "",
        "timings_ms": milliseconds | {"total": sum(milliseconds.values()) + 30},
    }
    return made | (outcome(words, place, made, marked) if understood else {})


def outcome(words: Json, place: int, made: Json, marked: str) -> Json:
    intent, number, verb, effect, rule_id, needs = OUTCOMES[place]
    chosen = device(words, number, marked)
    found = next(one for one in RULES if one[0] == rule_id)
    command = {
        "intent": intent,
        "slots": {"name": {"value": chosen["name"], "text": chosen["name"]}},
        "sentence": made["sentence"],
        "language": "ko" if words is WORDS["ko"] else "en",
        "devices": [chosen["id"]],
        "area": "area_0",
        "speaker": made["who"]["person"],
        "confidence": made["confidence"],
        "response": "default",
    }
    decision = {
        "effect": effect,
        "rule": rule_id,
        "reason": found[2],
        "needs": needs,
        "reasons": {"ko": found[3]},
        "action": verb,
        "device": chosen["id"],
    }
    return {"command": command, "decision": decision, "actions": [act(chosen, verb)] if effect == "allow" else []}


def act(chosen: Json, verb: str) -> Json:
    state = chosen["state"] | ({"state": RESULT[verb]} if verb in RESULT else {})
    return {
        "device": chosen["id"],
        "name": chosen["name"],
        "device_class": chosen["device_class"],
        "verb": verb,
        "arguments": {},
        "ok": True,
        "state": state,
        "answer": "",
        "effect": str(state["state"]),
        "error": "",
    }


def turns(language: str, count: int, marked: str = "") -> list[Json]:
    """The last turns, newest first, some of today and some of the days before."""
    now = time.time()
    return [turn(language, number % 7, count - number, now - 60 - 2900 * number, marked) for number in range(count)]


def health() -> Json:
    """GET /api/health."""
    return {
        "uptime": 93_600.0,
        "sessions": 3,
        "latency_ms": {"median": 141.0, "p95": 288.0, "n": 412},
        "real_time_factor": 0.14,
        "dropped_seconds": 0.0,
        "dropped_utterances": 0,
        "memory_mb": 612.4,
        "log_bytes": 4_810_000,
        "models": [
            {"name": "Whisper base", "version": "int8 1", "licence": "MIT"},
            {"name": "CAM++", "version": "int8 1", "licence": "Apache-2.0"},
            {"name": "Silero VAD", "version": "5", "licence": "MIT"},
        ],
        "checks": [
            {"name": "Microphone", "ok": True, "detail": "kitchen, living room", "advice": ""},
            {
                "name": "Broker",
                "ok": False,
                "detail": "mqtt://localhost:1883 does not answer.",
                "advice": "Is Mosquitto running?",
            },
        ],
    }


def cameras(language: str, marked: str = "") -> list[Json]:
    """GET /api/cameras: one that watches, one that is paused for a while, one that gives no picture."""
    names = {
        "en": ["kitchen camera", "door camera", "yard camera"],
        "ko": ["주방 카메라", "현관 카메라", "마당 카메라"],
    }
    zones = {"en": ["table", "oven door"], "ko": ["식탁", "오븐 문"]}
    first, second = (marked + zone for zone in zones[language])
    shown = [
        {"name": first, "polygon": [[0.5, 0.55], [0.95, 0.55], [0.95, 0.95], [0.5, 0.95]], "opens": False},
        {"name": second, "polygon": [[0.03, 0.3], [0.2, 0.3], [0.2, 0.7], [0.03, 0.7]], "opens": True},
    ]
    states = [("watching", 0.0, ""), ("paused", 2400.0, ""), ("lost", 0.0, "192.168.0.9: no answer.")]
    return [
        {
            "id": f"camera.c{place}",
            "name": marked + name,
            "area": f"area_{place}",
            "state": state,
            "watching": state in ("watching", "lost"),
            "reason": reason,
            "paused_for": paused,
            "looked": 0.4,
            "moving": place == 0,
            "rate": 5.0,
            "sees": ["people", "objects"],
            "zones": shown if place == 0 else [],
            "masks": [[[0.8, 0], [1, 0], [1, 0.2], [0.8, 0.2]]] if place == 0 else [],
            "snapshots": {"on": ["entered", "fall"], "keep_days": 7} if place == 2 else None,
            "counts": {"pictures": 812, "still": 700, "dropped": 0, "failures": 0, "seconds": 21.0},
            "may_look": True,
        }
        for place, (name, (state, paused, reason)) in enumerate(zip(names[language], states, strict=True))
    ]


def seen(language: str, marked: str = "") -> Json:
    """GET /api/cameras/…/seen."""
    labels = {"en": ["Mina", "cup", "cup"], "ko": ["민아", "컵", "컵"]}[language]
    kinds = ["person", "object", "object"]
    places = [[0.3, 0.12, 0.12, 0.2], [0.58, 0.6, 0.07, 0.1], [0.72, 0.62, 0.07, 0.1]]
    boxes = [
        {"kind": kind, "value": label, "label": marked + label, "confidence": 0.95, "box": box, "zone": None}
        for kind, label, box in zip(kinds, labels, places, strict=True)
    ]
    words = {"en": "2 cups, 1 person: Mina", "ko": "컵 2개, 사람 1명: 민아"}[language]
    empty: Json = {"people": [], "unknown": 0, "things": [], "zones": []}
    return {
        "name": "c",
        "state": "watching",
        "width": 640,
        "height": 480,
        "boxes": boxes,
        "words": marked + words,
        **empty,
    }


def snapshots(language: str, marked: str = "") -> list[Json]:
    """GET /api/snapshots: two that a camera kept."""
    camera = marked + {"en": "yard camera", "ko": "마당 카메라"}[language]
    name = marked + {"en": "Mina", "ko": "민아"}[language]
    now = time.time()
    return [
        {"id": f"s{place}", "camera": camera, "area": None, "what": what, "value": value}
        | {"taken": now - 3600 * (place + 1), "expires": now + 6 * 86400}
        for place, (what, value) in enumerate([("entered", name), ("fall", "")])
    ]


def picture() -> bytes:
    """A JPEG of a made-up kitchen: somebody, and two cups on a table."""
    import io

    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", (640, 480), (206, 200, 186))
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 360, 640, 480), fill=(120, 96, 76))
    pen.rectangle((20, 144, 128, 336), fill=(90, 96, 100))
    pen.rectangle((330, 336, 600, 352), fill=(150, 110, 70))
    pen.ellipse((195, 60, 265, 150), fill=(205, 160, 140))
    pen.rectangle((180, 150, 280, 380), fill=(60, 80, 140))
    for left in (376, 466):
        pen.rectangle((left, 290, left + 36, 336), fill=(235, 235, 240))
    pen.rectangle((512, 0, 640, 96), fill=(0, 0, 0))
    file = io.BytesIO()
    drawn.save(file, "JPEG")
    return file.getvalue()
