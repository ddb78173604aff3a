"""`ogam see`: files and cameras, printed, drawn, as JSON; learning a state. Without weights: all is made up."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from typer.testing import CliRunner

from ogam.cli import see_looks
from ogam.cli.main import app
from ogam.core import Box, Image, ModelCard, ModelError, Observation
from ogam.hub import Eye
from ogam.hub.fakes import FakeSights
from ogam.vision import StateRecognizer, Zone
from ogam.vision.simulator import MjpegServer, made_up_room

FACE = Observation("person", "", 0.91, 0, 0, box=Box(20, 10, 30, 40))
CUP = Observation("object", "cup", 0.8, 0, 0, box=Box(60, 60, 20, 24), details={"score": 0.7})
HOME = """
areas: [kitchen]
devices: [{name: lamp, domain: light, area: kitchen}]
cameras:
  - name: kitchen camera
    area: kitchen
    address: 0
    zones: {oven door: {polygon: [[0, 0], [1, 0], [1, 1]], opens: true}, table: [[0, 0], [1, 0], [1, 1]]}
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder to be in, with a home and pictures; recognisers that see the same everywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OGAM_HOME", str(tmp_path / "ogam"))
    makers = {
        "faces": lambda household, threads: lambda image: [FACE],
        "objects": lambda household, threads: lambda image: [CUP],
        "text": missing,
    }
    monkeypatch.setattr(see_looks, "_MAKERS", makers)
    Path("home.yaml").write_text(HOME)
    Path("photos").mkdir()
    for name, size in (("a.jpg", (120, 90)), ("b.png", (200, 150))):
        Pillow.new("RGB", size, "grey").save(Path("photos") / name)


def missing(household, threads):
    raise ModelError("reading needs packages of its own. Install them: pip install 'ogam[text]'")


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["see", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_picture_gives_a_line_for_each_finding_and_nothing_is_written() -> None:
    before = set(Path().rglob("*"))
    code, out, err = run("photos/a.jpg", "--what", "faces,objects")
    title, face, cup = out.splitlines()
    assert (code, title, err) == (0, "photos/a.jpg  120×90", "")
    assert face.split()[:5] == ["person", "a", "face", "91%", "30×40+20+10"]
    assert cup.split()[:4] == ["object", "cup", "80%", "20×24+60+60"]
    assert cup.endswith("ms")
    assert set(Path().rglob("*")) == before


def test_in_korean() -> None:
    out = run("photos/a.jpg", "--what", "objects", "--lang", "ko")[1]
    assert out.splitlines()[1].split()[:3] == ["물건", "컵", "80%"]


def test_what_is_missing_is_said_unless_it_was_asked_for_by_name() -> None:
    code, out, err = run("photos/a.jpg")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "ogam[text]" in err
    code, out, err = run("photos/a.jpg", "--what", "text")
    assert (code, out) == (2, "")


def test_json_of_a_folder() -> None:
    code, out, _ = run("photos", "--json", "--what", "faces,objects")
    first, second = json.loads(out)
    assert (code, first["picture"], first["width"], second["height"]) == (0, "photos/a.jpg", 120, 150)
    assert first["seen"][1]["value"] == "cup"
    assert first["seen"][1]["box"] == {"left": 60, "top": 60, "width": 20, "height": 24}
    assert first["seen"][1]["details"] == {"score": 0.7}


def test_pictures_are_drawn_where_one_wants_them() -> None:
    code, out, _ = run("photos", "--out", "drawn", "--what", "objects")
    assert (code, sorted(path.name for path in Path("drawn").iterdir())) == (0, ["a.seen.png", "b.seen.png"])
    assert "→ drawn/a.seen.png" in out
    assert np.asarray(Pillow.open("drawn/a.seen.png"))[70, 60].tolist() == [255, 190, 60]
    assert run("photos/a.jpg", "--out", "one.png", "--what", "objects")[0] == 0
    assert Path("one.png").is_file()


def test_the_picture_that_is_looked_at_is_not_written_over() -> None:
    before = Path("photos/a.jpg").read_bytes()
    code, _, err = run("photos/a.jpg", "--out", "photos/a.jpg", "--what", "objects")
    assert code == 2
    assert "another name" in err
    assert Path("photos/a.jpg").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nosuch.jpg"], "nosuch.jpg: no such file"),
        (["photos/a.jpg", "--what", "cats"], "'cats' cannot be looked for"),
        (["photos/a.jpg", "http://192.168.0.9/video"], "not both"),
        (["ftp://me:hunter2@host/x"], "leads to no camera"),
        (["home.yaml"], "home.yaml"),
    ],
)
def test_what_is_wrong_is_said(arguments: list[str], said: str) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert said in err
    assert "hunter2" not in out + err
    assert "Traceback" not in out + err


