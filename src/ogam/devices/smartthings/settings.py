"""How SmartThings is reached: the table `[smartthings]` of drivers.toml."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ogam.core import DeviceError

CLOUD = "https://api.smartthings.com"


@dataclass(frozen=True, slots=True)
class Settings:
    """The table `[smartthings]`.

    token: a personal access token, or where it is kept ("keyring:smartthings", "env:…", "file:…"). SmartThings lets new
    ones live for a day only; for longer give an OAuth app of your own instead:
    token_file: a JSON file with `client_id`, `client_secret` and `refresh_token`, which is written anew each time that
    SmartThings changes the token.
    location: the id of one location, where an account has several; all of them where empty.
    poll: seconds between two looks at each device where SmartThings cannot tell changes by itself.
    patience: seconds in which a device must show that it did something. url: of the cloud, for the simulator.
    """

    token: str = field(default="", repr=False)
    token_file: str = ""
    location: str = ""
    poll: float = 60.0
    patience: float = 6.0
    url: str = CLOUD

    def check(self) -> None:
        """Raises DeviceError for what cannot be."""
        if bool(self.token) == bool(self.token_file):
            raise DeviceError("drivers.toml: smartthings: give either a token or a token_file.")
        address = urlsplit(self.url)
        if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise DeviceError("drivers.toml: smartthings: the url must be https, or on this computer.")
        if self.poll < 5 or not 0 < self.patience <= 60:
            raise DeviceError("drivers.toml: smartthings: poll is at least 5 seconds, patience up to 60.")
