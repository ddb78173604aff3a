"""The client: one method a call of the API."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, TypeVar, cast
from urllib.parse import quote

import httpx

from ogam.client import shapes
from ogam.client.errors import ClientError

_T = TypeVar("_T")
_TIMEOUT = 30.0


class Client:
    """A client of one server, with a token (`POST /api/tokens`, or the web app's settings). Every call may raise
    ClientError.

    url: as in https://ogam.local:8765; language: of texts for people, "en" or "ko"; verify: a file with the
    certificate of the server's own authority; http: a client of httpx to use instead, as tests do.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        language: Literal["en", "ko"] = "en",
        verify: Path | None = None,
        http: httpx.Client | None = None,
    ) -> None:
        headers = {"Accept-Language": language, **({"Authorization": f"Bearer {token}"} if token else {})}
        self._http = http or httpx.Client(base_url=url, timeout=_TIMEOUT, verify=str(verify) if verify else True)
        self._http.headers.update(headers)

    def home(self) -> shapes.Home:
        """Areas, devices with their state, people."""
        return self._get(shapes.Home, "/api/home")

    def act(self, device: str, verb: str, **arguments: str | float | bool) -> shapes.Acted:
        """Do one thing with one device: `client.act("light.lamp", "set_light", brightness=40)`."""
        return self._send(
            shapes.Acted, "POST", f"/api/devices/{_path(device)}/act", json={"verb": verb, "arguments": arguments}
        )

    def say(self, text: str, area: str | None = None, session: str = "app") -> shapes.Turn:
        """Carry out a written sentence."""
        return self._send(shapes.Turn, "POST", "/api/say", json={"text": text, "area": area, "session": session})

    def hear(self, recording: Path | bytes, area: str | None = None, session: str = "recording") -> list[shapes.Turn]:
        """Carry out what is said in a sound file."""
        query = _query(area=area, session=session)
        return self._send(list[shapes.Turn], "POST", "/api/hear", params=query, content=_bytes(recording))

    def turns(
        self,
        *,
        before: int | None = None,
        limit: int | None = None,
        who: str | None = None,
        session: str | None = None,
        intent: str | None = None,
        effect: Literal["allow", "deny", "ask"] | None = None,
        text: str | None = None,
        since: float | None = None,
        until: float | None = None,
    ) -> Iterator[shapes.Turn]:
        """The turns of the log that fit, newest first; further pages are fetched as they are needed.

        limit: turns on a page. since, until: seconds since the epoch.
        """
        wanted = {"limit": limit, "who": who, "session": session, "intent": intent, "effect": effect, "text": text}
        while True:
            page = self._get(dict[str, Any], "/api/turns", **wanted, before=before, **{"from": since, "to": until})
            yield from page["turns"]
            if (before := page["next"]) is None:
                return

    def turn(self, turn: str) -> shapes.Turn:
        """One turn with all its events."""
        return self._get(shapes.Turn, f"/api/turns/{_path(turn)}")

    def explanation(self, turn: str) -> str:
        """Why a turn came out as it did, in the client's language."""
        return str(self._get(dict[str, Any], f"/api/turns/{_path(turn)}/explanation")["text"])

    def replay(self, turn: str) -> list[dict[str, str]]:
        """What would come out otherwise today; empty where all would be the same."""
        answer = self._send(dict[str, list[dict[str, str]]], "POST", f"/api/turns/{_path(turn)}/replay")
        return answer["differences"]

    def events(self, after: int | None = None) -> Iterator[shapes.Event]:
        """What happens, as it happens; goes on until the server stops. after: the last event that was seen."""
        patient = httpx.Timeout(_TIMEOUT)  # a sign of life comes every 15 s
        with self._http.stream("GET", "/api/events", params=_query(after=after), timeout=patient) as answer:
            if answer.is_error:
                answer.read()
                raise _refused(answer)
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    yield cast("shapes.Event", json.loads(line.removeprefix("data: ")))

    def people(self) -> list[shapes.Known]:
        """Everybody of the home and of the gallery."""
        return self._get(list[shapes.Known], "/api/people")

    def add_person(self, name: str) -> shapes.Known:
        """Let Ogam know a person."""
        return self._send(shapes.Known, "POST", "/api/people", json={"name": name})

    def enrol(self, person: str, modality: Literal["voice", "face"], sample: Path | bytes) -> dict[str, Any]:
        """Enrol a recording or a picture. ClientError with `problem["advice"]` where it is not good enough."""
        return self._send(dict[str, Any], "POST", f"/api/people/{_path(person)}/{modality}", content=_bytes(sample))

    def pending(self, person: str) -> list[dict[str, Any]]:
        """What waits for a person's word."""
        return self._get(list[dict[str, Any]], f"/api/people/{_path(person)}/pending")

    def confirm(self, person: str, template: str) -> None:
        """Enrol what waits."""
        self._request("POST", f"/api/people/{_path(person)}/pending/{_path(template)}/confirm")

    def discard(self, person: str, template: str) -> None:
        """Remove what waits."""
        self._request("DELETE", f"/api/people/{_path(person)}/pending/{_path(template)}")

    def forget(self, person: str) -> dict[str, Any]:
        """Forget a person: what is enrolled, and every mention in the log."""
        return self._send(dict[str, Any], "DELETE", f"/api/people/{_path(person)}")

    def policy(self) -> shapes.Policy:
        """Every rule, as a sentence."""
        return self._get(shapes.Policy, "/api/policy")

    def put_rule(self, rule: str, text: str) -> shapes.Policy:
        """Write a rule of the owner's own."""
        return self._send(shapes.Policy, "PUT", f"/api/policy/{_path(rule)}", json={"text": text})

    def remove_rule(self, rule: str) -> shapes.Policy:
        """Take a rule of the owner's own away."""
        return self._send(shapes.Policy, "DELETE", f"/api/policy/{_path(rule)}")

    def what_if(self, say: str, **more: Any) -> shapes.Turn:
        """What would be decided. more: who, seen, liveness, challenge, approved_by, area, at."""
        return self._send(shapes.Turn, "POST", "/api/policy/what-if", json={"say": say, **more})

    def cameras(self) -> list[shapes.Camera]:
        """Every camera of the home, and whether it watches."""
        return self._get(list[shapes.Camera], "/api/cameras")

    def picture(self, camera: str) -> bytes:
        """What a camera shows now, as a JPEG. That you looked is in the log of the house."""
        return self._request("GET", f"/api/cameras/{_path(camera)}/picture").content

    def seen(self, camera: str) -> shapes.Seen:
        """What a camera sees now, with boxes. That you looked is in the log of the house."""
        return self._get(shapes.Seen, f"/api/cameras/{_path(camera)}/seen")

    def pause_camera(self, camera: str, seconds: float | None = None) -> shapes.Camera:
        """Let a camera go, for so many seconds or until `resume_camera`."""
        return self._send(shapes.Camera, "POST", f"/api/cameras/{_path(camera)}/pause", json={"seconds": seconds})

    def resume_camera(self, camera: str) -> shapes.Camera:
        """Watch it again."""
        return self._send(shapes.Camera, "POST", f"/api/cameras/{_path(camera)}/resume")

    def health(self) -> shapes.Health:
        """How it goes."""
        return self._get(shapes.Health, "/api/health")

    def settings(self) -> dict[str, Any]:
        """Every setting of the server."""
        return self._get(dict[str, Any], "/api/settings")

    def change_settings(self, **settings: Any) -> dict[str, Any]:
        """New values for the next start; None for the default again."""
        return self._send(dict[str, Any], "PUT", "/api/settings", json={"settings": settings})

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def _get(self, kind: type[_T], path: str, **query: Any) -> _T:
        return self._send(kind, "GET", path, params=_query(**query))

    def _send(self, kind: type[_T], method: str, path: str, **what: Any) -> _T:  # noqa: ARG002 (says what comes back)
        return cast("_T", self._request(method, path, **what).json())

    def _request(self, method: str, path: str, **what: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **what)
        except httpx.HTTPError as error:
            raise ClientError(f"The server cannot be reached: {error}.") from error
        if answer.is_error:
            raise _refused(answer)
        return answer


def _refused(answer: httpx.Response) -> ClientError:
    try:
        problem = answer.json()
        return ClientError(problem["detail"], answer.status_code, problem["code"], problem)
    except (ValueError, KeyError, TypeError):
        return ClientError(f"The server answered {answer.status_code}.", answer.status_code, "http")


def _query(**query: Any) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


def _path(part: str) -> str:
    return quote(part, safe="")


def _bytes(content: Path | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.read_bytes()
