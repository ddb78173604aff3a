"""What a session can ask its people for, when more must be known of who speaks."""

from dataclasses import dataclass

from ogam.policy import STEP_UPS


@dataclass(frozen=True, slots=True)
class Abilities:
    """Nobody is told to look at a camera where there is none.

    microphone: what is said is heard, and it is told who says it: a voice and a spoken challenge can be asked for.
    camera: pictures reach the session: a face. phones: people have phones of their own that approve things: approval.
    """

    microphone: bool = False
    camera: bool = False
    phones: bool = False

    @property
    def step_ups(self) -> tuple[str, ...]:
        """What can be asked for, of `STEP_UPS` and in their order."""
        can = {"voice": self.microphone, "face": self.camera, "challenge": self.microphone, "approval": self.phones}
        return tuple(step for step in STEP_UPS if can[step])
