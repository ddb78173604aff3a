"""Passkeys, against an authenticator in software."""

import pytest

from ogam.server.auth.fakes import FakeAuthenticator
from ogam.server.auth.passkeys import Passkeys, Place
from ogam.server.errors import Refused

HERE = Place("localhost", "http://localhost:8765")


@pytest.fixture
def passkeys(server) -> Passkeys:
    return server.auth.passkeys


@pytest.fixture
def mina(server, passkeys) -> FakeAuthenticator:
    return registered(server, passkeys, "Mina")


def registered(server, passkeys, name: str) -> FakeAuthenticator:
    """The phone of a new account, with its passkey."""
    account = server.auth.accounts.add(name, name)
    phone = FakeAuthenticator()
    passkeys.register(account, HERE, phone.create(passkeys.registration_options(account, HERE, "Ogam")), "phone")
    return phone


def test_a_passkey_signs_in(passkeys, mina):
    assert passkeys.login(HERE, mina.get(passkeys.login_options(HERE))).name == "Mina"
    assert passkeys.of("Mina")[0].used is not None


def test_an_assertion_is_refused_when_it_is_replayed(passkeys, mina):
    answer = mina.get(passkeys.login_options(HERE))
    passkeys.login(HERE, answer)
    with pytest.raises(Refused, match="used already"):
        passkeys.login(HERE, answer)


def test_a_registration_is_refused_when_it_is_replayed(server, passkeys):
    account = server.auth.accounts.add("Mina")
    answer = FakeAuthenticator().create(passkeys.registration_options(account, HERE, "Ogam"))
    passkeys.register(account, HERE, answer, "phone")
    with pytest.raises(Refused, match="used already"):
        passkeys.register(account, HERE, answer, "phone")


def test_a_challenge_that_the_server_did_not_make_is_refused(passkeys, mina):
    options = passkeys.login_options(HERE) | {"challenge": "AAAA"}
    with pytest.raises(Refused, match="used already"):
        passkeys.login(HERE, mina.get(options))


def test_a_challenge_ends(passkeys, mina, monkeypatch):
    options = passkeys.login_options(HERE)
    monkeypatch.setattr("ogam.server.auth.challenges.time.monotonic", lambda: 1e12)
    with pytest.raises(Refused, match="took too long"):
        passkeys.login(HERE, mina.get(options))


def test_an_assertion_made_on_another_sites_page_is_refused(passkeys, mina):
    phished = mina.but(origin="https://ogam.example.com")
    with pytest.raises(Refused, match="does not fit"):
        passkeys.login(HERE, phished.get(passkeys.login_options(HERE)))


def test_a_passkey_is_for_the_host_under_which_it_was_made(passkeys, mina):
    elsewhere = Place("ogam.local", "https://ogam.local:8765")
    there = mina.but(origin=elsewhere.origin)
    with pytest.raises(Refused, match="does not fit"):
        passkeys.login(elsewhere, there.get(passkeys.login_options(elsewhere)))


def test_the_owner_of_the_phone_must_be_there(passkeys, mina):
    with pytest.raises(Refused, match="does not fit"):
        passkeys.login(HERE, mina.but(verified=False).get(passkeys.login_options(HERE)))


def test_another_key_under_the_same_name_is_refused(passkeys, mina):
    forged = FakeAuthenticator(identifier=mina.identifier, handle=mina.handle)
    with pytest.raises(Refused, match="does not fit"):
        passkeys.login(HERE, forged.get(passkeys.login_options(HERE)))


def test_a_copied_authenticator_is_noticed(passkeys, mina):
    copy = mina.but()
    for _ in range(2):
        passkeys.login(HERE, mina.get(passkeys.login_options(HERE)))
    with pytest.raises(Refused, match="does not fit"):
        passkeys.login(HERE, copy.get(passkeys.login_options(HERE)))


def test_a_passkey_that_was_removed_signs_nobody_in(passkeys, mina):
    passkeys.remove(passkeys.of("Mina")[0].id, "Mina")
    with pytest.raises(Refused, match="does not fit"):
        passkeys.login(HERE, mina.get(passkeys.login_options(HERE)))


