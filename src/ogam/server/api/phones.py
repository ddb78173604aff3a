"""`/api/phones`: phones of one's own: notifications, ringing when they are looked for, and being at home by them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from ogam.core import OgamError
from ogam.messages import say
from ogam.server.api.running import Kept, Running
from ogam.server.api.shapes import InPath, Name
from ogam.server.auth import Caller, in_person
from ogam.server.auth.phones import MOST, Phone
from ogam.server.errors import Refused
from ogam.server.language import Language
from ogam.server.phones.encryption import from_text, point
from ogam.server.phones.endpoints import LONGEST, endpoint_problem
from ogam.server.phones.notices import Notice
from ogam.server.phones.web_push import Subscription

router = APIRouter(prefix="/api", tags=["phones"])

Myself = Annotated[Caller, Depends(in_person())]
Key = Annotated[str, Field(min_length=16, max_length=128)]
_PUBLIC, _SECRET = 65, 16  # bytes


class Keys(BaseModel):
    """Of the browser, in base64url: its public key, and its authentication secret."""

    p256dh: Key
    auth: Key


class PushGiven(BaseModel):
    """What `pushManager.subscribe` gave, as JSON."""

    endpoint: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    keys: Keys


class PhoneGiven(BaseModel):
    """push: where notifications go, null for none; presence: whether you are at home while this phone is."""

    name: Name
    push: PushGiven | None = None
    presence: bool = False


class PhoneShown(BaseModel):
    """current: this one; push: whether it gets notifications; connected: whether the app is open on it."""

    id: str
    name: str
    created: float
    current: bool
    push: bool
    presence: bool
    connected: bool


class PhonesShown(BaseModel):
    """key: the `applicationServerKey` of `pushManager.subscribe`; at_home_since: by the phone's connection, seconds
    since the epoch; null where you are not, or have not turned that on."""

    key: str
    phones: list[PhoneShown]
    at_home_since: float | None


class Tested(BaseModel):
    """sent: whether the push service took it; detail: why not."""

    sent: bool
    detail: str


@router.get("/phones")
async def read_phones(kept: Kept, caller: Myself) -> PhonesShown:
    """One's own phones."""
    return _shown(kept, caller)


@router.put("/phones/this")
async def put_phone(body: PhoneGiven, kept: Kept, caller: Myself, language: Language) -> PhonesShown:
    """Say that this browser is on one's phone, and what it may be told. It ends with the session."""
    book = kept.phones.book
    if book.find(caller.id) is None and len(book.of_account(caller.account)) >= MOST:
        raise Refused(409, "too-many-phones", f"There are {MOST} phones already. Remove one first.")
    push = None if body.push is None else _subscription(body.push, kept)
    book.put(caller.id, body.name, language, push, body.presence)
    return _shown(kept, caller)


@router.delete("/phones/{phone}")
async def remove_phone(phone: InPath, kept: Kept, caller: Myself) -> PhonesShown:
    """It is no phone of one's own any more: nothing is sent to it, and nothing known by it."""
    if not kept.phones.book.remove(phone, caller.account):
        raise Refused(404, "no-such-phone", "There is no such phone.")
    kept.phones.presence.look()
    return _shown(kept, caller)


@router.post("/phones/this/test")
async def test_phone(kept: Kept, caller: Myself, language: Language) -> Tested:
    """Send this phone a notification."""
    phone = kept.phones.book.find(caller.id)
    if phone is None or phone.push is None:
        raise Refused(409, "no-notifications", "This phone gets no notifications. Turn them on first.")
    [sent] = await kept.phones.notifier.tell(phone.person or phone.account, _test, [phone])
    return Tested(
        sent=sent.ok, detail="" if sent.ok else say(language, "It did not get through: {why}.", why=sent.reason)
    )


@router.post("/phones/rings/{ring}/heard", status_code=204)
async def heard(ring: InPath, kept: Kept, caller: Myself) -> None:
    """This phone rings: no notification is needed."""
    if not kept.phones.finder.heard(ring, caller.id, caller.person):
        raise Refused(404, "no-such-ring", "Nothing rings any more.")


@router.post("/phones/still", status_code=204)
async def still(kept: Kept, caller: Myself) -> None:
    """It was found: one's own phones ring no more."""
    if caller.person is not None:
        kept.phones.finder.stop(caller.person)


def _subscription(given: PushGiven, kept: Running) -> Subscription:
    if problem := endpoint_problem(given.endpoint, kept.server.settings.push_services):
        raise Refused(422, "bad-endpoint", f"Notifications cannot be sent to this address: {problem}.")
    try:
        public, secret = from_text(given.keys.p256dh), from_text(given.keys.auth)
        point(public)
    except (ValueError, OgamError):
        raise Refused(422, "bad-keys", "The keys of this subscription cannot be used.") from None
    if len(public) != _PUBLIC or len(secret) != _SECRET:
        raise Refused(422, "bad-keys", "The keys of this subscription cannot be used.")
    return Subscription(given.endpoint, public, secret)


def _shown(kept: Running, caller: Caller) -> PhonesShown:
    phones = kept.phones
    there = phones.presence.at_home.get(caller.person or "")
    return PhonesShown(
        key=phones.push().key.public,
        phones=[_phone(one, kept, caller) for one in phones.book.of_account(caller.account)],
        at_home_since=None if there is None else there.since,
    )


def _phone(phone: Phone, kept: Running, caller: Caller) -> PhoneShown:
    return PhoneShown(
        id=phone.id,
        name=phone.name,
        created=phone.created,
        current=phone.id == caller.id,
        push=phone.push is not None,
        presence=phone.presence,
        connected=phone.id in kept.phones.connections,
    )


def _test(language: str) -> Notice:
    text = say(language, "Notifications of Ogam reach this phone.")
    return Notice("test", "Ogam", text, "test", seconds=60)
