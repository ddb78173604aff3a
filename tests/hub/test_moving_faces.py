"""Everybody before a camera: flat pictures, lips, and whose voice it was."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ogam.audio import EnergyVoiceActivity, Segmenter
from ogam.biometrics import Embedding, EmbeddingContract, Evidence, Modality, Situation
from ogam.core import Audio, Box, Command, Identity, Image, QualityError, Signal, Slot
from ogam.devices import VirtualDriver
from ogam.home import parse_home
from ogam.hub import EventLog, Hub, Listener, MovingFaces, Seen, Session, evidence_of, seen_of
from ogam.hub.fakes import FakeGrammar, FakeInterpretation, FakeRecognizer
from ogam.liveness import load_active_speaker
from ogam.vision import Face, made_up_face

PIXELS = np.zeros((8, 8, 3), np.uint8)
CONTRACT = EmbeddingContract("face", "fake@1", "0" * 64, "none/1", 4)
SYLLABLES = [0.3, 0.9, 1.2, 1.7, 2.5, 2.8, 3.3]
LEFT, RIGHT = Box(100, 100, 100, 100), Box(400, 100, 80, 80)
HOME = parse_home("{areas: [kitchen], devices: [{name: lamp, domain: light, area: kitchen}]}")
GRAMMAR = FakeGrammar({"lamp on": FakeInterpretation(Command("HassTurnOn", {"name": Slot("name", "lamp", "lamp")}))})


@dataclass
class Film:
    """Mina stands left, Jun right; `speaks` is whose mouth moves with the syllables, from `began` on."""

    speaks: Box | None = None
    began: float = 0.0
    shown: Sequence[Box] = (LEFT, RIGHT)
    yaw: float = 0.0
    relief: float = 1.2
    broken: bool = False

    def detect(self, image: Image) -> list[Face]:
        if self.broken:
            raise RuntimeError("the detector broke")
        return [self._face(box, image.time - self.began) for box in self.shown]

    def follow(self, image: Image, faces: Sequence[Face]) -> list[Face | None]:
        there = self.detect(image)
        return [next((one for one in there if one.box.left == face.box.left), None) for face in faces]

    def _face(self, box: Box, time: float) -> Face:
        opened = 0.5 * sum(np.exp(-(((time - middle) / 0.12) ** 2)) for middle in SYLLABLES)
        mouth = float(opened) if box is self.speaks else 0.02
        return made_up_face(box, mouth=mouth, yaw=self.yaw, relief=self.relief)


@dataclass
class Knows:
    """Mina is left, Jun is right. It hears nobody, and concludes nobody; what it was to conclude from is kept."""

    unclear: bool = False
    nobody: bool = False
    asked: list[tuple[Evidence, ...]] = field(default_factory=list)

    def knows(self, modality: Modality) -> bool:
        return modality == "face" and not self.nobody

    def embed_face(self, image: Image, face: Face) -> Embedding:
        if self.unclear:
            raise QualityError("The face is blurred.")
        return Embedding(np.eye(4, dtype=np.float32)[int(face.box.left > 250)], CONTRACT)

    def weigh(self, embedding: Embedding, time: float = 0.0, source: str = "") -> Evidence:
        ratios = {"Mina": 12 * float(embedding.vector[0]) - 6, "Jun": 12 * float(embedding.vector[1]) - 6}
        return Evidence("face", ratios, dict.fromkeys(ratios, 0.001), embedding, time, source)

    def likeness(self, one: Embedding, other: Embedding) -> float:
        return 12 * float(one.vector @ other.vector) - 6

    def observe(self, signal: Signal) -> list[Evidence]:
        return [Evidence("voice" if isinstance(signal, Audio) else "face", source=signal.source)]

    def conclude(self, evidence: Sequence[Evidence], situation: Situation) -> Identity:
        self.asked.append(tuple(evidence))
        told = [one for one in evidence if one.ratios]
        best = max(told[0].ratios, key=lambda name: told[0].ratios[name]) if told else None
        return Identity(best, 0.99, ("face",)) if best else Identity()


def voice(start: float = 0.0, seconds: float = 4.0) -> Audio:
    at = np.arange(round(seconds * 16_000)) / 16_000
    loud = sum(np.exp(-(((at - middle) / 0.08) ** 2)) for middle in SYLLABLES)
    noise = np.random.default_rng(0).normal(0, 0.001, len(at))
    return Audio((0.3 * np.asarray(loud) * np.sin(2 * np.pi * 180 * at) + noise).astype(np.float32), start, "voice")


def play(faces: MovingFaces, start: float, seconds: float, rate: float = 10.0) -> None:
    for number in range(round(seconds * rate)):
        faces.see(Image(PIXELS, start + number / rate, "hall"))


def test_whose_lips_move_is_who_speaks() -> None:
    film = Film(speaks=RIGHT, began=20.0)
    faces = MovingFaces(film, Knows(), speaker=load_active_speaker(), area="hall")
    play(faces, 19, 5.5)
    found = {track.person: track.speaking for track in faces.during(voice(20.0))}
    assert found["Jun"] is not None
    assert found["Mina"] is not None
    assert found["Jun"] > 1.5 > -1.5 > found["Mina"]
    told = {round(one.ratios["Jun"]): one for one in faces.beside(voice(20.0))}
    assert (told[6].speaking, told[6].area) == (found["Jun"], "hall")
    assert told[6].details["views"] >= 3


def test_who_was_not_there_while_it_was_said_is_not_beside_it() -> None:
    film = Film(shown=[LEFT])
    faces = MovingFaces(film, Knows(), speaker=load_active_speaker())
    play(faces, 0, 3)
    film.shown = [RIGHT]
    play(faces, 3, 8)
    assert [track.person for track in faces.during(voice(6.0))] == ["Jun"]
    both = {track.person: track.speaking for track in faces.during(voice(3.2))}
    assert both.keys() == {"Mina", "Jun"}
    assert both["Mina"] is None
    assert faces.during(voice(60.0)) == ()


def test_too_few_pictures_say_nothing_of_who_speaks() -> None:
    faces = MovingFaces(Film(speaks=LEFT), Knows(), speaker=load_active_speaker())
    play(faces, 0, 4, rate=4)
    assert {track.speaking for track in faces.during(voice())} == {None}


def test_a_flat_picture_is_nobody_and_says_nothing() -> None:
    film = Film(shown=[LEFT], relief=0.0)
    faces = MovingFaces(film, Knows())
    play(faces, 0, 1)
    for number, yaw in enumerate([10, 20, 30, 35, 35, 30]):
        film.yaw = yaw
        [track] = faces.see(Image(PIXELS, 1 + number / 10))
    assert (track.liveness, track.person) == ("attack", "Mina")
    assert seen_of([track]) == ()
    [told] = evidence_of([track])
    assert (dict(told.ratios), told.details["refused"]) == ({}, "A flat picture.")


def test_whom_tracks_show() -> None:
    faces, knows = MovingFaces(Film(), Knows()), Knows(unclear=True)
    play(faces, 0, 1)
    assert set(seen_of(faces.during(voice()))) == {Seen("Mina", 0.99), Seen("Jun", 0.99)}
    unclear = MovingFaces(Film(shown=[LEFT]), knows)
    [track] = unclear.see(Image(PIXELS))
    assert seen_of([track]) == (Seen(None, 0.0),)
    [told] = evidence_of([track])
    assert (dict(told.ratios), "good enough" in told.details["refused"]) == ({}, True)


def test_a_picture_that_comes_too_late_is_left_out() -> None:
    faces = MovingFaces(Film(), Knows())
    assert len(faces.see(Image(PIXELS, 2.0))) == 2
    assert faces.see(Image(PIXELS, 1.0)) == ()


def house(film: Film, knows: Knows, clock: list[float]) -> Session:
    driver = {"virtual": VirtualDriver(HOME.devices)}
    hub = Hub(HOME, GRAMMAR, FakeRecognizer("lamp on"), driver, EventLog(None), identifier=knows, faces=film)
    return Session(hub, "tablet", "kitchen", clock=lambda: clock[0])


async def look(session: Session, clock: list[float], start: float, seconds: float) -> None:
    for number in range(round(seconds * 10)):
        clock[0] = start + number / 10
        assert await session.see(Image(PIXELS, clock[0], "tablet")) is None


def test_a_session_weighs_the_faces_beside_an_utterance_by_their_lips() -> None:
    knows, clock = Knows(), [0.0]
    session = house(Film(speaks=RIGHT, began=10.0), knows, clock)

    async def run() -> None:
        await look(session, clock, 9.0, 5.5)
        await session.perceive(voice(), began=10.0)

    asyncio.run(run())
    faces = [one for one in knows.asked[-1] if one.modality == "face"]
    speaking = {one.ratios["Jun"] > 0: one.speaking for one in faces}
    assert len(faces) == 2
    assert speaking[True] is not None
    assert speaking[False] is not None
    assert speaking[True] > 1.5 > -1.5 > speaking[False]
    assert {one.area for one in faces} == {"kitchen"}


def test_where_it_is_not_known_when_it_was_said_lips_say_nothing() -> None:
    knows, clock = Knows(), [0.0]
    session = house(Film(speaks=RIGHT, began=10.0), knows, clock)

    async def run() -> None:
        await look(session, clock, 9.0, 5.5)
        await session.perceive(voice())

    asyncio.run(run())
    assert [one.speaking for one in knows.asked[-1] if one.modality == "face"] == [None, None]


def test_a_camera_of_the_room_is_asked_too() -> None:
    knows, clock = Knows(), [14.5]
    session = house(Film(), knows, clock)
    session.eyes = MovingFaces(Film(speaks=LEFT, began=10.0), knows, speaker=load_active_speaker(), area="kitchen")
    play(session.eyes, 9.0, 5.5)
    asyncio.run(session.perceive(voice(), began=10.0))
    best = max((one for one in knows.asked[-1] if one.modality == "face"), key=lambda one: one.speaking or -9)
    assert best.ratios["Mina"] > 0


def test_where_nobody_is_known_by_face_a_session_follows_none() -> None:
    knows, clock = Knows(nobody=True), [0.0]
    session = house(Film(broken=True), knows, clock)
    asyncio.run(look(session, clock, 0.0, 1.0))
    assert not [event for event in session.hub.log.events() if event.kind == "error"]


def test_a_detector_that_breaks_is_in_the_log_and_hinders_nothing() -> None:
    knows, clock = Knows(), [0.0]
    session = house(Film(broken=True), knows, clock)

    async def run() -> None:
        assert await session.see(Image(PIXELS, 0.0)) is None
        turn = await session.hear(voice())
        assert [act.result.ok for act in turn.acts] == [True]

    asyncio.run(run())
    errors = [event.data for event in session.hub.log.events() if event.kind == "error"]
    assert "the detector broke" in str(errors)


def test_a_stream_tells_when_it_was_said() -> None:
    """Sound that comes late, and in chunks, is put where it was: beside the lips."""
    knows, clock = Knows(), [0.0]
    session = house(Film(), knows, clock)
    began: list[float | None] = []
    perceive = session.perceive

    async def heard(utterance: Audio, beside: Sequence[Evidence] = (), began_: float | None = None) -> object:
        began.append(began_)
        return await perceive(utterance, beside, began_)

    session.perceive = lambda utterance, beside=(), began=None: heard(utterance, beside, began)  # type: ignore[method-assign,assignment,return-value]
    loud = 0.3 * np.sin(2 * np.pi * 180 * np.arange(16_000) / 16_000)
    sound = Audio(np.concatenate([np.zeros(16_000), loud, np.zeros(24_000)]).astype(np.float32))

    async def run() -> None:
        listener = Listener(session, Segmenter(EnergyVoiceActivity()).open())
        running = asyncio.create_task(listener.run())
        for number in range(35):
            chunk = sound.cut(number / 10, (number + 1) / 10)
            clock[0] = 100.0 + chunk.end + (0.08 if number % 3 else 0.02)
            listener.accept(chunk)
            await asyncio.sleep(0)
        listener.finish()
        await running

    asyncio.run(run())
    assert began
    assert all(one is not None and abs(one - 101.02) < 0.4 for one in began)


def test_evidence_keeps_what_was_said_of_lips() -> None:
    [track] = MovingFaces(Film(shown=[LEFT]), Knows()).see(Image(PIXELS))
    assert [one.speaking for one in evidence_of([replace(track, speaking=1.5)])] == [1.5]
