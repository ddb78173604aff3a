"""Notifications: sealed and signed as the standards say, sent to a push service that really opens them."""

import asyncio
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from ogam.core import OgamError
from ogam.server.phones.encryption import LONGEST, from_text, public_bytes, seal, to_text, unseal
from ogam.server.phones.endpoints import endpoint_problem, target_of
from ogam.server.phones.fakes import FakePhone, FakePushService
from ogam.server.phones.web_push import PushKey, WebPush

RFC_8291 = {
    "plain": "V2hlbiBJIGdyb3cgdXAsIEkgd2FudCB0byBiZSBhIHdhdGVybWVsb24",
    "sender": "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    "receiver": "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
    "public": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "salt": "DGv6ra1nlYgDCS1FRnbzlw",
    "secret": "BTBZMqHH6r4Tts7J_aSIgg",
    "body": "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",  # noqa: E501
}
"""RFC 8291, section 5 and appendix A."""


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(from_text(text), "big"), ec.SECP256R1())


def test_the_example_of_the_standard_is_sealed_to_the_byte():
    sealed = seal(
        *(from_text(RFC_8291[name]) for name in ("plain", "public", "secret", "salt")), private(RFC_8291["sender"])
    )
    assert to_text(sealed) == RFC_8291["body"]


def test_the_example_of_the_standard_is_opened():
    opened = unseal(from_text(RFC_8291["body"]), private(RFC_8291["receiver"]), from_text(RFC_8291["secret"]))
    assert opened == b"When I grow up, I want to be a watermelon"


@given(st.binary(max_size=200))
def test_what_is_sealed_is_opened_by_its_phone_alone(message):
    phone, other = FakePhone("https://push.example.net/1"), FakePhone("https://push.example.net/2")
    message = message.rstrip(b"\0\x02")
    body = seal(message, phone.subscription.public, phone.secret)
    assert unseal(body, phone.key, phone.secret) == message
    with pytest.raises(OgamError):
        unseal(body, other.key, other.secret)
    with pytest.raises(OgamError):
        unseal(body[:-1] + bytes([body[-1] ^ 1]), phone.key, phone.secret)


def test_a_message_has_room_in_every_push_service():
    phone = FakePhone("https://push.example.net/1")
    assert len(seal(b"a" * LONGEST, phone.subscription.public, phone.secret)) == 4096
    with pytest.raises(OgamError):
        seal(b"a" * (LONGEST + 1), phone.subscription.public, phone.secret)


def test_a_key_that_is_no_point_is_refused():
    with pytest.raises(OgamError):
        seal(b"hello", b"\x04" + bytes(64), bytes(16))


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.net/1",
        "https://127.0.0.1/1",
        "https://[::1]/1",
        "https://192.168.1.1/1",
        "https://2130706433/1",
        "https://0x7f.1/1",
        "https://localhost/1",
        "https://printer.local/1",
        "https://nas.lan/1",
        "https://user@push.example.net/1",
        "https://push.example.net:8443/1",
        "https://push.example.net:99999/1",
        "https://push.example.net/1#x",
        "https://push.example.net/\r\nHost: x",
        "https://" + "a" * 2000 + ".net/",
        "file:///etc/passwd",
        "",
    ],
)
def test_addresses_that_lead_into_the_house_or_nowhere_are_refused(endpoint):
    assert endpoint_problem(endpoint)
    with pytest.raises(ValueError):
        asyncio.run(target_of(endpoint))


@pytest.mark.parametrize("number", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"])
def test_a_good_name_that_leads_into_the_house_is_refused(monkeypatch, number):
    async def resolved():
        loop = asyncio.get_running_loop()

        async def lookup(host, port, **_):
            return [(None, None, None, "", ("1.1.1.1", port)), (None, None, None, "", (number, port))]

        monkeypatch.setattr(loop, "getaddrinfo", lookup)
        with pytest.raises(ValueError, match="network at home"):
            await target_of("https://push.example.net/1")
        sent = await WebPush(PushKey.new(), "mailto:a@example.org").send(
            FakePhone("https://push.example.net/1").subscription, b"{}", 60, "high"
        )
        assert not sent.ok
        assert "network at home" in sent.reason

    asyncio.run(resolved())


def test_the_connection_goes_to_the_number_that_was_looked_at(monkeypatch):
    async def resolved():
        async def lookup(host, port, **_):
            return [(None, None, None, "", ("1.1.1.1", port))]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lookup)
        asked = []

        async def post(self, url, body, headers, host):
            asked.append((url, headers["Host"], host))
            raise OSError

        monkeypatch.setattr(WebPush, "_post", post)
        await WebPush(PushKey.new(), "mailto:a@example.org").send(
            FakePhone("https://push.example.net/x").subscription, b"{}", 60, "high"
        )
        assert asked == [("https://1.1.1.1/x", "push.example.net", "push.example.net")]

    asyncio.run(resolved())


def sending(status: int = 201, patience: float = 5.0):
    """What comes of a message to a push service that answers so, and what it got."""

    async def send():
        async with FakePushService(status).running() as service:
            phone = FakePhone(f"{service.origin}/push/1")
            push = WebPush(PushKey.new(), "mailto:a@example.org", {service.origin}, patience)
            message = json.dumps({"title": "안녕"}).encode()
            return await push.send(phone.subscription, message, 60, "high", "ring-1"), service, phone

    return asyncio.run(send())


def test_a_push_service_takes_it_and_the_phone_reads_it():
    sent, service, phone = sending()
    assert sent.ok
    assert service.refused == []
    [(path, headers, body)] = service.messages
    assert path == "/push/1"
    assert (headers["ttl"], headers["urgency"], headers["topic"]) == ("60", "high", "ring-1")
    assert phone.read(body) == {"title": "안녕"}
    assert "안녕".encode() not in body


@pytest.mark.parametrize("status", [404, 410])
def test_a_phone_that_is_gone_is_said_to_be(status):
    sent, _, _ = sending(status)
    assert sent.gone
    assert not sent.ok


@pytest.mark.parametrize(("status", "reason"), [(429, "answered 429"), (500, "answered 500"), (0, "did not answer")])
def test_one_that_refuses_or_hangs_is_said_to(status, reason):
    sent, _, _ = sending(status, patience=0.3)
    assert reason in sent.reason
    assert not sent.gone


def test_one_that_is_not_there_is_said_to_be_not():
    origin = "http://127.0.0.1:9"
    push = WebPush(PushKey.new(), "mailto:a@example.org", {origin})
    sent = asyncio.run(push.send(FakePhone(f"{origin}/1").subscription, b"{}", 60, "high"))
    assert "cannot be reached" in sent.reason


def test_the_fake_is_as_strict_as_push_services_are():
    service = FakePushService(origin="https://push.example.net")
    key, body = PushKey.new(), bytes(200)
    good = {"content-encoding": "aes128gcm", "ttl": "60"}
    signed = key.authorization(service.origin, "mailto:a@example.org", __import__("time").time())
    assert service.wrong({**good, "authorization": signed}, body) == ""
    assert service.wrong({**good, "authorization": signed[:20]}, body)
    other = PushKey.new().authorization(service.origin, "mailto:a@example.org", 0).partition(" t=")[2].partition(",")[0]
    assert service.wrong({**good, "authorization": f"vapid t={other}, k={key.public}"}, body)
    assert service.wrong({**good, "authorization": signed}, b"")


def test_a_key_is_kept_as_it_is():
    key = PushKey.new()
    assert PushKey.load(key.dump()).public == key.public
    assert len(from_text(key.public)) == len(public_bytes(key.private.public_key())) == 65
