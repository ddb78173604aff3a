from dataclasses import dataclass

import pytest

from ogam.core import DeviceError, OgamError
from ogam.devices.drivers import open_drivers, read_table, read_tables, secret


@dataclass(frozen=True, slots=True)
class Settings:
    url: str
    port: int = 1883
    tls: bool = False
    rooms: tuple[str, ...] = ()


def test_a_table_becomes_settings():
    table = {"url": "x", "port": 1, "tls": True, "rooms": ["a", "b"]}
    assert read_table(Settings, table, "f") == Settings("x", 1, True, ("a", "b"))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "f: 'url' is missing."),
        ({"url": 3}, "f: url must be a str, not 3."),
        ({"url": "x", "port": True}, "f: port must be a int, not True."),
        ({"url": "x", "prot": 1}, "f: there is no setting 'prot'. Did you mean 'port'?"),
    ],
)
def test_a_wrong_table_says_where(table, message):
    with pytest.raises(OgamError) as raised:
        read_table(Settings, table, "f")
    assert str(raised.value) == message


def test_a_file_names_drivers_that_there_are(tmp_path):
    path = tmp_path / "drivers.toml"
    assert open_drivers(path, ()) == {}
    path.write_text("[thinq]\n")
    assert list(read_tables(path)) == ["thinq"]
    for wrong, message in (
        ("[thing]", "Did you mean 'thinq'"),
        ("thinq = 3", "must be a table"),
        ("[", "cannot be read"),
    ):
        path.write_text(wrong)
        with pytest.raises(OgamError, match=message):
            read_tables(path)


def test_a_secret_is_where_its_reference_says(tmp_path, monkeypatch):
    (tmp_path / "token").write_text("from a file\n")
    monkeypatch.setenv("A_TOKEN", "from outside")
    assert secret("env:A_TOKEN", "x") == "from outside"
    assert secret(f"file:{tmp_path / 'token'}", "x") == "from a file"
    assert secret("itself", "x") == "itself"
    for missing in ("env:NO_SUCH_TOKEN", f"file:{tmp_path / 'nothing'}"):
        with pytest.raises(DeviceError, match="x: "):
            secret(missing, "x")
