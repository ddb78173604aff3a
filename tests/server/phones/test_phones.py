"""Phones over the API: whose they are, what they are told, how they ring, and who is at home by them."""

import asyncio
import time

import pytest

from ogam.core import Action, Event, Identity
from ogam.devices.services import ANNOUNCER, PHONES
from ogam.hub.phones import PhoneDriver
from ogam.server.api.events import shown_to
from ogam.server.auth import Caller
from ogam.server.phones.fakes import FakePhone, FakePushService
from ogam.server.phones.notices import notice_of, people_of
from ogam.server.phones.phones import Phones
from ogam.server.phones.presence import GRACE, PhonePresence
from ogam.server.settings import Settings

ENDPOINT = "https://push.example.net/1"


@pytest.fixture(autouse=True)
def driver(server):
    """The driver that a hub has which `open_hub` made."""
    server.house.hub.drivers["phones"] = PhoneDriver()


@pytest.fixture
def phones(app) -> Phones:
    return app.state.running.phones


def put(client, phone=None, **changed):
    body = {"name": "Android", "push": None if phone is None else phone.given, **changed}
    return client.put("/api/phones/this", json=body)


def caller_of(server, person):
    session = server.auth.sessions.of(person.lower())[0]
    return Caller(person.lower(), person, "adult", frozenset({"devices"}), "session", session.id)


def test_a_phone_is_of_ones_own_session_and_ends_with_it(owner, adult, server, phones):
    shown = put(owner, FakePhone(ENDPOINT)).json()
    assert [(one["name"], one["push"], one["current"]) for one in shown["phones"]] == [("Android", True, True)]
    assert adult.get("/api/phones").json()["phones"] == []
    assert adult.delete(f"/api/phones/{shown['phones'][0]['id']}").status_code == 404
    server.auth.sessions.end_all("mina")
    assert phones.book.all() == []


def test_only_who_is_signed_in_in_person_has_a_phone(token):
    assert token("say", "devices").get("/api/phones").json()["code"] == "in-person"


def test_signing_out_forgets_the_phone(owner, phones):
    put(owner, FakePhone(ENDPOINT))
    owner.post("/api/logout")
    assert phones.book.all() == []


def test_an_address_is_of_one_phone(owner, adult, phones):
    phone = FakePhone(ENDPOINT)
    put(owner, phone)
    put(adult, phone)
    assert [one.person for one in phones.book.all()] == ["Sora"]


@pytest.mark.parametrize("endpoint", ["http://push.example.net/1", "https://192.168.0.1/1", "https://nas.local/1"])
def test_bad_addresses_are_refused(owner, endpoint, phones):
    refused = put(owner, FakePhone(endpoint))
    assert (refused.status_code, refused.json()["code"]) == (422, "bad-endpoint")
    assert phones.book.all() == []


@pytest.mark.parametrize(
    "keys", [{"p256dh": "!" * 20, "auth": "A" * 22}, {"p256dh": "A" * 87, "auth": "A" * 22}, {"p256dh": "A" * 20}]
)
def test_bad_keys_are_refused(owner, keys):
    given = {**FakePhone(ENDPOINT).given, "keys": keys}
    assert owner.put("/api/phones/this", json={"name": "x", "push": given}).status_code == 422


def test_the_key_stays_the_same_and_is_in_no_answer(owner, server):
    key = owner.get("/api/phones").json()["key"]
    assert Phones(server).push().key.public == key
    assert server.auth.store.rows("SELECT count(*) FROM push_keys") == [(1,)]


def with_service(server, phones, status, work):
    """Run `work(phone)` with a push service at hand, to which that phone listens."""

    async def run():
        async with FakePushService(status).running() as service:
            phones.push().trusted = frozenset({service.origin})
            phones.push()._patience = 0.5
            phone = FakePhone(f"{service.origin}/1")
            result = await work(phone)
            return service, phone, result

    return asyncio.run(run())


def keep(server, phones, name, phone, language="en", presence=False):
    session, _ = server.auth.sessions.begin(name)
    phones.book.put(session.id, "Android", language, None if phone is None else phone.subscription, presence)
    return session.id


def events(server, kind):
    return [event.data for event in server.house.hub.log.events() if event.kind == kind]


