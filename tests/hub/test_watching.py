"""Watching a camera: what is looked at and when, what is told, and what happens when something fails."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import seen

from ogam.core import Box, Identity, Image, ImageError, ModelCard, Observation, Signal
from ogam.home import Camera, CameraZone
from ogam.hub import Eye, Kit, Scene, SceneChange, WatchedCamera
from ogam.hub.attention import Attention
from ogam.hub.eyes import Pace
from ogam.hub.fakes import FakePictures, FakeSights
from ogam.hub.masking import masked
from ogam.hub.sights import inside, nearest

PATIENCE = 10.0
CAMERA = Camera("eye", "0", "camera.eye", area="kitchen")


def image(moment: float = 0.0, source: str = "eye") -> Image:
    return Image(np.full((48, 64, 3), 200, np.uint8), moment, source)


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.002)


class Watch:
    """A camera that is watched with fakes, and what is told of it."""

    def __init__(self, openings: Iterable[FakePictures | Exception], *eyes: Eye, camera: Camera = CAMERA) -> None:
        self.changes, self.failures = list[tuple[str, str]](), list[tuple[str, str]]()
        self.scene = Scene([camera])
        self._openings = iter(openings)
        self.camera = WatchedCamera(
            camera,
            self.scene,
            self._open,
            FakeSights(eyes).eyes,
            on_change=self._changed,
            on_failure=lambda camera, what, error: self.failures.append((what, str(error))),
        )

    def _changed(self, change: SceneChange) -> None:
        self.changes.append((change.what, change.value))

    def _open(self, camera: Camera) -> FakePictures:
        opening = next(self._openings, None) or FakePictures([])
        if isinstance(opening, Exception):
            raise opening
        return opening

    def __enter__(self) -> "Watch":
        self.camera.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.camera.close()


def eye_of(kind: str, *observations: Observation, every: float = 0.0, when: str = "motion") -> Eye:
    return Eye(kind, when, every, lambda image: {kind: observations})  # type: ignore[arg-type]


def test_what_moves_is_looked_at_and_what_is_still_costs_nothing() -> None:
    looked = list[float]()

    def look(image: Image) -> dict[str, Sequence[Observation]]:
        looked.append(image.time)
        return {"person": [seen("person", "Mina", track=1)]}

    script = [(image(0.0), True), (image(10.0), False), (image(20.0), False), (image(30.0), True)]
    with Watch([FakePictures(script)], Eye("faces", "motion", 0.0, look)) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 4)
        assert looked == [0.0, 30.0]
        assert watch.changes == [("entered", "Mina")], "only what changes is told"
        assert (watch.camera.counts.still, watch.camera.state) == (2, "watching")
        assert [one.name for one in watch.scene.view("eye").people] == ["Mina"]


def test_the_first_picture_is_looked_at_even_if_nothing_moves() -> None:
    with Watch([FakePictures([(image(), False)])], eye_of("object", seen("object", "cup"))) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 1)
        assert watch.changes == [("appeared", "cup")]


def test_eyes_have_their_own_paces() -> None:
    objects, hands = eye_of("object", every=1.0), eye_of("gesture", when="person", every=0.1)
    text = eye_of("text", when="asked")
    pace = Pace([objects, hands, text])
    assert pace.due(0.0, True, False) == [objects]
    pace.looked(objects, 0.0)
    assert pace.due(0.5, True, True) == [hands]
    assert pace.due(0.5, False, False) == []
    assert pace.due(0.5, False, True) == [hands], "a hand may hold still"
    assert pace.due(1.0, True, True) == [objects, hands]
    assert pace.asked() == [text]


def test_the_last_picture_is_there_for_who_looks_now_and_nothing_is_kept() -> None:
    box = Box(1, 2, 3, 4)
    with Watch([FakePictures([(image(5.0), True)])], eye_of("object", seen("object", "cup", box))) as watch:
        wait_for(lambda: watch.camera.latest() is not None)
        latest = watch.camera.latest()
        assert latest is not None
        assert (latest[0].time, [one.box for one in latest[1]]) == (5.0, [box])
        watch.camera.pause()
        assert watch.camera.latest() is None


def test_masks_are_black_before_anything_looks() -> None:
    camera = Camera("eye", "0", masks=(((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)),))
    pictures = list[Image]()

    def look(image: Image) -> dict[str, Sequence[Observation]]:
        pictures.append(image)
        return {}

    with Watch([FakePictures([(image(), True)])], Eye("any", "motion", 0.0, look), camera=camera) as watch:
        wait_for(lambda: len(pictures) == 1)
        latest = watch.camera.latest()
    assert pictures[0].pixels[:, :32].max() == 0
    assert pictures[0].pixels[:, 34:].min() == 200
    assert latest is None or latest[0].pixels[:, :32].max() == 0
    whole = image()
    assert masked(whole, ()) is whole


def test_pause_lets_the_camera_go_and_resume_opens_it_again() -> None:
    first, second = FakePictures([(image(), True)]), FakePictures([(image(), True)])
    with Watch([first, second], eye_of("person", seen("person", "Mina", track=1))) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 1)
        watch.camera.pause(3600)
        assert (watch.camera.state, watch.camera.watching, watch.camera.paused) == ("paused", False, True)
        assert 3590 < (watch.camera.paused_for or 0) <= 3600
        wait_for(lambda: first.state == "stopped" and watch.scene.view("eye").state == "paused")
        watch.camera.resume()
        wait_for(lambda: watch.camera.counts.pictures == 2)
        assert (watch.camera.state, watch.camera.watching) == ("watching", True)
    assert watch.scene.view("eye").state == "off"


def test_a_pause_ends_by_itself() -> None:
    with Watch([FakePictures([(image(), True)]), FakePictures([(image(), True)])]) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 1)
        watch.camera.pause(0.05)
        wait_for(lambda: watch.camera.counts.pictures == 2)


def test_one_that_is_paused_in_the_file_is_not_opened() -> None:
    camera = Camera("eye", "0", paused=True)
    with Watch([ImageError("must not be opened")], camera=camera) as watch:
        wait_for(lambda: watch.scene.view("eye").state == "paused")
        assert (watch.camera.paused_for, watch.failures) == (None, [])


def test_a_camera_that_fails_is_told_once_and_opened_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.hub.watching.AGAIN", (0.001, 0.002))
    gone = ImageError("eye: it cannot be opened.")
    with Watch([gone, gone, FakePictures([(image(), True), gone]), FakePictures([(image(), True)])]) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 2)
        assert watch.camera.state == "watching"
        assert watch.failures == [("camera", str(gone))] * 2, "once, and once more after it had worked"
        assert watch.camera.counts.failures == 3


def test_a_recogniser_that_fails_takes_the_others_along_nowhere() -> None:
    def fail(image: Image) -> dict[str, Sequence[Observation]]:
        if image.time < 2:
            raise RuntimeError("rtsp://me:hunter2@camera")
        return {"object": [seen("object", "cup")]}

    script = [(image(float(moment)), True) for moment in range(4)]
    eyes = Eye("objects", "motion", 0.0, fail), eye_of("person", seen("person", "", track=1))
    with Watch([FakePictures(script)], *eyes) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 4)
        assert watch.failures == [("objects", "objects failed (RuntimeError)")], "once, and without any secret"
        assert watch.changes == [("entered", ""), ("appeared", "cup")]
        assert watch.camera.reason == ""


def test_text_is_read_when_somebody_asks() -> None:
    text = eye_of("text", seen("text", "MILK 2%"), when="asked")
    with Watch([FakePictures([(image(), True)])], text) as watch:
        wait_for(lambda: watch.camera.latest() is not None)
        assert [one.value for one in watch.camera.ask()["text"]] == ["MILK 2%"]
        assert watch.changes == [("text", "MILK 2%")]


def test_seeing_waits_while_something_is_heard() -> None:
    attention, looked = Attention(), Event()

    def look() -> None:
        with attention.seeing():
            looked.set()

    with attention.hearing():
        thread = Thread(target=look, daemon=True)
        thread.start()
        assert not looked.wait(0.05)
    assert looked.wait(PATIENCE)
    thread.join()


def test_seeing_does_not_wait_for_ever() -> None:
    attention = Attention()
    with attention.hearing(), attention.seeing(longest=0.01):
        pass


def test_one_picture_is_looked_at_at_a_time() -> None:
    attention, most, inside_now = Attention(), [0], [0]

    def look() -> None:
        for _ in range(20):
            with attention.seeing():
                inside_now[0] += 1
                most[0] = max(most[0], inside_now[0])
                time.sleep(0.0005)
                inside_now[0] -= 1

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


class Objects:
    """Finds the same in every picture."""

    card = ModelCard("fake", "1", "objects")

    def __init__(self, *found: Observation) -> None:
        self._found = found

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [list(self._found) for _ in signals]


class Track:
    def __init__(self, number: int, box: Box, person: str | None) -> None:
        self.id, self.box, self.identity = number, box, Identity(person, 0.9, ("face",) if person else ())


class Tracks:
    """Sees the same faces in every picture."""

    def __init__(self, *tracks: Track) -> None:
        self._tracks = tracks

    def accept(self, image: Image) -> tuple[Track, ...]:
        return self._tracks


class Hands:
    def __init__(self, *found: Observation) -> None:
        self._found = found

    def accept(self, image: Image) -> tuple[Observation, ...]:
        return self._found


TABLE = CameraZone("table", ((0.5, 0.5), (1, 0.5), (1, 1), (0.5, 1)))
SEES_ALL = Camera("eye", "0", sees=("people", "objects", "gestures", "falls", "text"), zones=(TABLE,))


def test_things_stand_in_zones() -> None:
    on_table, beside = seen("object", "cup", Box(40, 20, 10, 10)), seen("object", "cup", Box(10, 20, 10, 10))
    (eye,) = Kit(objects=lambda: Objects(on_table, beside)).eyes(SEES_ALL)
    eye.look(image(0.0))
    assert [one.details["zone"] for one in eye.look(image(1.0))["object"]] == ["table", None]


def test_what_is_found_twice_missed_once_or_taken_for_something_else_changes_no_count() -> None:
    cup, bowl = seen("object", "cup", Box(40, 20, 10, 10)), seen("object", "bowl", Box(40, 20, 10, 10))
    other, ghost = seen("object", "cup", Box(10, 20, 10, 10)), seen("object", "cup", Box(44, 24, 9, 9))
    script = [[cup, other], [cup, other], [bowl, other], [cup, other, ghost], [other], [cup, other]]
    now = [0.0]
    scene = Scene([SEES_ALL], lambda: now[0])
    scene.state("eye", "watching")
    recognizer = Objects()
    (eye,) = Kit(objects=lambda: recognizer).eyes(SEES_ALL)[:1]
    changes = []
    for second, found in enumerate(script):
        now[0], recognizer._found = float(second), found
        changes += scene.see("eye", "object", eye.look(image(float(second)))["object"])
        if second >= 1:
            assert [(one.what, one.count) for one in scene.view("eye").things if one.zone == "table"] == [("cup", 1)]
    assert [change.what for change in changes] == ["appeared", "appeared"]


def test_a_camera_of_few_pictures_counts_what_it_sees_once() -> None:
    slow = Camera("eye", "0", rate=0.5, sees=("objects",))
    (eye,) = Kit(objects=lambda: Objects(seen("object", "cup", Box(40, 20, 10, 10)))).eyes(slow)
    assert [one.value for one in eye.look(image())["object"]] == ["cup"]


def test_who_may_see_people_only_is_told_of_no_things() -> None:
    kit = Kit(objects=lambda: Objects(seen("object", "cup"), seen("object", "person")))
    (eye,) = kit.eyes(Camera("eye", "0", sees=("people",)))
    assert [one.value for one in eye.look(image())["object"]] == ["person"]
    assert kit.eyes(Camera("eye", "0", sees=("text",))) == []


def test_what_was_put_down_is_seen_once_it_lies_still() -> None:
    looked = list[float]()
    script = [(image(0.0), True), (image(1.0), False), (image(2.0), False), (image(2.1), False)]
    eye = Eye("objects", "motion", 0.0, lambda picture: looked.append(picture.time) or {})
    with Watch([FakePictures(script)], eye) as watch:
        wait_for(lambda: watch.camera.counts.pictures == 4)
    assert looked == [0.0, 1.0, 2.0]


def test_what_cannot_be_loaded_fails_alone_and_is_not_tried_with_every_picture() -> None:
    tries = list[int]()

    def load() -> Objects:
        tries.append(1)
        raise ImageError("no weights")

    (eye,) = Kit(objects=load).eyes(Camera("eye", "0", sees=("objects",)))
    for _ in range(5):
        with pytest.raises(ImageError, match="no weights"):
            eye.look(image())
    assert tries == [1]


def test_a_hand_is_of_the_face_beside_it() -> None:
    mina, stranger = Track(1, Box(0, 0, 10, 10), "Mina"), Track(2, Box(50, 0, 10, 10), None)
    hand = seen("gesture", "fist", Box(8, 20, 5, 5))
    faces, hands = Kit(tracks=lambda camera: Tracks(mina, stranger), hands=lambda camera: Hands(hand)).eyes(SEES_ALL)
    assert [one.value for one in faces.look(image())["person"]] == ["Mina", ""]
    (found,) = hands.look(image())["gesture"]
    assert (found.details["person"], found.details["identity"]["probability"]) == ("Mina", 0.9)


def test_a_hand_between_two_faces_or_far_from_all_is_nobodys() -> None:
    mina, ara = Track(1, Box(0, 0, 10, 10), "Mina"), Track(2, Box(50, 0, 10, 10), "Ara")
    assert nearest([mina, ara], Box(28, 0, 4, 4)) is None
    assert nearest([mina], Box(300, 0, 4, 4)) is None
    assert nearest([mina], None) is None
    assert nearest([], Box(0, 0, 4, 4)) is None
    assert nearest([mina, ara], Box(2, 0, 4, 4)) is mina


def test_a_point_in_a_polygon() -> None:
    triangle = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    assert inside(triangle, 0.2, 0.2)
    assert not inside(triangle, 0.8, 0.8)
