"""What `ogam doctor` looks at: one function a thing, each says what it found and what to do."""

import shutil
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from ogam.core import AudioError, OgamError
from ogam.home import Home
from ogam.server.addresses import is_loopback
from ogam.server.settings import Settings, data_folder

State = Literal["ok", "note", "problem"]
_LEAST_FREE_GB = 1.0
_SOON = timedelta(days=30)
_PATIENCE = 3.0
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right is before this."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing: a note need not be mended. advice: what to do, empty where all is well."""

    name: str
    state: State
    detail: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined. home: or the error that its file has. broker: host and port of an MQTT broker, if any."""

    settings: Settings
    home: Home | OgamError
    broker: tuple[str, int] | None = None


def examine(patient: Patient) -> list[Finding]:
    """Every finding, in order. A check that cannot be made is a problem of its own, and holds up no other."""
    return [_made(check, patient) for check in CHECKS]


def check_home(patient: Patient) -> Finding:
    """The home file: whether it can be used."""
    if isinstance(patient.home, OgamError):
        return Finding("home", "problem", str(patient.home), "Mend the home file, and look again: ogam home check")
    home = patient.home
    return Finding("home", "ok", f"The home has {len(home.devices)} devices in {len(home.areas)} areas.")


def check_weights(patient: Patient) -> Finding:
    """The weights of the home's languages: whether they are here and whole."""
    from ogam.asr.moonshine import MODEL
    from ogam.asr.whisper import MULTILINGUAL
    from ogam.models import Store, find

    home = patient.home if isinstance(patient.home, Home) else Home()
    languages = {home.language, *home.languages}
    needed = ["silero-vad", *(MODEL if code == "en" else MULTILINGUAL for code in sorted(languages))]
    missing = [name for name in dict.fromkeys(needed) if Store().state(find(name)) != "here"]
    if missing:
        names = " ".join(missing)
        text = f"Weights are missing or damaged: {names}."
        return Finding("weights", "problem", text, f"Get them: ogam models pull {names}")
    return Finding("weights", "ok", f"The weights are here: {', '.join(dict.fromkeys(needed))}.")


def check_microphone(patient: Patient) -> Finding:  # noqa: ARG001
    """A microphone of this computer; phones and satellites have their own."""
    from ogam.audio.sound_card import sound_card

    advice = "Needed for `ogam hear mic` only: phones and satellites bring their own."
    try:
        name = sound_card().query_devices(None, "input")["name"]
    except AudioError as error:
        return Finding("microphone", "note", str(error), advice)
    except Exception as error:  # noqa: BLE001 (PortAudio raises errors of its own where there is no device)
        return Finding("microphone", "note", f"No microphone was found: {error}.", advice)
    return Finding("microphone", "ok", f"The microphone is {name}.")


def check_port(patient: Patient) -> Finding:
    """The port: free, or Ogam's own already."""
    host, port = patient.settings.host, patient.settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if any(answers(port, scheme) for scheme in ("https", "http")):
            return Finding("port", "ok", f"Ogam is running at port {port}.")
        text = f"Port {port} at {host} cannot be had: {error.strerror or error}."
        return Finding("port", "problem", text, "End what uses it, or set another `port` in settings.toml.")
    return Finding("port", "ok", f"Port {port} at {host} is free.")


def check_certificate(patient: Patient) -> Finding:
    """TLS: whether it is needed, and how long its certificate lasts."""
    from ogam.server.tls import CERTIFICATE, expiry_of, given_certificate

    settings = patient.settings
    if settings.certificate:
        try:
            expires = given_certificate(Path(settings.certificate), Path(settings.key)).expires
        except OgamError as error:
            return Finding("certificate", "problem", str(error), "Give another `certificate` and `key`.")
        if expires - datetime.now(UTC) < _SOON:
            return Finding("certificate", "problem", f"The certificate ends on {expires:%Y-%m-%d}.", "Renew it.")
        return Finding("certificate", "ok", f"The certificate lasts until {expires:%Y-%m-%d}.")
    if settings.tls:
        until = expiry_of(data_folder() / "tls" / CERTIFICATE)
        text = f"Its own certificate lasts until {until:%Y-%m-%d}." if until else "It makes a certificate at its start."
        return Finding("certificate", "ok", text)
    if is_loopback(settings.host):
        advice = "For phones, turn it on: `tls = true` and `host` in settings.toml."
        return Finding("certificate", "note", "TLS is off: only this computer can reach Ogam.", advice)
    text = f"TLS is off, and Ogam would listen at {settings.host}."
    return Finding(
        "certificate", "note" if settings.insecure else "problem", text, "Set `tls = true` in settings.toml."
    )