def test_my_phone_rings_where_the_app_is_open(owner, server, phones):
    server.auth.accounts.find("mina")
    session = keep(server, phones, "mina", None)

    async def look():
        with phones.connections.one(session, "192.168.1.5"), server.house.live.watch() as watch:
            ringing = asyncio.ensure_future(
                server.house.hub.operate(
                    PHONES, Action("ring_own", {"person": "Mina"}), "kitchen", Identity("Mina", 1.0)
                )
            )
            while (event := await watch.next()).kind != "phone":
                pass
            assert event.data["for"] == [session]
            assert not phones.finder.heard(event.data["ring"], session, "Sora")
            assert phones.finder.heard(event.data["ring"], session, "Mina")
            return await ringing

    turn = asyncio.run(look())
    assert turn.reply == "Your phone is ringing."
    [action] = events(server, "action")
    assert action["state"]["rung"] == "ringing"


def test_a_phone_that_sleeps_is_sent_a_notification(owner, server, phones):
    async def work(phone):
        keep(server, phones, "mina", phone, "ko")
        return await phones.finder.ring("Mina")

    service, phone, rung = with_service(server, phones, 201, work)
    assert (rung.phones, rung.ringing, rung.sent) == (1, 0, 1)
    message = phone.read(service.messages[0][2])
    assert (message["kind"], message["title"], message["insists"]) == ("find", "저 여기 있어요!", True)
    assert events(server, "notified") == [{"person": "Mina", "what": "find", "phones": 1, "sent": 1, "failures": []}]


def test_who_has_no_phone_is_told_how_to_have_one(server, phones):
    ask = server.house.hub.operate(PHONES, Action("ring_own", {"person": "Mina"}), "kitchen", Identity("Mina", 1.0))
    assert asyncio.run(ask).reply.startswith("I know no phone of Mina's. Open Ogam on it")


def test_one_that_nothing_reaches_is_said_to_be_out_of_reach(owner, server, phones):
    keep(server, phones, "mina", None)
    ask = server.house.hub.operate(PHONES, Action("ring_own", {"person": "Mina"}), "kitchen", Identity("Mina", 1.0))
    assert asyncio.run(ask).reply.startswith("I can't reach Mina's phone")


def test_several_phones_ring_all(owner, server, phones):
    async def work(phone):
        keep(server, phones, "mina", phone)
        keep(server, phones, "mina", FakePhone(phone.endpoint + "2"))
        return await phones.finder.ring("Mina")

    service, _, rung = with_service(server, phones, 201, work)
    assert rung.phones == rung.sent == len(service.messages) == 2


def test_that_a_phone_rings_is_told_to_that_phone_alone(owner, adult, server):
    event = Event(0, 0.0, "phones", "", "phone", {"what": "ring", "ring": "r", "for": [caller_of(server, "Mina").id]})
    mine = shown_to(event, caller_of(server, "Mina"), True)
    assert mine is not None
    assert "for" not in mine.data
    assert shown_to(event, caller_of(server, "Sora"), True) is None


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_removed(owner, server, phones, status):
    async def work(phone):
        keep(server, phones, "mina", phone)
        await phones.finder.ring("Mina")

    with_service(server, phones, status, work)
    assert [one.push for one in phones.book.of("Mina")] == [None]


@pytest.mark.parametrize(("status", "reason"), [(0, "did not answer"), (500, "answered 500")])
def test_a_push_service_that_fails_is_in_the_log_and_the_phone_stays(owner, server, phones, status, reason):
    async def work(phone):
        keep(server, phones, "mina", phone)
        await phones.finder.ring("Mina")

    with_service(server, phones, status, work)
    assert reason in events(server, "notified")[0]["failures"][0]
    assert phones.book.of("Mina")[0].push is not None


def test_what_the_log_says_is_told_while_the_server_runs(owner, server, phones):
    async def work(phone):
        keep(server, phones, "mina", phone)
        running = asyncio.create_task(phones.notifier.run())
        await asyncio.sleep(0.05)
        server.house.hub.log.append(
            "hall", "", "scene", {"what": "fall", "value": "", "camera": "door", "area": "hall"}
        )
        server.house.hub.log.append("hall", "", "scene", {"what": "entered", "value": "Joon", "area": "hall"})
        for _ in range(100):
            await asyncio.sleep(0.02)
            if events(server, "notified"):
                break
        running.cancel()

    service, phone, _ = with_service(server, phones, 201, work)
    assert [phone.read(body)["title"] for _, _, body in service.messages] == ["Somebody may have fallen: hall"]


