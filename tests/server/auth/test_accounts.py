"""Accounts of others, invitations, one's own sessions and tokens."""

import pytest

PASSWORD = "correct horse battery"


def test_an_invitation_is_used_once(owner, stranger):
    made = owner.post("/api/accounts", json={"name": "sora", "person": "Sora"})
    assert made.status_code == 201
    invitation = made.json()["invitation"]
    said = stranger.post("/api/invitations", json={"invitation": invitation, "password": PASSWORD})
    assert said.json()["account"]["role"] == "adult"
    again = stranger.post("/api/invitations", json={"invitation": invitation, "password": "mine " * 4})
    assert (again.status_code, again.json()["code"]) == (401, "bad-invitation")
    assert stranger.post("/api/login", json={"name": "sora", "password": PASSWORD}).status_code == 200


def test_an_invitation_whose_password_is_too_weak_can_be_used_again(owner, stranger):
    invitation = owner.post("/api/accounts", json={"name": "sora"}).json()["invitation"]
    assert stranger.post("/api/invitations", json={"invitation": invitation, "password": "short"}).status_code == 422
    assert stranger.post("/api/invitations", json={"invitation": invitation, "password": PASSWORD}).status_code == 200


def test_an_invitation_ends_and_a_new_one_voids_it(server, owner, stranger):
    first = owner.post("/api/accounts", json={"name": "sora"}).json()["invitation"]
    second = owner.post("/api/accounts/sora/invitation").json()["invitation"]
    assert stranger.post("/api/invitations", json={"invitation": first}).status_code == 401
    server.auth.store.rows("UPDATE invitations SET expires = 1")
    assert stranger.post("/api/invitations", json={"invitation": second}).status_code == 401


def test_accounts_are_for_people_of_the_home(owner):
    assert owner.post("/api/accounts", json={"name": "x", "person": "Nobody"}).json()["code"] == "no-such-person"
    owner.post("/api/accounts", json={"name": "panel", "password": PASSWORD}).raise_for_status()
    assert owner.post("/api/accounts", json={"name": "PANEL"}).status_code == 409
    listed = {one["name"]: one["role"] for one in owner.get("/api/accounts").json()}
    assert listed == {"mina": "owner", "panel": "guest"}


@pytest.mark.parametrize("name", ["", " ", "a" * 65, "a\x07b", "\x00"])
def test_a_name_is_a_name(owner, name):
    assert owner.post("/api/accounts", json={"name": name}).status_code == 422


def test_only_owners_manage_accounts(adult, child):
    for client in (adult, child):
        assert client.get("/api/accounts").status_code == 403
        assert client.post("/api/accounts", json={"name": "eve", "person": "Mina"}).status_code == 403
        assert client.delete("/api/accounts/mina").status_code == 403


def test_an_account_is_removed_but_not_ones_own(server, owner, adult):
    assert owner.delete("/api/accounts/sora").status_code == 204
    assert adult.get("/api/sessions").status_code == 401
    assert owner.delete("/api/accounts/mina").json()["code"] == "own-account"
    assert owner.delete("/api/accounts/sora").status_code == 404


def test_sessions_are_seen_and_ended(people):
    here, there = people.client("mina", "Mina"), people.client("mina")
    listed = here.get("/api/sessions").json()
    assert sorted(one["current"] for one in listed) == [False, True]
    other = next(one["id"] for one in listed if not one["current"])
    assert here.delete(f"/api/sessions/{other}").status_code == 204
    assert there.get("/api/sessions").status_code == 401


def test_nobody_ends_anothers_session(server, owner, child):
    session = server.auth.sessions.of("mina")[0].id
    assert child.delete(f"/api/sessions/{session}").status_code == 404
    assert owner.get("/api/sessions").status_code == 200


def test_a_token_is_shown_once_and_kept_as_a_hash(server, owner, stranger):
    made = owner.post("/api/tokens", json={"name": "panel", "scopes": ["say"], "days": 1}).json()
    assert made["token"].startswith("ogam_")
    assert "token" not in owner.get("/api/tokens").json()[0]
    stored = str(server.auth.store.rows("SELECT * FROM tokens"))
    assert made["token"] not in stored
    assert made["token"].removeprefix("ogam_") not in stored
    stranger.headers["Authorization"] = f"Bearer {made['token']}"
    assert stranger.get("/api/session").json()["account"]["scopes"] == ["say"]
    assert owner.delete(f"/api/tokens/{made['id']}").status_code == 204
    assert stranger.get("/api/session").json()["authenticated"] is False


def test_a_session_is_kept_as_a_hash(server, stranger, owner):
    secret = owner.cookies["ogam_session"]
    assert secret not in str(server.auth.store.rows("SELECT * FROM sessions"))


def test_nobody_makes_a_token_for_more_than_the_account_may(child):
    assert child.post("/api/tokens", json={"name": "x", "scopes": ["manage"]}).status_code == 403
    assert child.post("/api/tokens", json={"name": "x", "scopes": []}).status_code == 422
    assert child.post("/api/tokens", json={"name": "x", "scopes": ["root"]}).status_code == 422


def test_a_token_makes_no_token(token):
    response = token("manage").post("/api/tokens", json={"name": "x", "scopes": ["say"]})
    assert (response.status_code, response.json()["code"]) == (403, "in-person")
