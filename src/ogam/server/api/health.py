"""`/api/health`: how it goes, in figures, and what to do where something is wrong."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from ogam.core import BiometricsError, ModelCard, OgamError
from ogam.devices.known import with_known
from ogam.home import load_home
from ogam.hub import WatchedCamera
from ogam.messages import say, translate
from ogam.server.api.running import Kept, Running
from ogam.server.auth import Caller, signed_in
from ogam.server.context import Context, Server
from ogam.server.language import language_of
from ogam.server.settings import data_folder

router = APIRouter(prefix="/api", tags=["health"])

_MEGABYTE = 1024 * 1024
_LEAST_FREE = 200
"""Megabytes on the log's disk below which somebody should make room."""


class Latency(BaseModel):
    """Milliseconds from the end of an utterance to the end of its turn, over the last `n` that were spoken."""

    median: float | None
    p95: float | None
    n: int


class ModelShown(BaseModel):
    name: str
    version: str
    task: str
    licence: str


class Check(BaseModel):
    """advice: what to do, empty where all is well."""

    name: str
    ok: bool
    detail: str
    advice: str


class Health(BaseModel):
    """uptime: seconds. real_time_factor: seconds of recognition a second of speech. dropped_…: since the start."""

    uptime: float
    sessions: int
    listeners: int
    watchers: int
    latency_ms: Latency
    real_time_factor: float | None
    dropped_seconds: float
    dropped_utterances: int
    errors: int
    memory_mb: float
    open_files: int
    log_bytes: int
    models: list[ModelShown]
    checks: list[Check]


@router.get("/health")
async def read_health(
    request: Request, server: Context, kept: Kept, _: Annotated[Caller, Depends(signed_in("log"))]
) -> Health:
    """Figures since the start, and checks."""
    measures, listeners = kept.meter.measures(), list(kept.listeners.values())
    checks = await asyncio.to_thread(lambda: list(_checks(server, kept, language_of(request))))
    memory, files = _process()
    return Health(
        uptime=time.time() - server.started,
        sessions=len(server.house.sessions),
        listeners=len(listeners),
        watchers=kept.watchers.taken,
        latency_ms=Latency(median=measures.latency_ms_median, p95=measures.latency_ms_p95, n=measures.turns),
        real_time_factor=measures.real_time_factor,
        dropped_seconds=kept.drops.seconds + sum(one.dropped_seconds for one in listeners),
        dropped_utterances=kept.drops.utterances + sum(one.dropped_utterances for one in listeners),
        errors=measures.errors,
        memory_mb=memory,
        open_files=files,
        log_bytes=_log_bytes(server),
        models=[_model(card) for card in (*server.house.hub.models, server.house.segmenter.detector.card)],
        checks=checks,
    )


def _process() -> tuple[float, int]:
    """Megabytes of memory that this process holds, and files that it has open."""
    import psutil

    process = psutil.Process()
    return round(process.memory_info().rss / _MEGABYTE, 1), process.num_fds() if hasattr(process, "num_fds") else 0


def _log_bytes(server: Server) -> int:
    path = server.house.hub.log.path
    return 0 if path is None else sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))


def _model(card: ModelCard) -> ModelShown:
    return ModelShown(name=card.name, version=card.version, task=card.task, licence=card.licence)


def _checks(server: Server, kept: Running, language: str) -> Iterator[Check]:
    log = server.house.hub.log.path
    if log is not None:
        free = shutil.disk_usage(log.parent).free // _MEGABYTE
        enough = free >= _LEAST_FREE
        detail = say(language, "{free} MB are free on the log's disk.", free=free)
        yield Check(
            name="disk", ok=enough, detail=detail, advice="" if enough else say(language, "Make room on the disk.")
        )
    yield _home_check(server, server.home_path, language)
    yield _gallery_check(kept, language)
    for camera in server.house.cameras:
        yield _camera_check(camera, language)


def _home_check(server: Server, path: Path | None, language: str) -> Check:
    if path is None:
        detail = say(language, "There is no home file: this is the built-in example.")
        return Check(
            name="home", ok=True, detail=detail, advice=say(language, "Describe your own home: ogam home init")
        )
    try:
        same = with_known(load_home(path), data_folder()) == server.house.hub.home
    except OgamError as error:
        return Check(name="home", ok=False, detail=translate(str(error), language), advice=say(language, _MEND))
    detail = say(language, "The home file is right." if same else "The home file has changed since the start.")
    return Check(name="home", ok=True, detail=detail, advice="" if same else say(language, "Start the server again."))


_MEND = "Mend the home file; until then the home is as it was at the start."


def _gallery_check(kept: Running, language: str) -> Check:
    try:
        gallery = kept.gallery()
        count = 0 if gallery is None else len(gallery.members())
    except BiometricsError as error:
        advice = say(language, "See what is damaged: ogam people verify")
        return Check(name="gallery", ok=False, detail=translate(str(error), language), advice=advice)
    return Check(name="gallery", ok=True, detail=say(language, "{count} people are enrolled.", count=count), advice="")


_CAMERA_STATES = {
    "watching": "Watched now.",
    "paused": "Paused: nobody looks.",
    "starting": "Only just starting.",
    "lost": "It gives no pictures.",
    "off": "Not watched.",
}


def _camera_check(camera: WatchedCamera, language: str) -> Check:
    """Whether a camera is watched, and all that is to be seen by it can be."""
    state, reason = camera.state, translate(camera.reason, language)
    detail = say(language, _CAMERA_STATES[state])
    ok = state in ("watching", "paused", "starting") and not reason
    advice = "" if ok else reason or say(language, "Is it on, and is its address right?")
    return Check(name=f"camera {camera.name}", ok=ok, detail=detail, advice=advice)
