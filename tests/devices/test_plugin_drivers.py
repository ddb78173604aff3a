"""Drivers of other makers, as plugins, in drivers.toml."""

import sys
from pathlib import Path

import pytest

from ogam.core import Device, OgamError
from ogam.devices.drivers import open_drivers, read_tables
from ogam.plugins import PluginError

MODULE = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Settings:
    host: str
    folder: str = ""

@dataclass
class Driver:
    settings: Settings
    devices: list

def open_driver(settings, devices):
    return Driver(settings, devices)
"""
LAMP = Device("light.lamp", "lamp", "light", driver="blinds-inc")


@pytest.fixture
def drivers(tmp_path, monkeypatch):
    """A drivers.toml, with a package that brings the driver blinds-inc, and one that is none."""
    info = tmp_path / "packages" / "blinds-2.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: blinds\nVersion: 2.0\n")
    entries = "[ogam.drivers]\nblinds-inc = plugin_blinds\nno-driver = plugin_no_driver\nmissing = plugin_missing\n"
    (info / "entry_points.txt").write_text(entries)
    (info.parent / "plugin_blinds.py").write_text(MODULE)
    (info.parent / "plugin_no_driver.py").write_text("")
    monkeypatch.syspath_prepend(str(info.parent))
    yield tmp_path / "drivers.toml"
    for name in ("plugin_blinds", "plugin_no_driver"):
        sys.modules.pop(name, None)


def test_a_plugins_driver_is_opened_by_its_table(drivers: Path):
    drivers.write_text('[blinds-inc]\nhost = "10.0.0.2"\n')
    driver = open_drivers(drivers, [LAMP, Device("light.other", "other", "light")])["blinds-inc"]
    assert (driver.settings.host, driver.settings.folder) == ("10.0.0.2", str(drivers.parent))
    assert driver.devices == [LAMP]


def test_its_settings_are_checked_like_ogams_own(drivers: Path):
    drivers.write_text('[blinds-inc]\nhst = "10.0.0.2"\n')
    with pytest.raises(OgamError, match=r"blinds-inc: there is no setting 'hst'. Did you mean 'host'\?"):
        open_drivers(drivers, [])


def test_a_name_that_is_nearly_right_gets_the_plugins_too(drivers: Path):
    drivers.write_text("[blinds-ink]\n")
    with pytest.raises(OgamError, match="Did you mean 'blinds-inc'"):
        read_tables(drivers)


def test_what_is_no_driver_is_named_with_its_package(drivers: Path):
    for name, said in (("no-driver", r"package blinds 2.0\) has no dataclass"), ("missing", "cannot be imported")):
        drivers.write_text(f"[{name}]\n")
        with pytest.raises(PluginError, match=said):
            open_drivers(drivers, [])
