"""What the server answers, as types for whoever checks them; every value is plain JSON. docs/api.md explains them."""

from typing import Any, Literal, NotRequired, TypedDict


class Who(TypedDict):
    """Who it was taken for; person: None for nobody known."""

    person: str | None
    probability: float
    modalities: list[str]
    liveness: str
    challenge: bool
    approved_by: str | None
    details: dict[str, Any]


class Decision(TypedDict):
    """Whether it may be done, and by which rule; needs: what more would be enough, any one of them."""

    effect: Literal["allow", "deny", "ask"]
    rule: str
    reason: str
    needs: list[str]
    reasons: dict[str, str]
    action: str
    device: str


class Deed(TypedDict):
    """What was done to a device."""

    device: str
    name: str
    device_class: str | None
    verb: str
    arguments: dict[str, Any]
    ok: bool
    state: dict[str, Any]
    answer: str
    effect: str
    error: str


class Turn(TypedDict):
    """What came of an utterance, a sentence or a touch."""

    turn: str
    session: str
    area: str | None
    who: Who | None
    command: dict[str, Any] | None
    decision: Decision | None
    actions: list[Deed]
    reply: str
    timings_ms: dict[str, float]
    observations: NotRequired[list[dict[str, Any]]]
    error: NotRequired[str]
    id: NotRequired[int]
    time: NotRequired[float]
    medium: NotRequired[str]
    sentence: NotRequired[str]
    heard: NotRequired[str]
    confidence: NotRequired[float | None]
    events: NotRequired[list["Event"]]
    errors: NotRequired[list[dict[str, Any]]]
    look: NotRequired[str]
    correction: NotRequired[dict[str, Any] | None]


class Event(TypedDict):
    """One entry of the log; id 0 for what is too fleeting for it. time: seconds since the epoch."""

    id: int
    time: float
    session: str
    turn: str
    kind: str
    data: dict[str, Any]


class Device(TypedDict):
    id: str
    name: str
    aliases: list[str]
    domain: str
    device_class: str | None
    area: str | None
    driver: str
    state: dict[str, Any]
    actions: list[dict[str, Any]]
    examples: list[str]


class Home(TypedDict):
    language: str
    languages: list[str]
    areas: list[dict[str, Any]]
    devices: list[Device]
    people: list[dict[str, Any]]
    editable: bool
    drivers: list[str]
    domains: list[str]
    stops: bool


class Acted(TypedDict):
    """What came of a touch. approval: the id of what waits for one, None where nothing does."""

    turn: str
    ok: bool
    state: dict[str, Any]
    answer: str
    reply: str
    error: str
    decision: Decision | None
    approval: str | None


class Known(TypedDict):
    """A person, and how much is kept of them."""

    id: str | None
    name: str
    role: str
    since: float | None
    voice: int
    face: int
    pending: int
    present: dict[str, Any] | None


class Rule(TypedDict):
    id: str
    effect: Literal["permit", "forbid"]
    sentence: str
    source: Literal["built-in", "own"]
    text: str
    where: str


class Policy(TypedDict):
    on: bool
    editable: bool
    rules: list[Rule]
    roles: dict[str, list[str]]
    groups: dict[str, list[str]]


class Camera(TypedDict):
    """Whether a camera watches. moving, looked, counts: None for who may not look."""

    id: str
    name: str
    area: str | None
    state: Literal["off", "starting", "watching", "paused", "lost"]
    watching: bool
    reason: str
    paused_for: float | None
    looked: float | None
    moving: bool | None
    rate: float
    sees: list[str]
    zones: list[dict[str, Any]]
    masks: list[list[list[float]]]
    counts: dict[str, Any] | None
    snapshots: dict[str, Any] | None
    may_look: bool


class Seen(TypedDict):
    """What a camera sees. boxes: in shares of its last picture."""

    name: str
    state: str
    width: int
    height: int
    boxes: list[dict[str, Any]]
    people: list[str]
    unknown: int
    things: list[dict[str, Any]]
    zones: list[dict[str, str]]
    words: str


class Health(TypedDict):
    uptime: float
    sessions: int
    listeners: int
    watchers: int
    latency_ms: dict[str, Any]
    real_time_factor: float | None
    dropped_seconds: float
    dropped_utterances: int
    errors: int
    memory_mb: float
    open_files: int
    log_bytes: int
    models: list[dict[str, str]]
    checks: list[dict[str, Any]]
