"""Addresses of cameras, whose secrets stand in the environment, a file or the key ring, and not in the home file."""

import os
import re
from collections.abc import Mapping

from ogam.core import DeviceError
from ogam.devices.drivers import secret
from ogam.home import Camera

_VARIABLE = re.compile(r"\$\{(\w+)\}")


def address_of(camera: Camera, environment: Mapping[str, str] | None = None) -> str:
    """Where a camera is, with its secrets in their places: never log or show it.

    The whole address may be kept elsewhere (`env:NAME`, `keyring:NAME`, `file:PATH`); inside it `${NAME}` is the
    environment's variable of that name. Raises DeviceError, without any secret, for what is not there.
    """
    known = os.environ if environment is None else environment

    def value(reference: "re.Match[str]") -> str:
        if reference[1] not in known:
            raise DeviceError(f"{camera.name}: the environment variable {reference[1]} is not set.")
        return known[reference[1]]

    return _VARIABLE.sub(value, secret(camera.address, camera.name))
