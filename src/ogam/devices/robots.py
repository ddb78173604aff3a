"""What every robot can be told, in words: its properties, from the places that its home names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ogam.core import Choice, Device, Property
from ogam.home import Home, Place
from ogam.korean.particles import with_particle

DOMAIN = "robot"
GO, DO, MOVE = "go", "do", "move"
TASK, WHERE, BATTERY = "task", "where", "battery"
STOP, DOCK, FOLLOW = "stop", "return_to_base", "follow"

_GO_ENGLISH = ("go to the {place}", "go to {place}", "go into the {place}", "come to the {place}", "come to {place}",
               "drive to the {place}", "head to the {place}")  # fmt: skip
_GO_KOREAN = ("{to} 가", "{to} 가 줘", "{to} 가 주세요", "{to} 와", "{to} 와 줘", "{to} 와 주세요", "{to} 이동해",
              "{to} 이동해 줘", "{place}에 가", "{place}에 가 줘", "{place}에 가 있어")  # fmt: skip

_DO = (
    Choice(
        STOP,
        {"en": ("stop", "halt", "freeze", "stand still"), "ko": ("멈춰", "정지", "서", "멈춰 줘", "그만", "스톱")},
        "stop",
    ),
    Choice(
        DOCK,
        {
            "en": ("go home", "dock", "charge", "go and charge", "go back to your dock", "go to your dock"),
            "ko": ("집으로 가", "집에 가", "충전해", "충전해 줘", "충전하러 가", "충전하러 가 줘", "충전대로 가"),
        },
        "return_to_base",
    ),
    Choice(
        FOLLOW,
        {
            "en": ("follow me", "come with me", "follow"),
            "ko": ("따라와", "나 따라와", "나를 따라와", "따라와 줘", "날 따라와"),
        },
        "follow",
    ),
)  # fmt: skip
_MOVES = (
    Choice("forward", {
        "en": ("go forward a bit", "move forward", "go forward", "forward a bit", "come closer"),
        "ko": ("앞으로 가", "앞으로 조금 가", "조금 앞으로 가", "앞으로 가 줘", "앞으로 조금 가 줘"),
    }, "move"),
    Choice("back", {
        "en": ("back up a bit", "back up", "move back", "go back a bit", "move back a bit"),
        "ko": ("뒤로 가", "뒤로 조금 가", "조금 뒤로 가", "뒤로 물러나", "뒤로 가 줘", "뒤로 조금 가 줘"),
    }, "move"),
    Choice("left", {
        "en": ("turn left", "turn left a bit", "turn to the left"),
        "ko": ("왼쪽으로 돌아", "왼쪽으로 돌아 줘", "왼쪽으로 조금 돌아", "왼쪽으로 돌려"),
    }, "move"),
    Choice("right", {
        "en": ("turn right", "turn right a bit", "turn to the right"),
        "ko": ("오른쪽으로 돌아", "오른쪽으로 돌아 줘", "오른쪽으로 조금 돌아", "오른쪽으로 돌려"),
    }, "move"),
)  # fmt: skip
_TASKS = (
    Choice("idle", {"en": ("waiting",), "ko": ("대기 중",)}),
    Choice("going", {"en": ("on its way",), "ko": ("이동 중",)}),
    Choice("following", {"en": ("following",), "ko": ("따라가는 중",)}),
    Choice("docking", {"en": ("going home to charge",), "ko": ("충전하러 가는 중",)}),
    Choice("unreachable", {"en": ("not to be reached",), "ko": ("연결 끊김",)}),
)


def robot_properties(places: Sequence[Place]) -> tuple[Property, ...]:
    """What a robot can be told and asked, in a home with these places."""
    going = tuple(Choice(place.name, _go_names(place), "go_to") for place in places)
    commands = [Property(GO, "command", {"en": ("destination",), "ko": ("목적지",)}, going, readable=False)]
    return (
        *(commands if going else ()),
        Property(DO, "command", {"en": ("operation",), "ko": ("동작",)}, _DO, readable=False),
        Property(MOVE, "command", {"en": ("movement",), "ko": ("움직임",)}, _MOVES, readable=False),
        Property(TASK, "choice", {"en": ("task", "status"), "ko": ("하는 일", "상태")}, _TASKS, writable=False),
        Property(WHERE, "text", {"en": ("position", "location", "place"), "ko": ("위치", "자리")}, writable=False),
        Property(
            BATTERY, "number",
            {"en": ("battery", "charge", "battery level"), "ko": ("배터리", "배터리 잔량", "충전량")},
            least=0, most=100, unit="%", writable=False,
        ),
    )  # fmt: skip


def with_robots(home: Home) -> Home:
    """The home, with what each of its robots can be told, and where the places are that it knows."""
    if not any(_is_bare(device) for device in home.devices):
        return home
    properties = robot_properties(home.places)
    described = [
        replace(device, properties=properties, attributes={**_facts(device, home.places), **device.attributes})
        if _is_bare(device)
        else device
        for device in home.devices
    ]
    return replace(home, devices=tuple(described))


def places_of(device: Device) -> Mapping[str, tuple[float, float, float]]:
    """The places that a robot knows: x and y in metres, heading in degrees, by name."""
    told: Any = device.attributes.get("places", {})
    return {str(name): (float(at[0]), float(at[1]), float(at[2])) for name, at in told.items()}


def _is_bare(device: Device) -> bool:
    return device.domain == DOMAIN and not device.properties


def _facts(device: Device, places: Sequence[Place]) -> dict[str, Any]:
    """Where the places are; of a robot that is simulated by the virtual driver how it is at the beginning."""
    if device.driver == "virtual":
        return {BATTERY: 80, WHERE: places[0].name if places else "0 m, 0 m"}
    return {"places": {place.name: [place.x, place.y, place.heading] for place in places}}


def _go_names(place: Place) -> dict[str, tuple[str, ...]]:
    return {
        "en": tuple(_filled(_GO_ENGLISH, place)),
        "ko": tuple(_filled(_GO_KOREAN, place)),
    }


def _filled(templates: Sequence[str], place: Place) -> Iterator[str]:
    for template in templates:
        for name in (place.name, *place.aliases):
            yield template.format(place=name, to=with_particle(name, "으로"))
