"""What protects every route: hosts, sizes, headers. Origins: test_adversaries."""

import pytest
from fastapi.testclient import TestClient

from ogam.server import create_app
from ogam.server.addresses import host_names
from ogam.server.settings import Settings


def test_every_answer_has_the_security_headers(stranger):
    for path in ("/healthz", "/nothing", "/api/session", "/api/accounts"):
        headers = stranger.get(path).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
    assert stranger.get("/api/session").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8765", "[::1]:8765", "192.168.1.5"])
def test_its_own_names_and_every_address_are_answered(stranger, host):
    assert stranger.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "localhost@evil.example", "[::1", "a b"]
)
def test_other_names_are_not_answered(stranger, host):
    assert stranger.get("/healthz", headers={"Host": host}).status_code == 421


def test_names_can_be_added():
    settings = Settings(hosts=("Ogam.Example.org",), origins=("https://panel.example.org",))
    assert {"ogam.example.org", "panel.example.org", "localhost"} <= host_names(settings)


def test_an_origin_that_was_added_may_call(server):
    from dataclasses import replace

    app = create_app(replace(server, settings=Settings(origins=("https://panel.example.org",))))
    client = TestClient(app, "http://localhost:8765")
    body = {"name": "x", "password": "y"}
    assert client.post("/api/login", json=body, headers={"Origin": "https://panel.example.org"}).status_code == 401
    assert client.post("/api/login", json=body, headers={"Origin": "https://other.example.org"}).status_code == 403


def test_a_link_from_elsewhere_opens_a_page_but_no_data(owner):
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert owner.get("/nothing", headers=visit).status_code == 404
    assert owner.get("/api/sessions", headers=visit).status_code == 403


def test_a_body_that_says_it_is_too_large_is_not_read(stranger):
    response = stranger.post("/api/login", content=b"", headers={"Content-Length": str(2**40)})
    assert (response.status_code, response.json()["code"]) == (413, "too-large")


def test_a_body_that_turns_out_too_large_is_not_read_to_its_end(stranger):
    read = []

    def chunks():
        for number in range(64):
            read.append(number)
            yield b" " * 65_536

    response = stranger.post("/api/login", content=chunks())
    assert (response.status_code, response.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize("length", ["-1", "x", "1e3"])
def test_a_length_that_is_none_is_refused(stranger, length):
    assert stranger.post("/api/login", content=b"{}", headers={"Content-Length": length}).status_code == 413


def test_refusals_are_in_the_readers_language(stranger):
    response = stranger.get("/healthz", headers={"Host": "evil.example", "Accept-Language": "ko"})
    assert response.json()["detail"].startswith("오감의 호스트 이름이 아니에요.")
