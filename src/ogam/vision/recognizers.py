"""Hands and bodies in single pictures as observations, behind `ogam.core.Recognizer`.

What lasts (a gesture that is held, a fall) is for `GestureWatch` and `FallWatch`, which watch one camera each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ogam.core import Image, ModelCard, Observation, Signal
from ogam.models import model_card
from ogam.vision.gestures import read_gesture
from ogam.vision.hands import HandDetector, load_hands
from ogam.vision.poses import POINTS, PoseEstimator, load_poses


@dataclass(frozen=True, slots=True, eq=False)
class GestureRecognizer:
    """The gesture of each hand of a picture, as of kind "hand-shape", "none" among them: what one picture can say.
    Sounds give no observations."""

    detector: HandDetector
    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._hands(signal) if isinstance(signal, Image) else [] for signal in signals]

    def _hands(self, image: Image) -> list[Observation]:
        found = []
        for hand in self.detector.detect(image):
            reading = read_gesture(hand)
            details = {"side": hand.side, "score": round(hand.score, 4)}
            when, said = (image.time, image.time), ("gestures", self.card.label)
            found.append(
                Observation(
                    "hand-shape", reading.gesture, reading.confidence, *when, image.source, *said, hand.box, details
                )
            )
        return found


@dataclass(frozen=True, slots=True, eq=False)
class PoseRecognizer:
    """The body nearest to the middle of a picture, of kind "pose": its points are in the details, in pixels, with their
    scores. Sounds give no observations."""

    estimator: PoseEstimator
    card: ModelCard

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._pose(signal) if isinstance(signal, Image) else [] for signal in signals]

    def _pose(self, image: Image) -> list[Observation]:
        pose = self.estimator.estimate(image)
        if pose is None:
            return []
        details = {
            name: [round(float(x), 1), round(float(y), 1), round(float(score), 3)]
            for name, (x, y), score in zip(POINTS, pose.points, pose.scores, strict=True)
        }
        when, said = (image.time, image.time), ("poses", self.card.label)
        return [Observation("pose", "body", pose.score, *when, image.source, *said, pose.box, details)]


def load_gestures(smallest: float = 40.0, threads: int = 1) -> GestureRecognizer:
    """Gestures by the palm detector and the hand landmarks. smallest: width in pixels of a palm that must be found.

    Raises ModelError if the weights cannot be had.
    """
    return GestureRecognizer(load_hands(smallest, threads), model_card("hand-landmarks"))


def load_pose_recognizer(threads: int = 1) -> PoseRecognizer:
    """Poses by MoveNet. Raises ModelError if the weights cannot be had."""
    return PoseRecognizer(load_poses(threads), model_card("movenet"))