def test_an_approval_is_signed_with_the_deed_that_it_is_for(passkeys, mina):
    passkeys.approve("Mina", "deed-1", HERE, mina.get(passkeys.approval_options("Mina", "deed-1", HERE)))


def test_an_approval_of_one_deed_is_none_of_another(passkeys, mina):
    answer = mina.get(passkeys.approval_options("Mina", "deed-1", HERE))
    with pytest.raises(Refused):
        passkeys.approve("Mina", "deed-2", HERE, answer)


def test_an_approval_is_refused_when_it_is_replayed(passkeys, mina):
    answer = mina.get(passkeys.approval_options("Mina", "deed-1", HERE))
    passkeys.approve("Mina", "deed-1", HERE, answer)
    with pytest.raises(Refused, match="used already"):
        passkeys.approve("Mina", "deed-1", HERE, answer)


def test_signing_in_approves_nothing(passkeys, mina):
    answer = mina.get(passkeys.login_options(HERE))
    with pytest.raises(Refused):
        passkeys.approve("Mina", "deed-1", HERE, answer)


def test_nobody_approves_with_anothers_passkey(server, passkeys, mina):
    joon = registered(server, passkeys, "Joon")
    options = passkeys.approval_options("Mina", "deed-1", HERE)
    with pytest.raises(Refused, match="does not fit"):
        passkeys.approve("Mina", "deed-1", HERE, joon.get(options))


def test_who_has_no_passkey_cannot_approve(server, passkeys):
    server.auth.accounts.add("Sora")
    with pytest.raises(Refused, match="Make a passkey"):
        passkeys.approval_options("Sora", "deed-1", HERE)


@pytest.mark.parametrize(
    "credential",
    [{}, {"rawId": "!", "response": {}}, {"response": None}, {"response": {"clientDataJSON": "e30"}}, {"rawId": 3}],
)
def test_what_is_no_credential_is_refused(passkeys, mina, credential):
    with pytest.raises(Refused):
        passkeys.login(HERE, credential)


def test_a_credential_with_broken_parts_is_refused(passkeys, mina):
    for part in ("clientDataJSON", "authenticatorData", "signature", "userHandle"):
        for broken in ("", "AAAA", 5, None, {"a": 1}):
            answer = mina.get(passkeys.login_options(HERE))
            answer["response"][part] = broken
            if part == "userHandle" and not broken:
                passkeys.login(HERE, answer)
                continue
            with pytest.raises(Refused):
                passkeys.login(HERE, answer)


def test_the_whole_way_over_http(server, owner, stranger):
    server.auth.accounts.find("mina")
    phone = FakeAuthenticator()
    options = owner.post("/api/passkeys/register/options").json()
    made = owner.post("/api/passkeys/register", json={"credential": phone.create(options), "label": "my phone"})
    assert made.json()["label"] == "my phone"
    assert owner.get("/api/session").json()["passkeys"] == 1

    answer = phone.get(stranger.post("/api/passkeys/login/options").json())
    said = stranger.post("/api/passkeys/login", json={"credential": answer})
    assert said.json()["account"]["name"] == "mina"
    assert stranger.get("/api/passkeys").json()[0]["usable"] is True


def test_the_last_way_to_sign_in_stays(owner):
    phone = FakeAuthenticator()
    options = owner.post("/api/passkeys/register/options").json()
    made = owner.post("/api/passkeys/register", json={"credential": phone.create(options)}).json()
    assert owner.delete(f"/api/passkeys/{made['id']}").json()["code"] == "last-passkey"
    owner.post("/api/password", json={"password": "correct horse battery"})
    assert owner.delete(f"/api/passkeys/{made['id']}").status_code == 204


def test_passkeys_need_a_name_and_no_address(app):
    from fastapi.testclient import TestClient

    with TestClient(app, "http://192.168.1.5:8765") as client:
        assert client.post("/api/passkeys/login/options").json()["code"] == "passkeys-need-a-name"