def test_one_bad_picture_does_not_end_a_folder() -> None:
    Path("photos/broken.jpg").write_bytes(b"\xff\xd8\xff")
    code, out, err = run("photos", "--what", "objects")
    assert code == 0
    assert out.count("cup") == 2
    assert "broken.jpg" in err


@pytest.fixture
def kit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ogam's own eyes, which see Mina and a cup."""
    mina = Observation("person", "Mina", 0.97, 0, 0, box=Box(300, 100, 80, 90))
    eye = Eye("all", "motion", 0.0, lambda image: {"person": [mina], "object": [CUP]})
    monkeypatch.setattr("ogam.hub.open_sights.open_kit", lambda *args: FakeSights((eye,)))


@pytest.mark.usefixtures("kit")
def test_a_camera_says_what_changes_and_writes_pictures_only_when_asked() -> None:
    with MjpegServer(made_up_room(20, moving=True), rate=20, user="me", password="hunter2") as camera:
        code, out, err = run(camera.address, "--for", "2.5", "--out", "drawn", "--every", "1")
    assert code == 0
    assert "entered: Mina" in out
    assert "appeared: cup" in out
    assert "pictures looked at" in err
    assert list(Path("drawn").glob("*.seen.png"))
    assert "hunter2" not in out + err + "".join(map(str, Path("drawn").iterdir()))


@pytest.mark.usefixtures("kit")
def test_a_camera_as_json_lines() -> None:
    with MjpegServer(made_up_room(20, moving=True), rate=20) as camera:
        _, out, _ = run(camera.address, "--for", "2", "--json")
    changes = [json.loads(line) for line in out.splitlines()]
    assert {(one["what"], one["value"]) for one in changes} >= {("entered", "Mina"), ("appeared", "cup")}
    assert not list(Path().rglob("*.seen.png"))


@pytest.mark.usefixtures("kit")
def test_a_camera_that_cannot_be_reached_is_said_once() -> None:
    code, _, err = run("http://127.0.0.1:1/video", "--for", "1.5")
    assert code == 2
    assert "0 pictures looked at" in err
    assert err.count("cannot be reached") == 1


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A network to which a zone looks like its mean colour."""

    class MeanColour:
        def of(self, image: Image, zone: Zone):
            mean = image.pixels.mean(axis=(0, 1)).astype(np.float64)
            return mean / np.linalg.norm(mean)

    monkeypatch.setattr("ogam.vision.zone_features", lambda *args: MeanColour())
    monkeypatch.setattr("ogam.vision.states.model_card", lambda name: ModelCard(name, "1", "objects"))
    for state, colour in (("open", (200, 30, 30)), ("closed", (30, 200, 30))):
        Path(state).mkdir()
        for number in range(3):
            Pillow.new("RGB", (64, 48), tuple(one + 5 * number for one in colour)).save(f"{state}/{number}.png")


@pytest.mark.usefixtures("learned")
def test_a_state_is_learned_tried_and_kept_where_the_cameras_find_it(tmp_path: Path) -> None:
    code, out, _ = run("learn-state", "kitchen camera", "oven door", "open=open", "closed=closed")
    assert code == 0
    assert "6 of 6 right, 0 wrong, 0 not told." in out
    assert "Nothing that must be safe may hang on it." in out
    kept = tmp_path / "ogam" / "states" / "kitchen_camera.oven_door.json"
    assert kept.is_file()
    from ogam.vision import load_state, zone_features

    state = load_state(kept, zone_features())
    assert isinstance(state, StateRecognizer)
    assert state.recognize([Image(np.full((48, 64, 3), (205, 30, 35), np.uint8))])[0][0].value == "open"


@pytest.mark.usefixtures("learned")
def test_a_dry_run_keeps_nothing(tmp_path: Path) -> None:
    assert run("learn-state", "kitchen camera", "oven door", "open=open", "closed=closed", "--dry-run")[0] == 0
    assert not (tmp_path / "ogam" / "states").exists()


@pytest.mark.usefixtures("learned")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["moon camera", "oven door", "open=open", "closed=closed"], "no camera 'moon camera'"),
        (["kitchen camera", "table", "open=open", "closed=closed"], "no zone 'table' that opens"),
        (["kitchen camera", "oven door", "open=open"], "Give both states"),
        (["kitchen camera", "oven door", "open=open", "ajar=closed"], "Give both states"),
        (["kitchen camera", "oven door", "open=open", "closed=photos"], "three or more are needed"),
        (["kitchen camera", "oven door", "open=open", "closed=nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_learned_is_said(arguments: list[str], said: str) -> None:
    code, _, err = run("learn-state", *arguments)
    assert code == 2
    assert said in err
