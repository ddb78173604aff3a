"""The benchmark of people who move: a film that is put together, and real faces in it."""

from pathlib import Path

import numpy as np
import pytest

from ogam.core import ModelError, OgamError
from ogam.lab.moving_faces import SIDE, SIZE, film, measure_moving_faces

FACES = Path(__file__).parents[3] / "shared" / "data" / "faces"


def test_a_film_moves_and_keeps_everybody_in_it() -> None:
    actors = [np.full((SIDE, SIDE, 3), value, np.uint8) for value in (0, 250, 20)]
    pictures = list(film(actors, 5.0, 2.0))
    assert [image.time for image in pictures] == pytest.approx(np.arange(10) / 5)
    assert {image.pixels.shape for image in pictures} == {(SIZE[1], SIZE[0], 3)}
    assert all((image.pixels == 250).all(axis=2).sum() == SIDE * SIDE for image in pictures)
    assert (pictures[0].pixels != pictures[1].pixels).any()


def test_too_few_people_are_named(tmp_path: Path) -> None:
    with pytest.raises(OgamError, match="1 people with two pictures each are needed"):
        measure_moving_faces(tmp_path, 1)


@pytest.mark.real
@pytest.mark.skipif(not FACES.is_dir(), reason="needs ../shared/data/faces")
def test_three_people_are_three_tracks_with_their_names() -> None:
    try:
        figures = measure_moving_faces(FACES, 3, 5.0, 5.0)
    except ModelError as error:
        pytest.skip(f"the weights cannot be had here: {error}")
    assert (figures["tracks"], figures["named"]) == (3, 3)
    assert figures["core_share"] > 0
