"""The household with the real networks: real voices and faces, and what is neither."""

from pathlib import Path

import numpy as np
import pytest

from ogam.audio import read
from ogam.biometrics import Embedding, FaceTracks, Household, Situation, open_gallery, open_household
from ogam.biometrics.parts import face_part, voice_part
from ogam.core import SAMPLE_RATE, Audio, Identity, Image, ModelError, Signal
from ogam.models import Store
from ogam.vision import load_faces, read_image

DATA = Path("../shared/data").resolve()
PERSON, OTHER = "1688", "2609"
SITTER = ("Akhmed_Zakayev_0001.jpg", "Akhmed_Zakayev_0002.jpg", "Akhmed_Zakayev_0003.jpg")

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Household:
    """Two voices, one of them with the face of a photograph."""
    if not DATA.is_dir():
        pytest.skip(f"needs {DATA}")
    for name in ("campplus", "dlib-face", "blazeface", "facemesh"):
        try:
            Store().path(name)
        except ModelError as error:
            pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("gallery")
    voices, faces = voice_part(), face_part()
    with open_gallery(folder, create=True) as gallery:
        for name in (PERSON, OTHER):
            gallery.add(name)
            gallery.enrol(name, [only(voices.embed(audio)) for audio in recordings(name)[:3]])
        gallery.enrol(PERSON, [only(faces.embed(read_image(DATA / "faces/images" / name))) for name in SITTER[:2]])
    return open_household(folder)


def only(found: "list[Embedding | str]") -> Embedding:
    [embedding] = found
    assert isinstance(embedding, Embedding)
    return embedding


def recordings(name: str) -> list[Audio]:
    return [read(path) for path in sorted((DATA / "speakers/librispeech" / name).glob("*.flac"))]


def who(household: Household, *signals: Signal) -> Identity:
    return household.conclude([one for signal in signals for one in household.observe(signal)], Situation())


def test_who_is_enrolled_is_recognised_by_voice_and_by_both(household: Household) -> None:
    for audio in recordings(PERSON)[3:]:
        assert who(household, audio).person == PERSON
    found = who(household, recordings(PERSON)[4], read_image(DATA / "faces/images" / SITTER[2]))
    assert (found.person, found.modalities) == (PERSON, ("voice", "face"))


def test_a_face_that_is_followed_is_recognised_and_a_stranger_is_not(household: Household) -> None:
    tracks = FaceTracks(load_faces(), household)
    sitter, stranger = (read_image(DATA / "faces/images" / name) for name in (SITTER[2], "Abel_Pacheco_0001.jpg"))
    for number in range(15):
        both = np.concatenate([np.roll(one.pixels, number, axis=0) for one in (sitter, stranger)], axis=1)
        seen = tracks.accept(Image(both, number / 5, "hall"))
    left, right = sorted(seen, key=lambda track: track.box.left)
    assert (left.person, right.person) == (PERSON, None)
    assert left.probability > 0.95
    assert right.probability == pytest.approx(0.75, abs=0.02)  # it may be the other, whose face is not enrolled
    assert {track.views for track in seen} <= {3, 4, 5}


def test_strangers_are_nobody_known(household: Household) -> None:
    strangers = [read(path) for path in sorted((DATA / "speakers/strangers").glob("*.flac"))[:20]]
    assert [who(household, audio).person for audio in strangers] == [None] * 20


def test_music_noise_and_silence_are_nobody(household: Household) -> None:
    at = np.arange(4 * SAMPLE_RATE) / SAMPLE_RATE
    chord = sum(np.sin(2 * np.pi * pitch * at) for pitch in (220, 277, 330)) * (1 + np.sin(6 * np.pi * at))
    for samples in (0.1 * chord, np.random.default_rng(0).normal(0, 0.1, len(at)), np.zeros(len(at))):
        found = who(household, Audio(samples.astype(np.float32)))
        assert (found.person, found.modalities) == (None, ())


def test_two_people_in_turn_are_not_enough_for_what_is_protected(household: Household) -> None:
    """A stranger's command, to which somebody who is enrolled says something more."""
    stranger = read(sorted((DATA / "speakers/strangers").glob("*.flac"))[0])
    found = who(household, stranger, recordings(PERSON)[5].cut(0, 3))
    assert found.person is None or found.probability < 0.98


def test_a_picture_of_nobody_and_a_face_of_eight_pixels_add_nothing(household: Household) -> None:
    alone = who(household, recordings(PERSON)[4])
    sitter = read_image(DATA / "faces/images" / SITTER[2])
    grey = Image(np.full((240, 320, 3), 127, np.uint8), 0.0, "grey")
    tiny = Image(np.pad(sitter.pixels[::12, ::12], ((100, 100), (100, 100), (0, 0))), 0.0, "tiny")
    for picture in (grey, tiny):
        assert who(household, recordings(PERSON)[4], picture).probability == alone.probability
