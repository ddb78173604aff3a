"""A simulated camera lets in whoever knows its password, and nobody else; and ours answers it as it should."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.vision.cameras.addresses import Login
from ogam.vision.cameras.passwords import authorization
from ogam.vision.simulator.passwords import Guard

NAMES = st.text(st.characters(exclude_characters=':"', exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(NAMES, NAMES, NAMES, st.booleans())
def test_only_the_right_password_opens(user: str, password: str, other: str, digest: bool) -> None:
    guard = Guard(user, password, digest)
    for said, right in ((password, True), (other, other == password)):
        answer = authorization([guard.challenge()], Login(user, said), "GET", "/video")
        assert guard.lets_in(answer, "GET") is right
    assert not guard.lets_in(None, "GET")
    assert not guard.lets_in("Digest", "GET")


def test_without_a_user_everybody_is_let_in() -> None:
    assert Guard().lets_in(None, "GET")


@pytest.mark.parametrize(
    ("challenges", "begins"),
    [
        (['Basic realm="a"', 'Digest realm="a", nonce="b"'], "Digest "),
        (['Digest realm="a", nonce="b", algorithm=SHA-256, qop="auth,auth-int", opaque="c"'], "Digest "),
        (['Digest realm="a", nonce="b", algorithm=UNKNOWN', "Basic"], "Basic "),
        (["Bearer"], None),
        ([], None),
    ],
)
def test_the_safest_way_that_is_known(challenges: list[str], begins: str | None) -> None:
    said = authorization(challenges, Login("mina", "secret"), "GET", "/")
    assert said is None if begins is None else str(said).startswith(begins)
    assert "secret" not in str(said)


def test_the_example_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 7616, 3.9.1."""
    nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
    ours = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr("ogam.vision.cameras.passwords.secrets.token_hex", lambda _: ours)
    challenge = f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="{nonce}"'
    said = authorization([challenge], Login("Mufasa", "Circle of Life"), "GET", "/dir/index.html")
    assert 'response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"' in str(said)
