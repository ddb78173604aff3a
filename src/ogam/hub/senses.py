"""Senses: what a hub hears and sees with, and what that tells of who is there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ogam.biometrics import FaceKnowledge, FaceTrack
from ogam.biometrics.fusion import Evidence
from ogam.core import Audio, Identity, Image, ModelError, OgamError, Recognizer, Signal
from ogam.hub.hearing import Heard, hear
from ogam.hub.identifying import Look, conclude, look
from ogam.hub.moving_faces import MovingFaces
from ogam.hub.ports import Identifier
from ogam.hub.presence import Presence
from ogam.hub.turns import Turn
from ogam.hub.writing import TurnWriter
from ogam.liveness import load_active_speaker
from ogam.vision import Face, FaceFollower


@dataclass(frozen=True, slots=True)
class Senses:
    """recognizer, identifier, faces: None where nothing is heard, nobody known, no face found. writer: told of what
    goes wrong."""

    recognizer: Recognizer | None
    identifier: Identifier | None
    presence: Presence
    faces: FaceFollower | None
    writer: TurnWriter

    async def hear(self, utterance: Audio, area: str | None) -> tuple[Heard, Look]:
        """What is said and whose voice it is, both looked for at the same time. Raises ModelError if it is deaf."""
        if self.recognizer is None:
            raise ModelError("This hub was opened without a recogniser, so it cannot hear. Open it with one.")
        return await asyncio.gather(hear(self.recognizer, utterance), self._look(utterance, area))

    async def observe(self, signal: Signal, turn: Turn) -> tuple[Evidence, ...]:
        """What a picture or a voice tells of who is there; nothing where that fails. turn: that it is logged under."""
        seen = await self._look(signal, turn.area)
        if seen.error is not None:
            self.writer.error(turn, "identifier", seen.error)
        return seen.evidence

    async def find_faces(self, image: Image, turn: Turn) -> list[Face] | None:
        """The faces of a picture; None where that fails. turn: as in `observe`."""
        if self.faces is None:
            return None
        try:
            return await asyncio.to_thread(self.faces.detect, image)
        except Exception as error:  # noqa: BLE001 (a detector may be anyone's)
            self.writer.error(turn, "face detector", error)
            return None

    def moving_faces(self, area: str | None) -> MovingFaces | None:
        """A session for the pictures of a camera there; None where faces cannot be followed and told apart."""
        knowledge = _knowledge(self.identifier)
        if self.faces is None or knowledge is None:
            return None
        return MovingFaces(
            self.faces,
            knowledge,
            lambda: self.presence.situation(area, datetime.now().time()),
            load_active_speaker(),
            area,
        )

    async def knows_faces(self) -> bool:
        """Whether anybody is known by face; where that cannot be told, nobody is: whoever observes is told why."""
        knowledge = _knowledge(self.identifier)
        try:
            return knowledge is not None and await asyncio.to_thread(knowledge.knows, "face")
        except OgamError:
            return False

    async def watch(self, faces: MovingFaces, image: Image, turn: Turn) -> tuple[FaceTrack, ...]:
        """Who is in a picture; nobody where that fails. turn: as in `observe`."""
        try:
            return await asyncio.to_thread(faces.see, image)
        except Exception as error:  # noqa: BLE001 (a detector may be anyone's)
            self.writer.error(turn, "face tracks", error)
            return ()

    def identify(self, turn: Turn, heard: Look, beside: Sequence[Evidence]) -> Turn:
        """The turn with who speaks; nobody known where that cannot be told, never somebody by mistake."""
        if self.identifier is None:
            return turn
        found = conclude(self.identifier, heard, beside, self.presence, turn.area, turn.at)
        if found.error is not None:
            self.writer.error(turn, "identifier", found.error)
        timings = {**turn.timings, "identify": found.milliseconds}
        return replace(turn, who=found.who, evidence=found.evidence, timings=timings)

    def conclude(self, evidence: Sequence[Evidence], asked: Turn) -> Identity:
        """Who it is by this evidence, where a turn has asked; nobody known where that cannot be told."""
        return self.identify(replace(asked, who=Identity()), Look(), evidence).who or Identity()

    async def _look(self, signal: Signal, area: str | None) -> Look:
        return Look() if self.identifier is None else await look(self.identifier, signal, area)


def _knowledge(identifier: object) -> FaceKnowledge | None:
    """What an identifier knows of faces, where it can be asked for it."""
    return identifier if isinstance(identifier, FaceKnowledge) else None
