import re
import tomllib
from dataclasses import asdict, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import OgamError
from ogam.messages import catalogue
from ogam.server.settings import MEANINGS, Settings, load_settings, settings_text


def test_without_a_file_they_are_the_defaults(tmp_path):
    assert load_settings(tmp_path / "settings.toml") == Settings()


def test_what_is_given_goes_before_the_file(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('port = 9000\nhost = "::1"\nsession_days = 7\nhosts = ["a.example"]', "utf-8")
    settings = load_settings(path, {"port": 9001, "name": None})
    assert (settings.port, settings.host, settings.session_days, settings.hosts) == (9001, "::1", 7.0, ("a.example",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 1", "there is no setting 'prot'. Did you mean 'port'?"),
        ('port = "8765"', "port must be a whole number."),
        ("port = true", "port must be a whole number."),
        ("tls = 1", "tls must be true or false."),
        ("session_days = true", "session_days must be a number."),
        ("name = 3", "name must be a text."),
        ('hosts = "a"', "hosts must be a list of texts."),
        ("hosts = [1]", "hosts must be a list of texts."),
        ("port = ", "the settings cannot be read"),
        ('certificate = "a.pem"', "belong together"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, text, said):
    path = tmp_path / "settings.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(OgamError, match=re.escape(said)):
        load_settings(path)


def test_every_setting_is_explained_in_both_languages():
    assert list(MEANINGS) == [one.name for one in fields(Settings)]
    assert set(MEANINGS.values()) <= set(catalogue("ko"))


@given(
    st.builds(
        Settings,
        name=st.text(),
        port=st.integers(0, 65_535),
        tls=st.booleans(),
        hosts=st.lists(st.text()).map(tuple),
        session_days=st.floats(0, 1e6),
    )
)
def test_what_is_shown_is_what_is_read(settings):
    shown = tomllib.loads(settings_text(settings))
    lists = {name: tuple(shown[name]) for name in ("hosts", "origins", "push_services", "home_networks")}
    assert {**shown, **lists} == asdict(settings)
