"""`/api/settings`: every setting of the server, what it means, and a new value for its next start."""

import asyncio
import re
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from ogam.core import HomeError, OgamError
from ogam.home.editing import replace_file
from ogam.messages import say
from ogam.server.auth import Owner
from ogam.server.context import Context, Server
from ogam.server.errors import Refused
from ogam.server.language import language_of
from ogam.server.settings import MEANINGS, Settings, load_settings, toml_value

router = APIRouter(prefix="/api", tags=["settings"])

SettingValue = bool | int | float | str | list[str]


class SettingShown(BaseModel):
    """value: with which the server runs; next: that of its next start; default: what it is where nobody says."""

    name: str
    value: SettingValue
    next: SettingValue
    default: SettingValue
    meaning: str


class SettingsShown(BaseModel):
    """restart: whether something takes effect only at the next start."""

    settings: list[SettingShown]
    restart: bool


class SettingsChanged(BaseModel):
    """By name; those that are not named stay. null: the default again."""

    settings: Annotated[dict[str, SettingValue | None], Field(min_length=1, max_length=50)]


@router.get("/settings")
async def read_settings(request: Request, server: Context, _: Owner) -> SettingsShown:
    """Every setting."""
    return await asyncio.to_thread(_shown, server, language_of(request))


@router.put("/settings")
async def write_settings(body: SettingsChanged, request: Request, server: Context, _: Owner) -> SettingsShown:
    """Write new values into settings.toml, whose other lines stay. They count from the next start."""
    path = server.settings_path
    if path is None:
        raise Refused(409, "no-settings-file", "This server runs without a settings file.")
    for name, value in body.settings.items():
        if name not in MEANINGS or (isinstance(value, str) and len(value) > 500):
            raise Refused(422, "settings", f"There is no setting '{name}', or it cannot be that.")
    await asyncio.to_thread(_write, path, body.settings)
    return await asyncio.to_thread(_shown, server, language_of(request))


def _shown(server: Server, language: str) -> SettingsShown:
    now, default = asdict(server.settings), asdict(Settings())
    after = now if server.settings_path is None else asdict(load_settings(server.settings_path))
    shown = [
        SettingShown(
            name=name,
            value=_plain(now[name]),
            next=_plain(after[name]),
            default=_plain(default[name]),
            meaning=say(language, meaning),
        )
        for name, meaning in MEANINGS.items()
    ]
    return SettingsShown(settings=shown, restart=any(one.value != one.next for one in shown))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _write(path: Path, changed: dict[str, SettingValue | None]) -> None:
    """Change lines of the file, check what comes out, and put it in its place. Raises Refused for what is wrong."""
    before = path.read_text("utf-8") if path.exists() else ""
    after = before
    for name, value in changed.items():
        after = _with(after, name, value)
    draft = path.with_name(f".{path.name}.check")
    try:
        draft.write_text(after, "utf-8")
        load_settings(draft)
    except OgamError as error:
        raise Refused(422, "settings", str(error).replace(str(draft), path.name)) from error
    finally:
        draft.unlink(missing_ok=True)
    if not path.exists():
        path.touch(0o600)
    try:
        replace_file(path, before, after)
    except HomeError as error:
        raise Refused(409, "settings", str(error)) from error


def _with(text: str, name: str, value: SettingValue | None) -> str:
    """The text with one setting's line changed, taken out (None), or added at its end."""
    line = re.compile(rf"^[ \t]*{name}[ \t]*=.*\n?", re.MULTILINE)
    new = "" if value is None else f"{name} = {toml_value(value)}\n"
    if line.search(text):
        return line.sub(lambda _: new, text, count=1)
    return text + ("\n" if text and not text.endswith("\n") else "") + new
