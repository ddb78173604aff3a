"""Signing in and out over HTTP: the first account, passwords, how often one may try."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ogam.server.auth import passwords as passwords_module
from ogam.server.auth.guards import COOKIE

PASSWORD = "correct horse battery"


@pytest.fixture
def mina(server, at_the_machine):
    """The account of the first run, which has a password; signed out."""
    at_the_machine.post("/api/setup", json={"name": "Mina", "password": PASSWORD}).raise_for_status()
    at_the_machine.cookies.clear()
    return server.auth.accounts.find("mina")


def test_the_first_account_is_made_at_the_machine_and_is_an_owner(at_the_machine):
    assert at_the_machine.get("/api/session").json()["first_run"] is True
    said = at_the_machine.post("/api/setup", json={"name": "Mina", "password": PASSWORD}).json()
    assert said["account"] == {
        "name": "Mina",
        "person": "Mina",
        "role": "owner",
        "scopes": ["devices", "listen", "log", "manage", "people", "say", "see"],
    }
    assert said["first_run"] is False
    assert at_the_machine.get("/api/accounts").status_code == 200


def test_the_first_account_is_not_made_from_elsewhere(stranger):
    response = stranger.post("/api/setup", json={"name": "Eve", "password": PASSWORD})
    assert (response.status_code, response.json()["code"]) == (403, "not-here")
    assert stranger.get("/api/session").json()["first_run"] is True


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_the_first_account_is_not_made_through_a_proxy(at_the_machine, header):
    response = at_the_machine.post("/api/setup", json={"name": "Eve"}, headers={header: "192.168.1.20"})
    assert response.json()["code"] == "not-here"


def test_the_first_account_is_not_made_under_another_name_of_the_machine(at_the_machine):
    response = at_the_machine.post("/api/setup", json={"name": "Eve"}, headers={"Host": "192.168.1.5:8765"})
    assert response.json()["code"] == "not-here"


def test_there_is_one_first_account(at_the_machine, mina):
    assert at_the_machine.post("/api/setup", json={"name": "Eve"}).json()["code"] == "not-first-run"


def test_a_weak_password_makes_no_account(at_the_machine):
    assert at_the_machine.post("/api/setup", json={"name": "Mina", "password": "short"}).status_code == 422
    assert at_the_machine.get("/api/session").json()["first_run"] is True


def test_a_password_signs_in_whatever_the_case_of_the_name(stranger, mina):
    said = stranger.post("/api/login", json={"name": " mINA ", "password": PASSWORD})
    assert said.json()["account"]["name"] == "Mina"
    assert said.json()["csrf"] == stranger.get("/api/session").json()["csrf"]
    cookie = said.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


def test_under_tls_the_cookie_is_for_tls_alone(app, mina):
    from fastapi.testclient import TestClient

    with TestClient(app, "https://localhost:8765") as client:
        said = client.post("/api/login", json={"name": "Mina", "password": PASSWORD})
    assert "secure" in said.headers["set-cookie"].lower()
    assert "strict-transport-security" not in said.headers  # it would count for other programs' ports too


def test_signing_in_makes_a_new_session_and_ends_the_one_before(server, stranger, mina):
    stranger.post("/api/login", json={"name": "Mina", "password": PASSWORD})
    before = stranger.cookies[COOKIE]
    stranger.post("/api/login", json={"name": "Mina", "password": PASSWORD})
    assert stranger.cookies[COOKIE] != before
    assert server.auth.sessions.find(before) is None


def test_a_session_that_somebody_planted_is_not_taken_over(server, stranger, mina):
    stranger.cookies.set(COOKIE, "planted")
    stranger.post("/api/login", json={"name": "Mina", "password": PASSWORD})
    assert server.auth.sessions.find("planted") is None


def test_signing_out_ends_the_session(server, stranger, mina):
    csrf = stranger.post("/api/login", json={"name": "Mina", "password": PASSWORD}).json()["csrf"]
    secret = stranger.cookies[COOKIE]
    assert stranger.post("/api/logout", headers={"X-Ogam-CSRF": csrf}).status_code == 204
    assert server.auth.sessions.find(secret) is None


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(stranger, mina):
    unknown = stranger.post("/api/login", json={"name": "Eve", "password": PASSWORD})
    wrong = stranger.post("/api/login", json={"name": "Mina", "password": "wrong horse battery"})
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())


def test_an_unknown_name_takes_the_same_work(server, stranger, mina, monkeypatch):
    checked = []
    matches = passwords_module.Passwords._matches
    monkeypatch.setattr(
        passwords_module.Passwords,
        "_matches",
        lambda self, hashed, password: checked.append(hashed) or matches(self, hashed, password),
    )
    for name in ("Mina", "Eve"):
        stranger.post("/api/login", json={"name": name, "password": "wrong horse battery"})
    known, unknown = checked
    assert known.rpartition("$")[0].rpartition("$")[0] == unknown.rpartition("$")[0].rpartition("$")[0]


def test_too_many_wrong_passwords_for_one_name_must_wait(stranger, mina):
    for _ in range(10):
        assert stranger.post("/api/login", json={"name": "Mina", "password": "wrong"}).status_code == 401
    response = stranger.post("/api/login", json={"name": "MINA", "password": PASSWORD})
    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 900


def test_too_many_names_from_one_address_must_wait(stranger, at_the_machine, mina):
    for number in range(30):
        assert stranger.post("/api/login", json={"name": f"name {number}", "password": "wrong"}).status_code == 401
    assert stranger.post("/api/login", json={"name": "Mina", "password": PASSWORD}).status_code == 429
    assert at_the_machine.post("/api/login", json={"name": "Mina", "password": PASSWORD}).status_code == 200


def test_tries_are_forgotten_after_a_while(stranger, mina, monkeypatch):
    for _ in range(11):
        stranger.post("/api/login", json={"name": "Mina", "password": "wrong"})
    later = time.monotonic() + 901
    monkeypatch.setattr("ogam.server.auth.rates.time.monotonic", lambda: later)
    assert stranger.post("/api/login", json={"name": "Mina", "password": PASSWORD}).status_code == 200


def test_an_unknown_name_waits_as_a_known_one_does(stranger, mina):
    for _ in range(10):
        stranger.post("/api/login", json={"name": "Eve", "password": "wrong"})
    assert stranger.post("/api/login", json={"name": "Eve", "password": "wrong"}).status_code == 429


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "password", "x"]), inner),
    max_leaves=6,
))  # fmt: skip
def test_no_body_signs_in_or_breaks_anything(server, stranger, body):
    server.auth.tries_by_address._tries.clear()
    for path in ("/api/login", "/api/passkeys/login", "/api/invitations"):
        assert stranger.post(path, json=body).status_code in (401, 422, 429)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=80), password=st.text(max_size=80))
def test_no_name_and_password_signs_in_by_chance(server, stranger, mina, name, password):
    server.auth.tries_by_address._tries.clear()
    answer = stranger.post("/api/login", json={"name": name, "password": password}).status_code
    assert answer in (401, 422, 429)


def test_changing_a_password_needs_the_one_before_and_ends_other_sessions(server, people, mina):
    here, there = people.client("Mina"), people.client("Mina")
    new = "another horse battery"
    assert here.post("/api/password", json={"current": "wrong", "password": new}).status_code == 403
    assert here.post("/api/password", json={"password": new}).status_code == 403
    assert here.post("/api/password", json={"current": PASSWORD, "password": new}).json() == {"changed": True}
    assert here.get("/api/sessions").status_code == 200
    assert there.get("/api/sessions").status_code == 401
    assert there.post("/api/login", json={"name": "Mina", "password": new}).status_code == 200
