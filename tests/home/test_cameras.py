"""`cameras`, `gestures` and `seen` of a home file."""

import pytest

from ogam.core import DeviceError, HomeError
from ogam.home import SeenDevice, parse_home, read_home
from ogam.hub.addresses import address_of
from ogam.messages import translate

GOOD = """\
areas: [{name: kitchen, aliases: [cook room]}, nursery]
devices:
  - {name: lamp, domain: light, area: kitchen, seen: {camera: kitchen camera, at: [0.2, 0.3]}}
  - {name: oven, domain: oven, area: kitchen, seen: {camera: eye, zone: Oven Door}}
cameras:
  - name: kitchen camera
    aliases: [eye]
    area: cook room
    address: rtsp://me:${PASSWORD}@192.168.0.20/stream
    rate: 10
    sees: [people, gestures]
    zones:
      table: [[0, 0.5], [1, 0.5], [1, 1]]
      oven door: {polygon: [[0, 0], [0.4, 0], [0.2, 0.3]], aliases: [stove door], opens: true}
    masks: [[[0, 0], [0.1, 0], [0.1, 0.1]]]
  - {name: nursery camera, area: nursery, address: 0, paused: true}
gestures:
  open_palm: stop the music
  thumbs_up: [{say: turn on the lamp, area: cook room}, {say: turn off the lamp, camera: nursery camera}]
"""


def problems(text: str) -> list[str]:
    with pytest.raises(HomeError) as caught:
        parse_home(text, "home.yaml")
    return caught.value.problems


def test_cameras_are_read() -> None:
    home = parse_home(GOOD)
    kitchen, nursery = home.cameras
    assert (kitchen.id, kitchen.area, kitchen.rate, kitchen.sees) == (
        "camera.kitchen_camera", "kitchen", 10.0, ("people", "gestures"),
    )  # fmt: skip
    assert [(zone.name, zone.aliases, zone.opens) for zone in kitchen.zones] == [
        ("table", (), False),
        ("oven door", ("stove door",), True),
    ]
    assert kitchen.masks == (((0.0, 0.0), (0.1, 0.0), (0.1, 0.1)),)
    assert (nursery.address, nursery.rate, nursery.sees, nursery.paused) == ("0", 5.0, ("people", "objects"), True)
    assert home.camera("nursery camera") is home.camera("camera.nursery_camera") is nursery


def test_cameras_are_devices_too() -> None:
    home = parse_home(GOOD)
    device = home.device("camera.kitchen_camera")
    assert device is not None
    assert (device.domain, device.driver, device.area, device.aliases) == ("camera", "camera", "kitchen", ("eye",))
    assert "PASSWORD" not in str(device)


def test_a_device_is_seen_at_a_point_or_in_a_zone() -> None:
    lamp, oven = parse_home(GOOD).seen
    assert lamp == SeenDevice("light.lamp", "kitchen camera", (0.2, 0.3))
    assert (oven.device, oven.camera, oven.at) == ("oven.oven", "kitchen camera", pytest.approx((0.2, 0.1)))


def test_gestures_say_sentences_in_places() -> None:
    home = parse_home(GOOD)
    assert [(one.gesture, one.say, one.camera, one.area) for one in home.gestures] == [
        ("open_palm", "stop the music", None, None),
        ("thumbs_up", "turn on the lamp", None, "kitchen"),
        ("thumbs_up", "turn off the lamp", "nursery camera", None),
    ]
    assert home.gestures[0].where == "home.yaml:18"


