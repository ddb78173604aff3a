import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogam.biometrics.crypto import SealBroken, key_of_passphrase, new_key, seal, unseal

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, st.binary(max_size=200), st.binary(max_size=50))
def test_what_is_sealed_is_opened_with_its_key_in_its_place(key: bytes, plain: bytes, place: bytes) -> None:
    assert unseal(key, seal(key, plain, place), place) == plain


@given(KEYS, st.binary(min_size=1, max_size=50), st.data())
def test_no_bit_can_be_changed(key: bytes, plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(key, plain, b"here"))
    at, bit = data.draw(st.integers(0, len(sealed) - 1)), data.draw(st.integers(0, 7))
    sealed[at] ^= 1 << bit
    with pytest.raises(SealBroken):
        unseal(key, bytes(sealed), b"here")


@given(st.binary(max_size=40), st.binary(max_size=20))
def test_what_was_never_sealed_is_refused(sealed: bytes, place: bytes) -> None:
    with pytest.raises(SealBroken):
        unseal(b"k" * 32, sealed, place)


def test_another_key_or_another_place_opens_nothing() -> None:
    key = new_key()
    sealed = seal(key, b"secret", b"here")
    for other, place in ((new_key(), b"here"), (key, b"there")):
        with pytest.raises(SealBroken):
            unseal(other, sealed, place)
    assert seal(key, b"secret", b"here") != sealed


def test_scrypt_is_that_of_the_standard() -> None:
    """Third vector of RFC 7914, section 12, its first 32 bytes."""
    expected = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    assert key_of_passphrase("pleaseletmein", b"SodiumChloride", 14).hex() == expected
