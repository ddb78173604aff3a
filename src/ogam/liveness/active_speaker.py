"""Whose voice is it: of each face in the picture, how much likelier its lips move with the voice than those of somebody
else would.

What the correlation of lips and voice (`lip_sync`) is worth depends on how long both were there. It was fitted on lips
that were simulated (benchmarks/active_speaker.py), so it is not believed beyond `MOST`.
"""

from dataclasses import dataclass

import numpy as np

from ogam.biometrics import Calibration, shipped_calibration
from ogam.core import Audio, QualityError
from ogam.liveness.lip_sync import Floats, lip_sync

BREVITY = "brevity"
"""The circumstance of the calibration: 1/√(1 + seconds)."""
SHORTEST = 0.8
"""Seconds of lips and voice together from which on anything can be told."""
MOST = float(np.log(20))
"""The natural logarithm of a ratio that is given at most, either way."""


@dataclass(frozen=True, slots=True)
class ActiveSpeaker:
    """Tells by the lips who speaks."""

    calibration: Calibration

    def ratio(self, times: Floats, mouth: Floats, voice: Audio) -> float | None:
        """Natural logarithm of how much likelier this is the face of whoever speaks than somebody else's; None where
        there is too little to tell.

        times: of the pictures, in seconds on the clock of the voice, rising; mouth: its openness in each, as
        `ogam.vision.mouth_openness` gives it.
        """
        try:
            sync = lip_sync(times, mouth, voice, SHORTEST)
        except QualityError:
            return None
        together = min(voice.end, float(times[-1])) - max(voice.start, float(times[0]))
        ratio = self.calibration.log_likelihood_ratio(sync.score, {BREVITY: brevity(together)})
        return float(np.clip(ratio, -MOST, MOST))


def brevity(seconds: float) -> float:
    return float(1 / np.sqrt(1 + max(seconds, 0.0)))


def load_active_speaker() -> ActiveSpeaker:
    """With the calibration that ships."""
    return ActiveSpeaker(shipped_calibration("active-speaker"))
