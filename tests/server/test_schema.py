"""The API keeps to its own OpenAPI description, whatever it is sent (schemathesis)."""

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from ogam.server.app import api_routes

from .conftest import URL

load_all_checks()
EXAMPLES = 20
LEFT_OUT = {"/api/events", "/api/logout", "/api/password", "/api/sessions/{identifier}"}
"""A stream has no end; what signs the caller out ends the test."""
WANTED = CHECKS.get_by_names(
    ["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"]
)
OPERATIONS = [
    (method, route.path)
    for route in api_routes()
    if isinstance(route, APIRoute) and route.path not in LEFT_OUT
    for method in sorted(route.methods)
]


class Blind:
    """Sees nothing in a picture, without weights."""

    def look(self, image):
        return []


def test_every_route_says_what_it_answers(owner):
    document = owner.get("/api/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            answers = {code: answer for code, answer in route["responses"].items() if code.startswith("2")}
            assert "204" in answers or any("content" in answer for answer in answers.values()), (method, path)


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_api_keeps_to_its_description(app, owner, method, path):
    app.state.running.glance = Blind()
    schema = schemathesis.openapi.from_dict(owner.get("/api/openapi.json").json())

    @given(case=schema[path][method].as_strategy())
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None, database=None)
    def answers(case: schemathesis.Case) -> None:
        headers = {"X-Ogam-CSRF": owner.headers["X-Ogam-CSRF"]}
        response = case.call(app=app, base_url=URL, headers=headers, cookies=dict(owner.cookies))
        case.validate_response(response, checks=WANTED)

    answers()
