"""How LG's cloud is reached: the table `[thinq]` of drivers.toml."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from ogam.core import DeviceError

_CLIENT_FILE = "thinq-client"


@dataclass(frozen=True, slots=True)
class Settings:
    """The table `[thinq]`.

    token: LG's personal access token, or where it is kept ("keyring:thinq", "env:THINQ_TOKEN", "file:…").
    country: of the account, as two letters ("KR"). temperature_unit: "C" or "F", for devices that know both.
    spacing: seconds between two commands; LG shuts out accounts that send more.
    simulator: address of a simulated cloud, empty for LG's own.
    folder: Ogam's folder, where the client's id is kept; filled in by itself.
    """

    token: str
    country: str = "KR"
    temperature_unit: str = "C"
    spacing: float = 3.0
    simulator: str = ""
    folder: str = ""


def client_id(folder: str) -> str:
    """By which LG knows this Ogam: made once, and kept in a file of the folder. One of the moment without a folder.

    Raises DeviceError if it cannot be kept.
    """
    if not folder:
        return str(uuid4())
    path = Path(folder) / "devices" / _CLIENT_FILE
    try:
        if path.is_file():
            return str(UUID(path.read_text("utf-8").strip()))
        path.parent.mkdir(parents=True, exist_ok=True)
        made = str(uuid4())
        path.write_text(made, "utf-8")
    except (OSError, ValueError) as error:
        raise DeviceError(f"{path}: the id of this computer at LG cannot be kept there ({error}).") from error
    return made
