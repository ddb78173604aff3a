"""The words of Ogam: signals, observations, commands, decisions, events, devices, and the ports."""

from ogam.core.cards import ModelCard
from ogam.core.commands import Command, Decision, Slot, SlotValue
from ogam.core.devices import ROLES as PROPERTY_ROLES
from ogam.core.devices import Action, ActionResult, Asker, Choice, Device, DeviceEvent, Property, PropertyValue
from ogam.core.errors import (
    AudioError,
    BiometricsError,
    DatasetError,
    DeviceError,
    DeviceSilent,
    GrammarError,
    HomeError,
    ImageError,
    LabError,
    LogError,
    ModelError,
    OgamError,
    PolicyError,
    QualityError,
)
from ogam.core.events import Event
from ogam.core.identity import MODALITIES, Identity, Liveness, Modality
from ogam.core.observations import Box, Observation
from ogam.core.ports import ActsFor, Driver, Recognizer, RecognizerSession, StreamingRecognizer
from ogam.core.signals import SAMPLE_RATE, Audio, Image, Signal

__all__ = [
    "MODALITIES",
    "PROPERTY_ROLES",
    "SAMPLE_RATE",
    "Action",
    "ActionResult",
    "ActsFor",
    "Asker",
    "Audio",
    "AudioError",
    "BiometricsError",
    "Box",
    "Choice",
    "Command",
    "DatasetError",
    "Decision",
    "Device",
    "DeviceError",
    "DeviceEvent",
    "DeviceSilent",
    "Driver",
    "Event",
    "GrammarError",
    "HomeError",
    "Identity",
    "Image",
    "ImageError",
    "LabError",
    "Liveness",
    "LogError",
    "Modality",
    "ModelCard",
    "ModelError",
    "Observation",
    "OgamError",
    "PolicyError",
    "Property",
    "PropertyValue",
    "QualityError",
    "Recognizer",
    "RecognizerSession",
    "Signal",
    "Slot",
    "SlotValue",
    "StreamingRecognizer",
]
