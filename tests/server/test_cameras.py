"""Cameras through the API: who may know that they watch, who may look, that looks are in the log, pauses."""

import io
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image as Pillow

from ogam.audio import EnergyVoiceActivity
from ogam.client import Client
from ogam.core import Box, Identity, Image, Observation
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub import EventLog, Eye, House, open_hub
from ogam.hub.fakes import FakeSights
from ogam.hub.open_sights import open_pictures
from ogam.hub.turns import identity_data
from ogam.server import Server, create_app
from ogam.server.api.looks import AGAIN, Looks
from ogam.server.auth import Auth
from ogam.server.auth.callers import Caller
from ogam.vision.simulator import MjpegServer, made_up_room

from .conftest import QUICK, URL, People

HOME = """
areas: [hall, bathroom]
devices: [{{name: lamp, domain: light, area: hall}}]
people:
  - {{name: Mina, role: owner}}
  - {{name: Joon, role: child}}
  - {{name: Sora, role: adult}}
  - {{name: Gil, role: guest}}
permissions: on
cameras:
  - name: door camera
    area: hall
    address: {address}
    rate: 20
    zones:
      table: [[0.5, 0.5], [1, 0.5], [1, 1]]
      gate: {{polygon: [[0, 0], [0.2, 0], [0.2, 0.3]], opens: true}}
    masks: [[[0, 0], [0.5, 0], [0.5, 1], [0, 1]]]
  - {{name: bath camera, area: bathroom, address: "{address}", paused: true}}
"""
GRAMMAR = compile_grammar(parse_home(HOME.format(address="0")))
MINA = Observation(
    "person",
    "Mina",
    0.98,
    0,
    0,
    box=Box(320, 120, 64, 96),
    details={"track": "1", "identity": identity_data(Identity("Mina", 0.98, ("face",)))},
)
CUP = Observation("object", "cup", 0.9, 0, 0, box=Box(480, 240, 32, 48), details={"zone": "table"})
EYE = Eye("all", "motion", 0.0, lambda image: {"person": [MINA], "object": [CUP]})


@pytest.fixture
def house() -> Iterator[House]:
    """A house whose cameras are simulated ones in the network; what is seen in them is made up."""
    log = EventLog(None)
    with MjpegServer(made_up_room(20, moving=True), rate=20) as camera:
        home = parse_home(HOME.format(address=camera.address))
        house = House(open_hub(home, log, listen=False, grammar=GRAMMAR), EnergyVoiceActivity())
        yield house
        house.close()
    log.close()


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    server = Server(house, Auth.open(None, hasher=QUICK))
    yield server
    server.auth.close()


@pytest.fixture
def app(server: Server):
    return create_app(server)


@pytest.fixture
def watching(app, house: House) -> Iterator[House]:
    """The same, watched: the door camera has given pictures."""

    async def watch() -> None:
        house.watch(open_pictures, FakeSights((EYE,)))

    with TestClient(app, URL) as client:
        assert client.portal is not None
        client.portal.call(watch)
        until(lambda: house.cameras[0].counts.pictures > 1)
        yield house


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)


def events(house: House, kind: str) -> list[dict]:
    return [dict(event.data) for event in house.hub.log.events() if event.kind == kind]


def test_everybody_of_the_house_may_know_that_a_camera_watches(watching: House, owner, child) -> None:
    door, bath = owner.get("/api/cameras").json()
    assert (door["name"], door["area"], door["state"], door["watching"]) == ("door camera", "hall", "watching", True)
    assert door["may_look"]
    assert door["counts"]["pictures"] > 0
    assert [(zone["name"], zone["opens"]) for zone in door["zones"]] == [("table", False), ("gate", True)]
    assert (bath["state"], bath["watching"], bath["paused_for"]) == ("paused", False, None)
    door = child.get("/api/cameras").json()[0]
    assert (door["watching"], door["may_look"]) == (True, False)
    assert (door["moving"], door["looked"], door["counts"]) == (None, None, None)  # they tell that somebody is there
    assert "http" not in owner.get("/api/cameras").text


def test_a_picture_is_masked_never_cached_and_in_the_log_once(watching: House, owner) -> None:
    for _ in range(3):
        answer = owner.get("/api/cameras/door camera/picture")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["cache-control"] == "no-store"
    picture = np.asarray(Pillow.open(io.BytesIO(answer.content)))
    assert picture.shape == (480, 640, 3)
    assert picture[:, :300].max() < 30  # masked
    assert picture[:, 330:].mean() > 60
    (look,) = events(watching, "look")
    assert look == {"camera": "door camera", "what": "picture", "account": "mina", "person": "Mina", "by": "session"}


