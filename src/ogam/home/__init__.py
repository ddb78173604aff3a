"""The model of a home, its file, its checks, and which devices a command means."""

from ogam.home.finding import example_home, example_text, find_home, find_home_path
from ogam.home.model import (
    DOMAINS,
    LANGUAGES,
    MY_ROOM,
    ROLES,
    Area,
    Floor,
    Home,
    Person,
    Place,
    PolicyText,
    Role,
    Routine,
    RoutineAction,
    RoutineTime,
    Sentence,
)
from ogam.home.names import key, slug, spoken, suggestion
from ogam.home.parsing import load_home, parse_home, read_home
from ogam.home.resolution import SCENE_INTENTS, resolve, short_names
from ogam.home.seeing import GESTURES, SIGHTS, Camera, CameraZone, GestureCommand, SeenDevice

__all__ = [
    "DOMAINS",
    "GESTURES",
    "LANGUAGES",
    "MY_ROOM",
    "ROLES",
    "SCENE_INTENTS",
    "SIGHTS",
    "Area",
    "Camera",
    "CameraZone",
    "Floor",
    "GestureCommand",
    "Home",
    "Person",
    "Place",
    "PolicyText",
    "Role",
    "Routine",
    "RoutineAction",
    "RoutineTime",
    "SeenDevice",
    "Sentence",
    "example_home",
    "example_text",
    "find_home",
    "find_home_path",
    "key",
    "load_home",
    "parse_home",
    "read_home",
    "resolve",
    "short_names",
    "slug",
    "spoken",
    "suggestion",
]
