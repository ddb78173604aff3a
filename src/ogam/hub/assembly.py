"""A hub from a home, ready to use: its grammar compiled, its recogniser loaded, its devices simulated."""

import os
from pathlib import Path

from ogam.core import Driver, HomeError, Recognizer
from ogam.devices import VirtualDriver, services_in
from ogam.devices.drivers import FILE as DRIVERS_FILE
from ogam.devices.drivers import open_drivers
from ogam.devices.known import with_known
from ogam.home import Home, suggestion
from ogam.home.resolution import area_name
from ogam.hub.camera_driver import CameraDriver
from ogam.hub.hub import Hub
from ogam.hub.learning import Hold
from ogam.hub.log import EventLog
from ogam.hub.phones import PhoneDriver
from ogam.hub.ports import Grammar, Identifier, Policy
from ogam.hub.scene import Scene
from ogam.hub.short_answers import answer_recognizers
from ogam.liveness import load_replay_detector
from ogam.policy import Permissions, permissions_are_on
from ogam.vision import FaceFollower, LateFaceDetector


def open_hub(
    home: Home,
    log: EventLog | None = None,
    *,
    listen: bool = True,
    threads: int = 1,
    grammar: Grammar | None = None,
    recognizer: Recognizer | None = None,
    transcriber: Recognizer | None = None,
    identifier: Identifier | None = None,
    anyone_enrolled: bool = False,
    hold: Hold | None = None,
    faces: FaceFollower | None = None,
    folder: Path | None = None,
) -> Hub:
    """A hub for a home. Raises `GrammarError` for wrong sentences of the owner's, `ModelError` for missing weights.

    log: where it writes; devices take up the states they had in it; None for a log in memory.
    listen: whether it shall hear; without, no acoustic model is loaded. threads: of inference.
    grammar, recognizer: to use instead of the home's own and the built-in one. transcriber: hears instead of the
    built-in one; what it writes down is read by the grammar.
    identifier: says who speaks (`ogam.biometrics.Household` is one). anyone_enrolled: whether it knows anybody, which
    turns permissions on where the home file does not say.
    hold: what is learned in passing goes there (`Household.hold`), for its person to keep; nothing is learned without.
    faces: finds faces that are asked to move; Ogam's own, loaded with the first picture, if None. Without an identifier
    nobody is asked to, nor is a loudspeaker looked for.
    folder: Ogam's own, with `drivers.toml` and what is known of their devices; without it all devices are simulated
    that the simulator knows, and the others do not answer.
    """
    from ogam.grammar import compile_home

    events = log or EventLog(None)
    home = home if folder is None else with_known(home, folder)
    compiled = grammar or compile_home(home)
    if listen and recognizer is None:
        from ogam.asr import TranscribedSentences, recognizer_of

        recognizer = TranscribedSentences(transcriber, compiled) if transcriber else recognizer_of(compiled, threads)
    short_answers = answer_recognizers(recognizer, threads)
    virtual = VirtualDriver(device for device in home.devices if device.driver == VirtualDriver.name)
    virtual.restore(events.last_states())
    policy = permissions_of(home, anyone_enrolled)
    others = {} if folder is None else open_drivers(folder / DRIVERS_FILE, home.devices)
    drivers: dict[str, Driver] = {**others, VirtualDriver.name: virtual, PhoneDriver.name: PhoneDriver()}
    scene = Scene(home.cameras) if home.cameras else None
    if scene is not None:
        drivers[CameraDriver.name] = CameraDriver(home.devices, scene)
    return Hub(
        home,
        compiled,
        recognizer,
        drivers,
        events,
        policy,
        identifier=identifier,
        short_answers=short_answers,
        hold=hold,
        faces=faces or (LateFaceDetector() if identifier else None),
        replays=load_replay_detector() if identifier else None,
        scene=scene,
    )


def permissions_of(home: Home, anyone_enrolled: bool = False) -> Policy | None:
    """What each may do in a home; None where permissions are off, and everyone may do everything.

    Raises PolicyError where the home's own rules are wrong.
    """
    return Permissions(home, services_in(home.language)) if permissions_are_on(home, anyone_enrolled) else None


def default_folder() -> Path:
    """Where Ogam keeps what is this user's: the folder `OGAM_HOME` names, else the user's data folder."""
    if folder := os.environ.get("OGAM_HOME"):
        return Path(folder)
    from platformdirs import user_data_path

    return user_data_path("ogam")


def default_log_path() -> Path:
    """The log of this user, in their folder."""
    return default_folder() / "log.sqlite"


def known_area(home: Home, said: str | None) -> str | None:
    """The area's name; `HomeError` if the home has none that is called so."""
    name = area_name(home, said)
    if said is not None and name is None:
        names = [area.name for area in home.areas]
        raise HomeError([f"this home has no area '{said}'. Areas: {', '.join(names)}.{suggestion(said, names)}"])
    return name