CAMERAS = "areas: [kitchen]\ncameras:\n  - {name: eye, address: 0, area: kitchen"
WRONG = [
    ("cameras: [{name: eye}]", "home.yaml:1: camera 'eye' has no address. Write where it is, as in "
     "`address: rtsp://192.168.0.20/stream`."),
    ("cameras: [{address: 0}]", "home.yaml:1: a camera has no name. Give it one."),
    (CAMERAS + ", rate: 100}", "home.yaml:3: rate of camera 'eye' is pictures a second: a number above 0, up to 30."),
    (CAMERAS + ", rate: many}", "home.yaml:3: rate of camera 'eye' is pictures a second: a number above 0, up to 30."),
    (CAMERAS + ", sees: [peple]}", "home.yaml:3: camera 'eye' cannot see 'peple'. It may see: people, objects, "
     "gestures, text, falls. Did you mean 'people'?"),
    (CAMERAS + ", zones: {table: [[0, 0], [1, 1]]}}", "home.yaml:3: zone 'table' of camera 'eye' needs at least three "
     "corners, each from [0, 0] (upper left) to [1, 1], as in [[0.1, 0.5], [0.6, 0.5], [0.6, 0.9]]."),
    (CAMERAS + ", masks: [[[0, 0], [1, 1], [2, 1]]]}", "home.yaml:3: a mask of camera 'eye' needs at least three "
     "corners, each from [0, 0] (upper left) to [1, 1], as in [[0.1, 0.5], [0.6, 0.5], [0.6, 0.9]]."),
    (CAMERAS + ", paused: maybe}", "home.yaml:3: paused of camera 'eye' is 'true' or 'false', not 'maybe'."),
    (CAMERAS.replace("area: kitchen", "area: kichen") + "}", "home.yaml:3: camera 'eye' is in area 'kichen', which is "
     "not declared. Areas: kitchen. Did you mean 'kitchen'?"),
    (CAMERAS + "}\n  - {name: Eye, address: 1}", "home.yaml:4: device 'Eye' can be called 'Eye', and so can 'eye' "
     "(home.yaml:3), and one of them has no area. Give both an area, or rename one."),
    ("gestures: {open_plam: stop}", "home.yaml:1: gestures has no key 'open_plam'. Keys: open_palm, thumbs_up, "
     "thumbs_down, pointing_left, pointing_right, pointing_up, pointing_down, fist, victory. "
     "Did you mean 'open_palm'?"),
    ("gestures: {fist: }", "home.yaml:1: gesture 'fist' says nothing. Write a sentence of your home, as in: "
     "stop the music"),
    (CAMERAS + "}\ngestures: {fist: {say: stop, camera: ey}}", "home.yaml:4: gesture 'fist' counts for camera 'ey', "
     "which is not declared. Cameras: eye. Did you mean 'eye'?"),
    (CAMERAS + "}\ngestures: {fist: {say: stop, area: kitchn}}", "home.yaml:4: gesture 'fist' counts in area "
     "'kitchn', which is not declared. Areas: kitchen. Did you mean 'kitchen'?"),
    (CAMERAS + "}\ndevices: [{name: lamp, domain: light, seen: {camera: eye, at: [2, 3]}}]", "home.yaml:4: device "
     "'lamp' is seen, but not where. Write `at: [0.4, 0.6]`, or `zone:` and its name."),
    (CAMERAS + "}\ndevices: [{name: lamp, domain: light, seen: {at: [0, 0]}}]", "home.yaml:4: device 'lamp' is seen, "
     "but not by which camera. Write `camera:` and its name."),
    (CAMERAS + "}\ndevices: [{name: lamp, domain: light, seen: {camera: eye, zone: table}}]", "home.yaml:4: device "
     "'lamp' is seen in zone 'table', which camera 'eye' has not. Zones: none yet."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said_with_its_line_and_in_korean(text: str, message: str) -> None:
    assert problems(text) == [message]
    assert translate(message, "ko") != message


def test_a_password_in_the_file_is_worth_a_note_that_does_not_repeat_it() -> None:
    text = "cameras: [{name: eye, address: 'rtsp://me:hunter2@192.168.0.20/stream'}]"
    notes = read_home(text)[1].notes
    assert len(notes) == 1
    assert "hunter2" not in notes[0]
    assert translate(notes[0], "ko") != notes[0]
    assert read_home(GOOD)[1].notes == []


def test_gestures_that_no_camera_sees_are_worth_a_note() -> None:
    notes = read_home(CAMERAS + "}\ngestures: {fist: stop}")[1].notes
    assert notes == ["home.yaml:4: no camera of this home sees gestures. Give one: `sees: [people, gestures]`."]
    assert translate(notes[0], "ko") != notes[0]


def test_secrets_are_put_into_addresses_from_elsewhere() -> None:
    kitchen, nursery = parse_home(GOOD).cameras
    assert address_of(kitchen, {"PASSWORD": "hunter2"}) == "rtsp://me:hunter2@192.168.0.20/stream"
    assert address_of(nursery, {}) == "0"
    with pytest.raises(DeviceError, match=r"^kitchen camera: the environment variable PASSWORD is not set\.$"):
        address_of(kitchen, {})
