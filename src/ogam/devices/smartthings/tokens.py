"""The token that SmartThings wants: a personal one as it stands, or one of an OAuth app that is renewed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from ogam.core import DeviceError
from ogam.devices.drivers import secret
from ogam.devices.failures import failure
from ogam.devices.smartthings.settings import Settings

REFUSED = "SmartThings doesn't take the token any more. Make a new one, and put it where drivers.toml says."
_WANTED = ("client_id", "client_secret", "refresh_token")


class Tokens:
    """The token of an account. installed_app: the id of an OAuth app, for which changes can be subscribed."""

    def __init__(self, settings: Settings) -> None:
        self.installed_app = ""
        self._settings = settings
        self._access = ""

    async def current(self, http: httpx.AsyncClient) -> str:
        """Raises DeviceError where there is none."""
        if self._settings.token:
            return secret(self._settings.token, "drivers.toml: smartthings: token")
        if not self._access:
            kept = self._read()
            self.installed_app = str(kept.get("installed_app_id", ""))
            self._access = str(kept.get("access_token", "")) or await self._renewed(http)
        return self._access

    async def renew(self, http: httpx.AsyncClient) -> bool:
        """A new token in place of one that was refused. Whether there can be one. Raises DeviceError."""
        if self._settings.token:
            return False
        self._access = await self._renewed(http)
        return True

    async def _renewed(self, http: httpx.AsyncClient) -> str:
        kept = self._read()
        try:
            response = await http.post(
                "/oauth/token",
                data={
                    "grant_type": "refresh_token",
                    "refresh_token": kept["refresh_token"],
                    "client_id": kept["client_id"],
                },
                auth=(kept["client_id"], kept["client_secret"]),
            )
        except httpx.HTTPError as error:
            raise failure("SmartThings can't be reached. Is the internet there?") from error
        if response.status_code != 200:
            raise failure(REFUSED)
        try:
            told = response.json()
            access = str(told["access_token"])
            kept |= {"access_token": access, "refresh_token": str(told.get("refresh_token") or kept["refresh_token"])}
        except (ValueError, KeyError, TypeError) as error:
            raise failure("What SmartThings tells can't be read.") from error
        self.installed_app = str(told.get("installed_app_id", "")) or self.installed_app
        self._write({**kept, "installed_app_id": self.installed_app})
        return access

    def _read(self) -> dict[str, str]:
        path = Path(self._settings.token_file)
        try:
            kept: Any = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise DeviceError(f"{path}: the tokens for SmartThings cannot be read ({error}).") from error
        if not isinstance(kept, dict) or not all(isinstance(kept.get(name), str) for name in _WANTED):
            raise DeviceError(f"{path}: it needs {', '.join(_WANTED)}.")
        return {str(name): str(value) for name, value in kept.items()}

    def _write(self, kept: Mapping[str, str]) -> None:
        """For the owner's eyes only, and whole or not at all: SmartThings takes a refresh token once."""
        path = Path(self._settings.token_file)
        unfinished = path.with_suffix(".part")
        try:
            unfinished.touch(0o600)
            unfinished.write_text(json.dumps(kept), "utf-8")
            unfinished.replace(path)
        except OSError as error:
            raise DeviceError(f"{path}: the new token for SmartThings cannot be kept ({error}).") from error
