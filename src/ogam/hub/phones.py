"""Phones of the household as a device that rings: "where is my phone". What reaches them is for whoever serves them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from ogam.core import Action, ActionResult, Device, DeviceError, DeviceEvent
from ogam.devices.services import PHONES

NAME = "phones"
"""As `Device.driver` says it."""


@dataclass(frozen=True, slots=True)
class Rung:
    """What came of letting a person's phones ring.

    phones: how many there are; ringing: of them those that said that they ring; sent: those that a notification is on
    its way to, of which nobody knows yet whether they ring.
    """

    phones: int
    ringing: int = 0
    sent: int = 0


Ringer = Callable[[str], Awaitable[Rung]]
"""Lets the phones of a person ring."""


class PhoneDriver:
    """Rings by the ringer that the server gives it; without one there is nothing that could reach a phone."""

    name = NAME

    def __init__(self) -> None:
        self.ringer: Ringer | None = None

    async def discover(self) -> list[Device]:
        """The phones, as the one device that they are."""
        return [PHONES]

    async def act(self, device: Device, action: Action) -> ActionResult:
        """Ring. state: person, phones, and what came of it ("ringing", "sent"). `DeviceError` where nothing rings."""
        if action.verb not in ("ring", "ring_own"):
            raise DeviceError(f"The {device.name} can't do that ({action.verb.replace('_', ' ')}).")
        person = str(action.arguments.get("person") or "")
        if self.ringer is None:
            text = "Phones can be found only while the Ogam server runs."
            raise DeviceError(text, {"ko": "휴대폰은 오감 서버가 켜져 있을 때만 찾을 수 있어요."})
        rung = await self.ringer(person)
        if not rung.phones:
            raise _no_phone(person)
        if not rung.ringing and not rung.sent:
            raise _unreached(person)
        outcome: Literal["ringing", "sent"] = "ringing" if rung.ringing else "sent"
        return ActionResult(device.id, True, {"person": person, "phones": rung.phones, "rung": outcome})

    async def events(self) -> AsyncIterator[DeviceEvent]:
        """None."""
        none: tuple[DeviceEvent, ...] = ()
        for event in none:
            yield event


def _no_phone(person: str) -> DeviceError:
    return DeviceError(
        f"I know no phone of {person}'s. Open Ogam on it, sign in, and say in Settings that it is your phone.",
        {
            "ko": f"{person} 님의 휴대폰은 아직 몰라요. "
            "휴대폰에서 오감을 열어 로그인하고, 설정에서 ‘내 휴대폰’을 켜 주세요."
        },
    )


def _unreached(person: str) -> DeviceError:
    return DeviceError(
        f"I can't reach {person}'s phone: Ogam is not open on it, and no notification gets through.",
        {"ko": f"{person} 님의 휴대폰에 닿지 않아요. 오감이 열려 있지 않고 알림도 가지 않아요."},
    )