def test_who_is_told_of_what(server):
    home = server.house.hub.home
    announced = {"device": ANNOUNCER.id, "ok": True, "arguments": {"message": "dinner is ready", "to": "Joon"}}
    cases = [
        ("approval", {"id": "a", "asked": 0, "expires": 120}, ["Mina", "Sora"]),
        ("ring", {"id": "r", "kind": "alarm", "person": "Joon"}, ["Joon"]),
        ("ring", {"id": "r", "kind": "alarm", "person": None}, []),
        ("action", announced, ["Joon"]),
        ("action", {**announced, "arguments": {"message": "dinner"}}, []),
        ("scene", {"what": "fall", "value": "", "area": "hall"}, ["Mina", "Sora"]),
        ("scene", {"what": "entered", "value": "Joon", "area": "hall"}, []),
        ("device", {"device": "light.lamp", "state": {"state": "on"}}, []),
    ]
    for kind, data, whom in cases:
        event = Event(1, 0.0, "hall", "t", kind, data)
        assert list(people_of(event, home)) == whom, (kind, data)
        for language in ("en", "ko") if whom else ():
            assert notice_of(event, server.house, whom[0], language).title


def test_somebody_comes_home_with_their_phone(owner, server, phones):
    now, arrived = [1000.0], []
    server.house.scheduler.arrived = arrived.append
    presence = PhonePresence(server.house, phones.book, phones.connections, clock=lambda: now[0])
    session = keep(server, phones, "mina", None, presence=True)
    with phones.connections.one(session, "192.168.1.5"):
        presence.look()
    assert set(presence.at_home) == {"Mina"}
    assert arrived == [], "who was never seen to leave may have been here all the time"
    now[0] += GRACE - 1
    presence.look()
    assert set(presence.at_home) == {"Mina"}, "a phone that sleeps is not away"
    now[0] += 2
    presence.look()
    assert presence.at_home == {}
    with phones.connections.one(session, "192.168.1.5"):
        presence.look()
        presence.look()
    assert arrived == ["Mina"]
    assert [one["what"] for one in events(server, "presence")] == ["came", "left", "came"]
    with phones.connections.one(session, "1.2.3.4"):
        presence.look()
    assert events(server, "presence")[-1]["reason"] == "its phone is in another network"


@pytest.mark.parametrize(
    ("address", "networks", "home"),
    [
        ("192.168.1.5", (), True),
        ("fe80::1%eth0", (), True),
        ("::ffff:10.0.0.7", (), True),
        ("8.8.8.8", (), False),
        ("127.0.0.1", (), False),
        ("", (), False),
        ("10.8.0.2", ("192.168.1.0/24",), False),
        ("192.168.1.5", ("192.168.1.0/24",), True),
    ],
)
def test_where_home_is(owner, server, phones, address, networks, home):
    presence = PhonePresence(server.house, phones.book, phones.connections, networks)
    session = keep(server, phones, "mina", None, presence=True)
    with phones.connections.one(session, address):
        presence.look()
    assert bool(presence.at_home) == home


def test_presence_is_off_until_it_is_turned_on_and_forgotten_when_off(owner, server, phones):
    session = put(owner).json()["phones"][0]["id"]
    with phones.connections.one(session, "192.168.1.5"):
        phones.presence.look()
        assert phones.presence.at_home == {}
        put(owner, presence=True)
        phones.presence.look()
        assert owner.get("/api/phones").json()["at_home_since"] <= time.time()
        put(owner)
        phones.presence.look()
    assert owner.get("/api/phones").json()["at_home_since"] is None


def test_a_wrong_network_in_the_settings_is_said(server, phones):
    with pytest.raises(Exception, match="is no network"):
        PhonePresence(server.house, phones.book, phones.connections, Settings(home_networks=("home",)).home_networks)


@pytest.mark.parametrize(
    ("purpose", "device"),
    [
        ("shopping", "todo.home_shopping_list"),
        ("tasks", "todo.home_tasks"),
        ("announcement", ANNOUNCER.id),
        ("reminder", "schedule.home"),
    ],
)  # fmt: skip
def test_what_is_shared_becomes_what_was_chosen(owner, purpose, device):
    turn = owner.post("/api/share", json={"text": "two\n onions ", "purpose": purpose}).json()
    [action] = turn["actions"]
    assert (action["device"], action["ok"]) == (device, True)
    assert "two onions" in action["arguments"].values()


def test_a_shared_command_is_carried_out_and_limits_are_kept(owner, token):
    assert owner.post("/api/share", json={"text": "lamp on", "purpose": "command"}).json()["actions"][0]["ok"]
    assert token("say").post("/api/share", json={"text": "milk", "purpose": "shopping"}).status_code == 200
    assert owner.post("/api/share", json={"text": "a" * 501}).status_code == 422
    assert owner.post("/api/share", json={"text": "  "}).status_code == 422
    assert owner.post("/api/share", json={"text": "a", "purpose": "buy"}).status_code == 422


def test_a_share_that_the_worker_did_not_take_is_not_read(stranger):
    answer = stranger.post("/share", files={"file": b"x"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/#/share")