def check_broker(patient: Patient) -> Finding:
    """The MQTT broker, where one is used: whether it can be reached."""
    if patient.broker is None:
        return Finding("broker", "note", "No MQTT broker is set.", "Needed for Home Assistant's discovery only.")
    host, port = patient.broker
    try:
        socket.create_connection((host, port), timeout=_PATIENCE).close()
    except OSError as error:
        text = f"The MQTT broker {host}:{port} cannot be reached: {error.strerror or error}."
        return Finding("broker", "problem", text, "Is it running? Are its host and port right in services.toml?")
    return Finding("broker", "ok", f"The MQTT broker {host}:{port} answers.")


def check_home_assistant(patient: Patient) -> Finding:  # noqa: ARG001
    """Home Assistant, where its devices are used: whether it lets in, and has what the home file does not have."""
    import asyncio

    from ogam.devices.drivers import FILE, read_table, read_tables
    from ogam.home import find_home_path
    from ogam.home.parsing import read_text

    path, name = data_folder() / FILE, "Home Assistant"
    table = read_tables(path).get("homeassistant")
    file = find_home_path()
    if table is None or file is None:
        return Finding(name, "note", "No devices of Home Assistant are used.", "To use them: docs/homeassistant.md")

    from ogam.devices.homeassistant import Settings as HomeAssistant
    from ogam.devices.homeassistant.synchronising import differences, imported, read

    text = read_text(file)
    try:
        registry = asyncio.run(read(read_table(HomeAssistant, table, f"{path}: homeassistant")))
    except OgamError as error:
        return Finding(name, "problem", str(error), "Are url and token right in drivers.toml?")
    news = differences(text, registry, imported(data_folder()), str(file))
    if news:
        differs = f"The home file and Home Assistant differ in {news} devices."
        return Finding(name, "note", differs, "See how: ogam home import homeassistant --sync")
    return Finding(name, "ok", f"Home Assistant answers, and has {len(registry.entities)} entities.")


def check_clock(patient: Patient) -> Finding:  # noqa: ARG001
    """The clock: certificates, passkeys and the log need one that is about right."""
    now = datetime.now(UTC)
    if now < _MADE:
        advice = "Set it: timedatectl set-ntp true"
        return Finding("clock", "problem", f"The clock says {now:%Y-%m-%d}, which has long been over.", advice)
    return Finding("clock", "ok", f"The clock says {now:%Y-%m-%d %H:%M} UTC, here {time.strftime('%H:%M %Z')}.")


def check_disk(patient: Patient) -> Finding:  # noqa: ARG001
    """The disk: room for the log, and a folder that may be written to."""
    folder = data_folder()
    existing = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    probe = existing / f".ogam-doctor-{time.monotonic_ns()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        text = f"{existing} cannot be written to: {error.strerror or error}."
        return Finding("disk", "problem", text, "Give the folder to this user, or name another in OGAM_HOME.")
    free = shutil.disk_usage(existing).free / 1e9
    if free < _LEAST_FREE_GB:
        return Finding("disk", "problem", f"{free:.1f} GB are free for {folder}.", "Make room on the disk.")
    return Finding("disk", "ok", f"{free:.1f} GB are free for {folder}.")


CHECKS: tuple[Callable[[Patient], Finding], ...] = (
    check_home,
    check_weights,
    check_microphone,
    check_port,
    check_certificate,
    check_broker,
    check_home_assistant,
    check_clock,
    check_disk,
)
"""Every check. Add yours."""


def _made(check: Callable[[Patient], Finding], patient: Patient) -> Finding:
    try:
        return check(patient)
    except Exception as error:  # noqa: BLE001 (one check that breaks is a finding, and not the end of the others)
        name = check.__name__.removeprefix("check_")
        return Finding(name, "problem", f"This could not be checked: {error}.", "Please report this.")


def answers(port: int, scheme: str, host: str = "127.0.0.1") -> bool:
    """Whether what listens at a port answers as Ogam does."""
    import httpx

    try:
        # not verified: nothing is sent, and what answers is only asked whether it is there
        answer = httpx.get(f"{scheme}://{host}:{port}/healthz", timeout=_PATIENCE, verify=False)
        return bool(answer.json() == {"ok": True})
    except (httpx.HTTPError, ValueError):
        return False
