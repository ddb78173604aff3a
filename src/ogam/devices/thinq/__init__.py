"""LG ThinQ: LG's appliances, through LG's cloud (docs/thinq.md). Needs the extra `thinq`."""

from ogam.devices.thinq.driver import ThinQDriver, open_driver
from ogam.devices.thinq.settings import Settings

__all__ = ["Settings", "ThinQDriver", "open_driver"]
