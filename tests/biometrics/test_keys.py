import sys
import types
from pathlib import Path

import pytest

from ogam.biometrics import open_gallery
from ogam.biometrics.keys import KeyFile, load_keys, new_gallery_key, save_keys
from ogam.core import BiometricsError


def test_keys_are_read_as_they_were_written_and_replaced_whole(tmp_path: Path) -> None:
    place, one, other = KeyFile(tmp_path / "key"), new_gallery_key(), new_gallery_key()
    assert load_keys(place) == {}
    save_keys(place, {one.id: one, other.id: other})
    assert load_keys(place) == {one.id: one, other.id: other}
    save_keys(place, {other.id: other})
    assert load_keys(place) == {other.id: other}
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_shown_by_accident() -> None:
    key = new_gallery_key()
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BiometricsError, match="the key cannot be written"):
        save_keys(KeyFile(tmp_path / "file" / "key"), {})


class Refuses(Exception):
    pass


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], str]:
    """A keyring in memory in place of the package."""
    held: dict[tuple[str, str], str] = {}
    module = types.ModuleType("keyring")
    module.errors = types.ModuleType("keyring.errors")
    module.errors.KeyringError = Refuses
    module.get_password = lambda service, user: held.get((service, user))
    module.set_password = lambda service, user, text: held.__setitem__((service, user), text)
    module.__spec__ = types.SimpleNamespace(name="keyring")
    monkeypatch.setitem(sys.modules, "keyring", module)
    monkeypatch.setitem(sys.modules, "keyring.errors", module.errors)
    return held


def test_the_key_may_lie_in_the_keyring(tmp_path: Path, keyring: dict[tuple[str, str], str]) -> None:
    with open_gallery(tmp_path, create=True, place="keyring") as gallery:
        gallery.add("Jun")
        gallery.rotate_key()
    assert len(keyring) == 1
    assert not (tmp_path / "gallery.key").exists()
    with open_gallery(tmp_path) as gallery:
        assert [member.name for member in gallery.members()] == ["Jun"]
    keyring.clear()
    with pytest.raises(BiometricsError, match="its key is not in the system's keyring"):
        open_gallery(tmp_path)


def test_a_locked_keyring_is_named(
    tmp_path: Path, keyring: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_gallery(tmp_path, create=True, place="keyring").close()

    def refuse(*_: str) -> str:
        raise Refuses("locked")

    monkeypatch.setattr(sys.modules["keyring"], "get_password", refuse)
    with pytest.raises(BiometricsError, match=r"does not give the key: locked\. Unlock it"):
        open_gallery(tmp_path)


def test_without_the_package_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ogam.biometrics.keys.find_spec", lambda name: None)
    with pytest.raises(BiometricsError, match=r"pip install 'ogam\[keyring\]'"):
        open_gallery(tmp_path, create=True, place="keyring")
    assert not (tmp_path / "gallery.sqlite").exists()
