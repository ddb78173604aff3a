"""The app's files as the server gives them: to anybody, with the headers that keep them honest."""

import pytest


def test_the_app_is_there_for_whoever_comes(stranger):
    page = stranger.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("js/main.js", "javascript"),
        ("css/base.css", "text/css"),
        ("icons/lucide.svg", "image/svg+xml"),
        ("icons/ogam-192.png", "image/png"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("service-worker.js", "javascript"),
    ],
)
def test_files_say_what_they_are(stranger, path, kind):
    response = stranger.get(f"/{path}")
    assert response.status_code == 200
    assert kind in response.headers["content-type"]
    unchanged = stranger.get(f"/{path}", headers={"If-None-Match": response.headers["etag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    "path", ["nothing.js", "..%2fapp.py", "%2e%2e/settings.py", "js/", "api/nothing", "web/index.html"]
)
def test_nothing_else_is_given(stranger, path):
    response = stranger.get(f"/{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_pages_take_nothing_and_hide_nothing_of_the_api(stranger):
    assert stranger.post("/").status_code == 405
    assert stranger.get("/api/login").status_code == 405
