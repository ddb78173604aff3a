"""What is open and what is closed, with features that are simple enough to foresee."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ogam.core import Image, ImageError, ModelError, Recognizer
from ogam.vision import Zone, learn_state, load_state, save_state, zone_features
from ogam.vision.fitting import GREY
from ogam.vision.states import UNKNOWN, ZoneFeatures, cut

ZONE = Zone("oven", ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0), (0.5, 1.0)))


def colors(outputs: list[str], feeds: dict[str, Any]) -> list[np.ndarray]:
    """The features of a place: how red, green and blue it is."""
    return [np.exp(feeds["input_1"][:, ::-1, ::52, ::52])]


FEATURES = ZoneFeatures(SimpleNamespace(run=colors))


def picture(red: int, green: int, blue: int, seed: int = 0, left: int = 0) -> Image:
    pixels = np.full((60, 100, 3), (red, green, blue), np.int64)
    pixels[:, :50] = left
    pixels[:, 50:] += np.random.default_rng(seed).integers(0, 20, (60, 50, 3))
    return Image(np.clip(pixels, 0, 255).astype(np.uint8), float(seed), "kitchen")


EXAMPLES = {
    "open": [picture(200, 60, 60, seed) for seed in (1, 2, 3)],
    "closed": [picture(60, 60, 200, seed) for seed in (4, 5, 6)],
}


def said(value: Image) -> tuple[str, float]:
    ((observation,),) = learn_state(ZONE, EXAMPLES, FEATURES).recognize([value])
    return observation.value, observation.confidence


def test_each_state_is_told_and_only_the_zone_counts() -> None:
    assert said(picture(200, 60, 60, 9, left=255))[0] == "open"
    value, confidence = said(picture(60, 60, 200, 9, left=130))
    assert value == "closed"
    assert 0.9 <= confidence <= 1


def test_what_is_between_or_none_of_them_is_not_known() -> None:
    between = [said(picture(200 - step, 60, 60 + step, 9))[0] for step in range(0, 141, 2)]
    assert list(dict.fromkeys(between)) == ["open", UNKNOWN, "closed"]
    value, confidence = said(picture(0, 255, 0, 9))
    assert value == UNKNOWN
    assert confidence > 0.1


def test_an_observation_names_zone_and_evidence() -> None:
    recognizer = learn_state(ZONE, EXAMPLES, FEATURES)
    assert isinstance(recognizer, Recognizer)
    ((observation,),) = recognizer.recognize([picture(200, 60, 60, 9)])
    assert (observation.kind, observation.start, observation.source) == ("state", 9.0, "kitchen")
    assert observation.details["zone"] == "oven"
    assert observation.details["nearest"] == "open"
    assert observation.details["margin"] > 0.9


def test_too_few_or_too_alike_is_said() -> None:
    with pytest.raises(ImageError, match="two states"):
        learn_state(ZONE, {"open": EXAMPLES["open"]}, FEATURES)
    with pytest.raises(ImageError, match="2 pictures"):
        learn_state(ZONE, EXAMPLES | {"ajar": EXAMPLES["open"][:1]}, FEATURES)
    with pytest.raises(ImageError, match="alike"):
        learn_state(ZONE, {"open": EXAMPLES["open"], "closed": EXAMPLES["open"][::-1]}, FEATURES)


def test_what_was_learned_is_kept_without_pictures(tmp_path: Path) -> None:
    kept = learn_state(ZONE, EXAMPLES, FEATURES)
    save_state(kept, tmp_path / "oven.json")
    read = load_state(tmp_path / "oven.json", FEATURES)
    assert read.zone == kept.zone
    for image in (*EXAMPLES["open"], *EXAMPLES["closed"], picture(130, 60, 130)):
        ((one,),), ((other,),) = kept.recognize([image]), read.recognize([image])
        assert one.value == other.value
        assert one.confidence == pytest.approx(other.confidence, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"model": "nanodet@0", "zone": {"name": "a", "polygon": []}, "states": {}}']
)
def test_another_file_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ModelError, match="Learn it again"):
        load_state(tmp_path / "a.json", FEATURES)


def test_what_another_version_learned_is_an_error(tmp_path: Path) -> None:
    save_state(learn_state(ZONE, EXAMPLES, FEATURES), tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text()
    (tmp_path / "a.json").write_text(text.replace("nanodet@", "nanodet@old-"))
    with pytest.raises(ModelError, match="learned with nanodet@old"):
        load_state(tmp_path / "a.json", FEATURES)


def test_the_zone_is_cut_out_and_grey_around() -> None:
    triangle = Zone("corner", ((0.5, 0.0), (1.0, 0.0), (1.0, 1.0)))
    part = cut(Image(np.full((100, 200, 3), 255, np.uint8)), triangle)
    assert part.shape == (100, 100, 3)
    assert part[10, 90].tolist() == [255] * 3
    assert part[90, 10].tolist() == [GREY] * 3
    assert cut(Image(np.zeros((1, 1, 3), np.uint8)), triangle).shape == (1, 1, 3)


@pytest.mark.real
def test_a_door_with_the_real_network() -> None:
    """A dark rectangle (open) or a striped one (closed), in other light than it was learned in."""
    try:
        features = zone_features()
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")

    def door(opened: bool, gain: float, seed: int) -> Image:
        pixels = np.full((240, 320, 3), 170.0)
        pixels[40:200, 180:300] = 20 if opened else 120
        if not opened:
            pixels[60:180:20, 190:290] = 200
        noise = np.random.default_rng(seed).normal(0, 4, pixels.shape)
        return Image(np.clip(pixels * gain + noise, 0, 255).astype(np.uint8))

    recognizer = learn_state(
        ZONE, {name: [door(name == "open", 1.0, seed) for seed in (1, 2)] for name in ("open", "closed")}, features
    )
    for gain in (0.6, 1.3):
        for name in ("open", "closed"):
            assert recognizer.recognize([door(name == "open", gain, 7)])[0][0].value == name
