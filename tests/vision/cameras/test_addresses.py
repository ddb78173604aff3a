"""Addresses of cameras; and that no password of one is ever shown."""

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import ImageError
from ogam.vision.cameras.addresses import login, read_address, without_login

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    ("address", "kind", "shown"),
    [
        (0, "usb", "camera 0"),
        ("usb:12", "usb", "camera 12"),
        ("rtsp://mina:s3cr3t@10.0.0.7:8554/live?pass=s3cr3t", "rtsp", "rtsp://10.0.0.7:8554/…"),
        ("RTSPS://door.lan", "rtsp", "rtsps://door.lan"),
        ("http://mina:s3@cr3t@[fe80::1]:80/s3cr3t", "http", "http://[fe80::1]:80/…"),
        ("https://door/", "http", "https://door"),
    ],
)
def test_what_it_is_and_what_is_shown(address: int | str, kind: str, shown: str) -> None:
    read = read_address(address)
    assert (read.kind, read.shown) == (kind, shown)
    assert "s3" not in repr(read)


def test_paths(tmp_path: Path) -> None:
    (tmp_path / "a.JPG").touch()
    (tmp_path / "film.mp4").touch()
    assert [read_address(tmp_path / name).kind for name in (".", "a.JPG", "film.mp4")] == ["folder", "picture", "film"]


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://mina:s3cr3t/x@10.0.0.7/live",
        "rtsp://mina:1234/s3cr3t@10.0.0.7/live",
        "rtsp://mina:s3cr3t#x@10.0.0.7/live",
        "rtsp://mina:s3cr3t?x@10.0.0.7",
        "http://mina:s3cr3t@door:port/",
        "http://mina:s3cr3t@[door/",
        "http://mina:s3cr3t @door/",
        "http://mina:s3cr3t@/",
        "ftp://mina:s3cr3t@door/",
        "rtsp://",
        "rtsp://mina:s3\ncr3t@door",
        "rtsp:/mina:s3cr3t@door",
        "mina:s3cr3t@rtsp://door",
    ],
)
def test_what_cannot_be_read_does_not_tell_the_password(address: str) -> None:
    with pytest.raises(ImageError) as raised:
        read_address(address)
    assert SECRET not in str(raised.value)
    assert "1234" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize("address", ["usb:", "-1", "none.mp4", "usb:x", "\0", "9" * 5000, "a" * 5000])
def test_what_is_no_address_says_what_one_is(address: str) -> None:
    with pytest.raises(ImageError, match="Give a number, a path"):
        read_address(address)


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_any_password_arrives_and_is_not_shown(user: str, password: str) -> None:
    secret = f"{quote(user, safe='')}:{quote(password, safe='')}@"
    read = read_address(f"rtsp://{secret}door.lan/live")
    parts = urlsplit(read.where)
    assert (login(parts).user, login(parts).password) == (user, password)
    assert without_login(parts) == "rtsp://door.lan/live"
    assert read.shown == "rtsp://door.lan/…"
    assert repr(login(parts)) == f"Login(user={user!r})"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_an_error_of_ours(text: str) -> None:
    for address in (text, f"rtsp://{text}", f"http://{text}"):
        try:
            read_address(address)
        except ImageError:
            continue
