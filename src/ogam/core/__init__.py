"""The words of Ogam: signals, observations, commands, decisions, events, devices, and the ports."""

from ogam.core.cards import ModelCard
from ogam.core.commands import Command, Decision, Slot, SlotValue
from ogam.core.devices import Action, ActionResult, Device, DeviceEvent
from ogam.core.errors import (
    AudioError,
    BiometricsError,
    DeviceError,
    GrammarError,
    HomeError,
    ImageError,
    LogError,
    ModelError,
    OgamError,
    PolicyError,
    QualityError,
)
from ogam.core.events import Event
from ogam.core.identity import MODALITIES, Identity, Liveness, Modality
from ogam.core.observations import Box, Observation
from ogam.core.ports import Driver, Recognizer, RecognizerSession, StreamingRecognizer
from ogam.core.signals import SAMPLE_RATE, Audio, Image, Signal

__all__ = [
    "MODALITIES",
    "SAMPLE_RATE",
    "Action",
    "ActionResult",
    "Audio",
    "AudioError",
    "BiometricsError",
    "Box",
    "Command",
    "Decision",
    "Device",
    "DeviceError",
    "DeviceEvent",
    "Driver",
    "Event",
    "GrammarError",
    "HomeError",
    "Identity",
    "Image",
    "ImageError",
    "Liveness",
    "LogError",
    "Modality",
    "ModelCard",
    "ModelError",
    "Observation",
    "OgamError",
    "PolicyError",
    "QualityError",
    "Recognizer",
    "RecognizerSession",
    "Signal",
    "Slot",
    "SlotValue",
    "StreamingRecognizer",
]
