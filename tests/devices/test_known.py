from dataclasses import replace

import pytest

from ogam.core import Device, DeviceError
from ogam.devices.fakes import made_up_air_conditioner
from ogam.devices.known import FOLDER, recall, remember, with_known
from ogam.home import example_home


def test_what_a_driver_told_comes_back(tmp_path):
    device = replace(made_up_air_conditioner(), driver="thinq", address="abc", attributes={"model": "X"})
    remember(tmp_path, "thinq", [device])
    assert recall(tmp_path, "thinq") == {"abc": device}
    assert recall(tmp_path, "mqtt") == {}


def test_a_home_knows_what_its_devices_can_do(tmp_path):
    told = replace(made_up_air_conditioner(), driver="thinq", address="abc", attributes={"model": "X", "a": 1})
    remember(tmp_path, "thinq", [told])
    mine = Device("climate.cool", "cool box", "climate", driver="thinq", address="abc", attributes={"a": 2})
    other = Device("climate.other", "other", "climate", driver="thinq", address="xyz")
    home = replace(example_home(), devices=(mine, other))
    described, unknown = with_known(home, tmp_path).devices
    assert described.name == "cool box"
    assert described.properties == told.properties
    assert described.attributes == {"model": "X", "a": 2}
    assert unknown == other


def test_a_damaged_file_says_what_to_do(tmp_path):
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "thinq.json").write_text('{"abc": {"id": 3}}')
    with pytest.raises(DeviceError, match="ogam devices discover thinq"):
        recall(tmp_path, "thinq")