def test_what_is_seen_has_boxes_in_shares_of_the_picture(watching: House, owner) -> None:
    seen = owner.get("/api/cameras/door camera/seen").json()
    assert (seen["people"], seen["unknown"]) == (["Mina"], 0)
    assert seen["things"] == [{"what": "cup", "count": 1, "zone": "table"}]
    person, cup = seen["boxes"]
    assert (person["value"], person["box"]) == ("Mina", [0.5, 0.25, 0.1, 0.2])
    assert (cup["kind"], cup["label"], cup["zone"]) == ("object", "cup", "table")
    assert seen["words"] == "1 cup, 1 person: Mina"
    korean = owner.get("/api/cameras/door camera/seen", headers={"Accept-Language": "ko"}).json()
    assert (korean["words"], korean["boxes"][1]["label"]) == ("컵 1개, 사람 1명: Mina", "컵")


@pytest.mark.parametrize("what", ["picture", "seen"])
def test_children_guests_and_programs_without_the_scope_see_nothing(
    watching: House, people: People, child, what
) -> None:
    address = f"/api/cameras/door camera/{what}"
    guest = people.client("gil", "Gil")
    for client in (child, guest, people.client("nobody"), people.token("devices", "log", "say", "manage")):
        assert client.get(address).status_code == 403
    assert TestClient(people.app, URL).get(address).status_code == 401
    assert events(watching, "look") == []
    assert people.token("see").get(address).status_code == 200
    assert events(watching, "look")[0]["by"] == "token"


def test_a_rule_of_the_home_may_forbid_to_look(watching: House, owner, monkeypatch) -> None:
    from ogam.core import Decision

    monkeypatch.setattr(type(watching.hub), "may", lambda *args: Decision("deny", "no-eyes", "Nobody looks."))
    answer = owner.get("/api/cameras/door camera/picture")
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert owner.get("/api/cameras").json()[0]["may_look"] is False


def test_pausing_is_for_adults_and_ends_by_itself(watching: House, people: People, adult, child) -> None:
    for client in (child, people.client("gil", "Gil")):
        assert client.post("/api/cameras/door camera/pause", json={"seconds": 60}).status_code == 403
    paused = adult.post("/api/cameras/door camera/pause", json={"seconds": 3600}).json()
    assert (paused["state"], paused["watching"]) == ("paused", False)
    assert 3590 < paused["paused_for"] <= 3600
    assert adult.get("/api/cameras/door camera/picture").status_code == 404
    assert adult.get("/api/cameras/door camera/seen").json()["boxes"] == []
    before = watching.cameras[0].counts.pictures
    assert adult.post("/api/cameras/door camera/resume").json()["state"] in ("starting", "watching", "paused")
    until(lambda: watching.cameras[0].counts.pictures > before)
    told = [(one["what"], one["account"]) for one in events(watching, "watching")]
    assert told == [("paused", "sora"), ("resumed", "sora")]


@pytest.mark.parametrize("seconds", [0, -1, 1e9, "soon"])
def test_a_pause_that_makes_no_sense_is_refused(watching: House, owner, seconds) -> None:
    assert owner.post("/api/cameras/door camera/pause", json={"seconds": seconds}).status_code == 422


def test_a_camera_that_is_not_there_or_not_watched_is_said(house: House, owner) -> None:
    assert owner.get("/api/cameras/moon camera/picture").json()["code"] == "no-such-camera"
    assert owner.get("/api/cameras/door camera/picture").json()["code"] == "not-watched"
    assert owner.get("/api/cameras").json()[0]["state"] == "off"


def test_whether_a_camera_watches_is_told_to_everybody_live(watching: House) -> None:
    from ogam.server.api.events import PUBLIC

    heard: list[tuple[str, dict]] = []

    class Watch:
        def offer(self, event) -> None:
            heard.append((event.kind, dict(event.data)))

        def end(self) -> None: ...

    watching.live._watches.add(Watch())  # type: ignore[arg-type]
    watching.cameras[0].pause(60)
    until(lambda: ("camera", {"camera": "door camera", "state": "paused"}) in heard)
    assert "camera" in PUBLIC
    assert not {"look", "scene", "watching"} & PUBLIC


def test_who_is_at_the_door(watching: House, owner, child) -> None:
    """From a camera in the network to the answer; a child is told when an adult agrees, and not before."""
    assert "Mina" in owner.post("/api/say", json={"text": "who is at the door"}).json()["reply"]
    assert "cup" in owner.post("/api/say", json={"text": "how many cups are on the table"}).json()["reply"]
    refused = child.post("/api/say", json={"text": "who is at the door"}).json()
    assert "Mina" not in refused["reply"]
    assert refused["decision"]["rule"] == "see-approved"


def test_a_look_that_goes_on_is_told_once_a_minute() -> None:
    log, now = EventLog(None), [0.0]
    looks = Looks(log, lambda: now[0])
    caller = Caller("mina", "Mina", "owner", frozenset({"see"}), "session", "1")
    for moment in (0.0, 1.0, AGAIN - 1, AGAIN + 1):
        now[0] = moment
        looks.note("door camera", caller, "picture")
    assert len(list(log.events())) == 2
    looks.note("bath camera", caller, "picture")
    assert len(list(log.events())) == 3


