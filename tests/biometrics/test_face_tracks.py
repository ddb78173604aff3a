"""Faces that are followed, by made-up pictures and a household that knows who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from ogam.biometrics import (
    Embedding,
    EmbeddingContract,
    Evidence,
    FaceTrack,
    FaceTracks,
    Situation,
    decide,
    pool,
    similarity,
)
from ogam.biometrics.face_matching import matched, name_each, told_apart
from ogam.biometrics.face_tracks import REMEMBERED
from ogam.biometrics.track_views import AGAIN, MOST_VIEWS
from ogam.core import Box, Identity, Image, QualityError
from ogam.vision import Face, made_up_face

CONTRACT = EmbeddingContract("face", "fake@1", "0" * 64, "none/1", 16)
PIXELS = np.zeros((8, 8, 3), np.uint8)
PEOPLE = ("Mina", "Jun", "a stranger")
KNOWN = PEOPLE[:2]
AXES = {name: np.eye(16, dtype=np.float32)[place] for place, name in enumerate(PEOPLE)}


@dataclass
class Film:
    """A detector that sees, at each time, whoever stands there: name → box. It counts what it is asked."""

    shown: dict[str, Box] = field(default_factory=dict)
    yaw: float = 0.0
    searches: int = 0
    follows: int = 0

    def detect(self, image: Image) -> list[Face]:
        self.searches += 1
        return sorted(self._faces(), key=lambda face: -face.box.width)

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        self.follows += 1
        return [
            next((one for one in self._faces() if abs(one.box.left - face.box.left) < face.box.width / 2), None)
            for face in faces
        ]

    def _faces(self) -> list[Face]:
        return [made_up_face(box, yaw=self.yaw) for box in self.shown.values()]


@dataclass
class Knows:
    """Knows Mina and Jun by axes of a space; `film` says whose face is where."""

    film: Film
    nobody: bool = False
    unclear: bool = False
    embedded: int = 0
    noise: float = 0.02

    def knows(self, modality: str) -> bool:
        return not self.nobody

    def embed_face(self, image: Image, face: Face) -> Embedding:
        if self.unclear:
            raise QualityError("The face is blurred.")
        self.embedded += 1
        name = next(name for name, box in self.film.shown.items() if abs(box.left - face.box.left) < 20)
        vector = AXES[name] + self.noise * np.random.default_rng(self.embedded).normal(size=16)
        return Embedding((vector / np.linalg.norm(vector)).astype(np.float32), CONTRACT, quality=0.5)

    def weigh(self, embedding: Embedding, time: float = 0.0, source: str = "") -> Evidence:
        scores = {name: float(embedding.vector @ AXES[name]) for name in KNOWN}
        ratios = {name: 16 * (score - 0.5) for name, score in scores.items()}
        return Evidence("face", ratios, {name: float(np.exp(-12 * score)) for name, score in scores.items()}, embedding)

    def likeness(self, one: Embedding, other: Embedding) -> float:
        return 16 * (similarity(one, other) - 0.5)

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        return decide(evidence, {"Mina": 0.25, "Jun": 0.25}, 0.5)


@pytest.fixture
def film() -> Film:
    return Film()


@pytest.fixture
def knows(film: Film) -> Knows:
    return Knows(film)


@pytest.fixture
def tracks(film: Film, knows: Knows) -> FaceTracks:
    return FaceTracks(film, knows)


def play(tracks: FaceTracks, start: float, seconds: float, rate: float = 5.0) -> list[tuple[FaceTrack, ...]]:
    return [tracks.accept(Image(PIXELS, start + number / rate, "hall")) for number in range(round(seconds * rate))]


def at(left: float, width: float = 80.0) -> Box:
    return Box(left, 10.0, width, 100.0)


def test_one_person_is_one_track_with_a_name(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100)}
    seen = play(tracks, 0, 4)
    [last] = seen[-1]
    assert {track.id for tracks in seen for track in tracks} == {1}
    assert (last.person, last.first, last.last) == ("Mina", 0.0, pytest.approx(3.8))
    assert last.probability > 0.99
    assert (last.quality, last.liveness, last.speaking) == (0.5, "unknown", None)
    assert last.evidence is not None
    assert last.evidence.ratios["Mina"] > 0


def test_who_walks_is_followed(film: Film, tracks: FaceTracks) -> None:
    ids = set()
    for number in range(20):
        film.shown = {"Mina": at(50 + 12 * number)}
        ids |= {track.id for track in tracks.accept(Image(PIXELS, number / 5))}
    assert ids == {1}


def test_a_face_that_is_known_to_be_there_is_looked_for_once_a_second(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100)}
    play(tracks, 0, 10)
    assert film.searches <= 11
    assert film.follows >= 38


def test_a_face_is_embedded_until_it_is_sure_and_then_seldom(film: Film, tracks: FaceTracks, knows: Knows) -> None:
    film.shown = {"Mina": at(100)}
    play(tracks, 0, 9)
    assert 3 <= knows.embedded <= MOST_VIEWS
    before = knows.embedded
    play(tracks, 9, AGAIN)
    assert knows.embedded - before == 1


def test_nobody_i_know(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"a stranger": at(100)}
    [last] = play(tracks, 0, 3)[-1]
    assert (last.person, last.views >= 3) == (None, True)
    assert last.probability > 0.9


def test_what_is_not_good_enough_has_no_name_yet(film: Film, tracks: FaceTracks, knows: Knows) -> None:
    film.shown, knows.unclear = {"Mina": at(100)}, True
    [last] = play(tracks, 0, 2)[-1]
    assert (last.person, last.evidence, last.views, last.quality) == (None, None, 0, 0.0)
    knows.unclear = False
    assert play(tracks, 2, 2)[-1][0].person == "Mina"


def test_where_nobody_is_enrolled_faces_are_followed_and_not_embedded(
    film: Film, tracks: FaceTracks, knows: Knows
) -> None:
    film.shown, knows.nobody = {"Mina": at(100)}, True
    assert play(tracks, 0, 2)[-1][0].person is None
    assert knows.embedded == 0
    assert FaceTracks(film).accept(Image(PIXELS))[0].person is None


def test_who_turns_away_and_comes_back_keeps_the_number(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100)}
    play(tracks, 0, 2)
    film.shown = {}
    assert play(tracks, 2, 5)[-1] == ()
    film.shown = {"Mina": at(400)}
    [back] = play(tracks, 7, 1)[-1]
    assert (back.id, back.person, back.first) == (1, "Mina", 0.0)


def test_who_comes_back_much_later_is_a_new_track(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100)}
    play(tracks, 0, 2)
    film.shown = {}
    play(tracks, 2, REMEMBERED + 1)
    film.shown = {"Mina": at(100)}
    assert play(tracks, REMEMBERED + 3, 1)[-1][0].id == 2


def test_another_who_comes_while_one_is_away_is_another_track(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100)}
    play(tracks, 0, 2)
    film.shown = {}
    play(tracks, 2, 2)
    film.shown = {"Jun": at(100)}
    [other] = play(tracks, 4, 2)[-1]
    assert (other.id, other.person) == (2, "Jun")


def test_who_takes_anothers_place_is_not_taken_for_them(film: Film, tracks: FaceTracks) -> None:
    """Without a moment in between: it is found out when the face is looked at again."""
    film.shown = {"Mina": at(100)}
    play(tracks, 0, 3)
    film.shown = {"Jun": at(104)}
    [last] = play(tracks, 3, AGAIN + 1)[-1]
    assert (last.id, last.person) == (2, "Jun")
    film.shown = {"Mina": at(104)}
    [again] = play(tracks, 4 + AGAIN, AGAIN + 1)[-1]
    assert (again.id, again.person) == (1, "Mina")


def test_whose_place_is_taken_while_another_goes_is_not_taken_for_them_either(film: Film, tracks: FaceTracks) -> None:
    """A face that is followed, and found anew in the same picture since another was lost from sight."""
    film.shown = {"Mina": at(100, 90), "a stranger": at(300)}
    play(tracks, 0, AGAIN + 0.5)
    film.shown = {"Jun": at(104, 90)}
    seen = play(tracks, AGAIN + 0.5, AGAIN + 1)
    assert all(len(tracks) == 1 for tracks in seen)
    assert (seen[-1][0].id, seen[-1][0].person) == (3, "Jun")


def test_two_people_are_two_tracks(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100, 90), "Jun": at(300)}
    last = play(tracks, 0, 3)[-1]
    assert [(track.id, track.person) for track in last] == [(1, "Mina"), (2, "Jun")]


def test_one_person_is_never_in_a_picture_twice(film: Film, knows: Knows) -> None:
    """A poster of Mina beside Mina: only one of them can be her."""
    evidence = [knows.weigh(Embedding(AXES["Mina"], CONTRACT)), knows.weigh(Embedding(_near("Mina"), CONTRACT))]
    alone = [decide([one], {"Mina": 0.25, "Jun": 0.25}, 0.5).person for one in evidence]
    assert alone == ["Mina", "Mina"]
    found = name_each(evidence, lambda one: knows.conclude([one], Situation()))
    assert [one.person for one in found] == ["Mina", None]


def _near(name: str) -> np.ndarray:
    vector = AXES[name] + 0.3 * AXES["a stranger"]
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_looking_towards_the_camera_does_not_flicker(film: Film, tracks: FaceTracks) -> None:
    film.shown, looking = {"Mina": at(100)}, []
    for number, yaw in enumerate([25, 10, 25, 28, 35, 25, 15]):
        film.yaw = yaw
        looking.append(tracks.accept(Image(PIXELS, number / 5))[0].looking)
    assert looking == [False, True, True, True, False, False, True]


def test_pictures_come_in_order(film: Film, tracks: FaceTracks) -> None:
    film.shown = {"Mina": at(100)}
    tracks.accept(Image(PIXELS, 2.0))
    with pytest.raises(ValueError, match="order of time"):
        tracks.accept(Image(PIXELS, 1.0))


def test_the_nearest_is_matched_first() -> None:
    assert matched([at(100), at(160)], [at(150), at(108)]) == {0: 1, 1: 0}
    assert matched([at(100)], [at(300)]) == {}
    assert matched([at(100, 40)], [at(90, 160)]) == {}


def test_two_that_slip_onto_one_face_are_one() -> None:
    before = [made_up_face(at(100)), made_up_face(at(200))]
    now = [made_up_face(at(195)), made_up_face(at(202))]
    assert told_apart(before, now) == [None, now[1]]
    apart = [made_up_face(at(104)), made_up_face(at(202))]
    assert told_apart(before, apart) == apart


def test_frames_that_are_alike_count_as_one() -> None:
    one = Embedding(_near("Mina"), CONTRACT)
    other = Embedding(AXES["Mina"], CONTRACT)
    assert pool([one] * 100).variety == pytest.approx(0, abs=1e-6)
    assert pool([one, other]).variety > 0.005
    together = pool([pool([one, one]), pool([other, other])])
    assert together.variety == pytest.approx(pool([one, other]).variety, abs=1e-6)
