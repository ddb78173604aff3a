"""Stop words, heard beside everything else: what listens for them, and what it brakes at once."""

from ogam.devices.stopping.brakes import Brake, HasBrake
from ogam.devices.stopping.ears import StopEar, StopEars
from ogam.devices.stopping.process import ProcessStopEars
from ogam.devices.stopping.threads import ThreadStopEars

__all__ = ["Brake", "HasBrake", "ProcessStopEars", "StopEar", "StopEars", "ThreadStopEars"]
