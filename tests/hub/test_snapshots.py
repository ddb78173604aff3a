"""Snapshots: sealed, listed, expired, deleted with their keys; kept only where the home says so."""

import asyncio
import io
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

sys.path.insert(0, str(Path(__file__).parent))
from watched_homes import Clock, seen

from ogam.core import BiometricsError, Box, HomeError, Image, ImageError
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub import EventLog, Eye, House, Snapshots, open_hub
from ogam.hub.fakes import FakePictures, FakeSights
from ogam.hub.snapshots import DAY, ENDING, KEYS, MOST

GREY = Image(np.full((48, 64, 3), 90, np.uint8))
HOME = """
areas: [hall]
devices: [{name: lamp, domain: light, area: hall}]
people: [{name: Mina}]
cameras:
  - {name: door camera, area: hall, address: 0, snapshots: {on: [entered, fall], keep_days: 2}}
  - {name: back camera, area: hall, address: 1}
"""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def snapshots(tmp_path: Path, clock: Clock) -> Snapshots:
    return Snapshots(tmp_path / "snapshots", clock)


def test_what_is_kept_is_listed_and_shown_and_nowhere_to_be_read(snapshots: Snapshots, tmp_path: Path) -> None:
    assert snapshots.all() == ()
    assert not (tmp_path / "snapshots").exists()
    first = snapshots.keep(GREY, "door camera", "hall", "entered", "Mina", 7)
    second = snapshots.keep(GREY, "door camera", "hall", "fall", "", 7)
    assert set(snapshots.all()) == {first, second}
    shown = np.asarray(Pillow.open(io.BytesIO(snapshots.picture(first.id))))
    assert shown.shape == (48, 64, 3)
    assert abs(int(shown.mean()) - 90) < 3
    sealed = b"".join(path.read_bytes() for path in (tmp_path / "snapshots").glob(f"*{ENDING}"))
    assert b"Mina" not in sealed
    assert b"JFIF" not in sealed
    for path in (tmp_path / "snapshots").iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_an_expired_one_is_gone_with_its_key(snapshots: Snapshots, clock: Clock, tmp_path: Path) -> None:
    kept = snapshots.keep(GREY, "door camera", "hall", "entered", "", 1)
    clock.now += DAY - 1
    assert len(snapshots.all()) == 1
    clock.now += 2
    snapshots.sweep()
    assert list((tmp_path / "snapshots").glob(f"*{ENDING}")) == []
    assert kept.id not in (tmp_path / "snapshots" / KEYS).read_text()
    with pytest.raises(ImageError, match="not there any more"):
        snapshots.picture(kept.id)


def test_a_deleted_one_opens_no_more_even_from_a_copy_of_its_file(snapshots: Snapshots, tmp_path: Path) -> None:
    kept = snapshots.keep(GREY, "door camera", "hall", "entered", "", 7)
    other = snapshots.keep(GREY, "door camera", "hall", "entered", "", 7)
    path = tmp_path / "snapshots" / f"{kept.id}{ENDING}"
    copy = path.read_bytes()
    proof = snapshots.delete([kept.id])
    assert (proof.deleted, proof.keys_left, proof.files_left) == (1, 0, 0)
    path.write_bytes(copy)
    assert [one.id for one in snapshots.all()] == [other.id]
    assert snapshots.delete().deleted == 2  # the copy's file goes too
    assert not path.exists()
    assert snapshots.delete(["nothing", "../../etc/passwd"]).deleted == 0


def test_one_cannot_be_put_in_anothers_place_and_what_is_damaged_is_left_out(
    snapshots: Snapshots, tmp_path: Path
) -> None:
    one = snapshots.keep(GREY, "door camera", None, "entered", "", 7)
    other = snapshots.keep(GREY, "back camera", None, "entered", "", 7)
    folder = tmp_path / "snapshots"
    (folder / f"{one.id}{ENDING}").write_bytes((folder / f"{other.id}{ENDING}").read_bytes())
    assert [kept.id for kept in snapshots.all()] == [other.id]
    (folder / f"{other.id}{ENDING}").write_bytes(b"short")
    assert snapshots.all() == ()


def test_forgetting_a_person_deletes_the_pictures_that_were_kept_of_them(snapshots: Snapshots) -> None:
    snapshots.keep(GREY, "door camera", None, "entered", "Mina", 7)
    left = snapshots.keep(GREY, "door camera", None, "entered", "", 7)
    assert snapshots.forget("Mina").deleted == 1
    assert snapshots.all() == (left,)


def test_only_so_many_are_kept(snapshots: Snapshots, clock: Clock) -> None:
    for _ in range(MOST + 2):
        clock.now += 1
        last = snapshots.keep(Image(np.zeros((2, 2, 3), np.uint8)), "door camera", None, "entered", "", 7)
    kept = snapshots.all()
    assert (len(kept), kept[0]) == (MOST, last)


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_keys_that_others_may_read_are_refused(snapshots: Snapshots, tmp_path: Path) -> None:
    snapshots.keep(GREY, "door camera", None, "entered", "", 7)
    (tmp_path / "snapshots" / KEYS).chmod(0o644)
    with pytest.raises(BiometricsError, match="chmod 600"):
        snapshots.all()


def watched(snapshots: Snapshots, log: EventLog, home: str) -> None:
    """A house in which Mina, and a fall, are seen once by both cameras."""
    hub = open_hub(parse_home(home), log, listen=False, grammar=compile_grammar(parse_home(home)))
    found = {"person": [seen("person", "Mina", Box(1, 1, 9, 9))], "object": [seen("object", "cup")]}
    eye = Eye("all", "motion", 0.0, lambda image: found)

    async def run() -> None:
        house = House(hub, None)  # type: ignore[arg-type]
        house.watch(lambda camera: FakePictures([(GREY, True)]), FakeSights((eye,)), snapshots)
        deadline = asyncio.get_running_loop().time() + 10
        while sum(event.kind == "scene" for event in log.events()) < 4:
            assert asyncio.get_running_loop().time() < deadline
            await asyncio.sleep(0.005)
        await asyncio.to_thread(house.close)

    asyncio.run(run())


def test_a_camera_keeps_what_the_home_says_and_the_log_has_no_picture(tmp_path: Path) -> None:
    snapshots, log = Snapshots(tmp_path / "snapshots"), EventLog(None)
    watched(snapshots, log, HOME)
    (kept,) = snapshots.all()
    assert (kept.camera, kept.area, kept.what, kept.value) == ("door camera", "hall", "entered", "Mina")
    assert kept.expires - kept.taken == pytest.approx(2 * DAY)
    (told,) = [event for event in log.events() if event.kind == "snapshot"]
    assert set(told.data) == {"snapshot", "camera", "what", "expires"}


def test_without_a_word_in_the_home_nothing_is_kept(tmp_path: Path) -> None:
    snapshots = Snapshots(tmp_path / "snapshots")
    watched(snapshots, EventLog(None), HOME.replace(", snapshots: {on: [entered, fall], keep_days: 2}", ""))
    assert not (tmp_path / "snapshots").exists()


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        ("{on: [entered, arrived]}", "cannot keep a picture of 'arrived'"),
        ("{keep_days: 3}", "says of what"),
        ("{on: [fall], keep_days: 0}", "keep_days"),
        ("{on: [fall], keep_days: 1000}", "keep_days"),
    ],
)
def test_a_wish_that_makes_no_sense_is_said(wish: str, problem: str) -> None:
    with pytest.raises(HomeError, match=problem):
        parse_home(f"areas: [hall]\ncameras: [{{name: eye, area: hall, address: 0, snapshots: {wish}}}]")