def test_the_client_looks_too(watching: House, people: People) -> None:
    client = Client(URL, http=people.token("see", "devices"))  # type: ignore[arg-type]
    assert [one["name"] for one in client.cameras()] == ["door camera", "bath camera"]
    assert client.picture("door camera").startswith(b"\xff\xd8")
    assert client.seen("door camera")["people"] == ["Mina"]
    assert client.pause_camera("door camera", 60)["state"] == "paused"
    assert client.resume_camera("door camera")["name"] == "door camera"


def test_no_picture_is_in_the_log(watching: House, owner) -> None:
    owner.get("/api/cameras/door camera/picture")
    assert all(len(str(event.data)) < 2000 for event in watching.hub.log.events())
    assert not any(isinstance(value, Image) for event in watching.hub.log.events() for value in event.data.values())


class Finds:
    """Sees Mina in every picture."""

    def look(self, image: Image) -> list[Observation]:
        assert image.pixels.shape == (480, 640, 3)
        return [MINA]


def test_a_picture_of_a_phone_is_looked_at_and_not_kept(app, server: Server, owner, child) -> None:
    app.state.running.glance = Finds()
    picture = io.BytesIO()
    Pillow.fromarray(made_up_room(1)[0].pixels).save(picture, "JPEG")
    seen = owner.post("/api/see", content=picture.getvalue()).json()
    assert (seen["width"], seen["boxes"][0]["label"], seen["boxes"][0]["box"]) == (640, "Mina", [0.5, 0.25, 0.1, 0.2])
    assert list(server.house.hub.log.events()) == []
    assert child.post("/api/see", content=picture.getvalue()).status_code == 403
    assert owner.post("/api/see", content=b"no picture").status_code == 422
    assert owner.post("/api/see", content=bytes(400_000)).status_code == 413


@pytest.mark.parametrize(
    ("people_there", "unknown", "things", "english", "korean"),
    [
        ((), 0, (), "nothing that I know", "아는 것이 없어요"),
        (("Mina",), 2, (), "3 people: Mina, 2 I don't know", "사람 3명: Mina, 모르는 사람 2명"),
        ((), 1, (("cup", 2, "table"), ("cup", 1, None)), "3 cups, 1 person", "컵 3개, 사람 1명"),
    ],
)
def test_a_scene_in_words(people_there, unknown, things, english, korean) -> None:
    from ogam.hub import CameraView
    from ogam.hub.views import PersonSeen, ThingsSeen
    from ogam.server.api.seen import words_of

    view = CameraView(
        "eye",
        None,
        "watching",
        0.0,
        tuple(PersonSeen(name, 1, 0) for name in people_there),
        unknown,
        tuple(ThingsSeen(what, count, zone, 0) for what, count, zone in things),
    )
    assert (words_of(view, "en"), words_of(view, "ko")) == (english, korean)


def test_snapshots_are_listed_shown_and_deleted_with_proof(watching: House, owner, child, tmp_path) -> None:
    from ogam.hub import Snapshots

    assert owner.get("/api/snapshots").json() == []
    assert owner.delete("/api/snapshots").json()["deleted"] == 0
    snapshots = Snapshots(tmp_path / "snapshots")
    watching._cameras.snapshots = snapshots  # type: ignore[union-attr]
    kept = snapshots.keep(made_up_room(1)[0], "door camera", "hall", "entered", "Mina", 7)
    (shown,) = owner.get("/api/snapshots").json()
    assert (shown["id"], shown["what"], shown["value"]) == (kept.id, "entered", "Mina")
    path = f"/api/snapshots/{kept.id}"
    picture = owner.get(f"{path}/picture")
    assert (picture.headers["content-type"], picture.headers["cache-control"]) == ("image/jpeg", "no-store")
    assert events(watching, "look")[-1]["what"] == f"snapshot {kept.id}"
    assert child.get(f"{path}/picture").status_code == 403
    assert child.get("/api/snapshots").status_code == 403
    assert child.delete(path).status_code == 403
    assert owner.delete(path).json() == {"deleted": 1, "keys_left": 0, "files_left": 0}
    assert owner.get(f"{path}/picture").status_code == 404
    assert owner.delete(path).status_code == 404
    assert events(watching, "snapshots deleted")[-1]["deleted"] == 1


def test_only_so_many_pictures_are_looked_at_at_once(app, owner) -> None:
    kept = app.state.running
    kept.glance, kept.glances.taken = Finds(), kept.glances.most
    picture = io.BytesIO()
    Pillow.fromarray(made_up_room(1)[0].pixels).save(picture, "JPEG")
    assert owner.post("/api/see", content=picture.getvalue()).status_code == 503
    kept.glances.taken = 0
    assert owner.post("/api/see", content=picture.getvalue()).status_code == 200
