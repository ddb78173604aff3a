"""Addresses of cameras, whose secrets stand in the environment or in the system's keyring, not in the home file."""

import os
import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec

from ogam.core import HomeError
from ogam.home import Camera

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_KEYRING = "keyring:"
_SERVICE = "ogam"


def address_of(
    camera: Camera,
    environment: Mapping[str, str] | None = None,
    keyring: Callable[[str], str | None] | None = None,
) -> str:
    """Where a camera is, with its secrets in their places: never log or show it.

    `${NAME}` is the variable of that name; `keyring:NAME`, for the whole address, what the system's keyring holds for
    the service `ogam` under that name. Raises HomeError, without any secret, for what is not there.
    """
    if camera.address.startswith(_KEYRING):
        name = camera.address.removeprefix(_KEYRING)
        found = (keyring or _from_keyring)(name)
        if found is None:
            raise HomeError([f"camera '{camera.name}': the keyring has no '{name}'. Set it: keyring set ogam {name}"])
        return found
    known = os.environ if environment is None else environment

    def secret(reference: "re.Match[str]") -> str:
        if reference[1] not in known:
            raise HomeError(
                [f"camera '{camera.name}': the environment variable {reference[1]} is not set. Set it and start anew."]
            )
        return known[reference[1]]

    return _VARIABLE.sub(secret, camera.address)


def _from_keyring(name: str) -> str | None:
    if find_spec("keyring") is None:
        raise HomeError(["keyrings need the package keyring. Install it: pip install 'ogam[keyring]'."])
    import keyring

    found: str | None = keyring.get_password(_SERVICE, name)
    return found
