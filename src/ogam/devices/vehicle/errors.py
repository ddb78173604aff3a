"""What goes wrong with a car, in words for people, in English and Korean."""

from grpc import StatusCode

from ogam.core import DeviceError, DeviceSilent

_REFUSALS = {
    StatusCode.UNAUTHENTICATED: (
        "The {car} doesn't accept Ogam's token. Make a new one and put it where drivers.toml says.",
        "{car}에서 오감의 토큰을 받아 주지 않아요. 새로 만들어서 drivers.toml에 적힌 곳에 넣어 주세요.",
    ),
    StatusCode.PERMISSION_DENIED: (
        "The {car} doesn't let Ogam do that: its token doesn't allow it.",
        "{car}에서 그 일은 허락하지 않아요. 토큰에 그 권한이 없어요.",
    ),
    StatusCode.NOT_FOUND: ("The {car} doesn't have that.", "{car}에는 그 기능이 없어요."),
    StatusCode.INVALID_ARGUMENT: ("The {car} doesn't take that value.", "{car}에서 그 값은 받지 않아요."),
    StatusCode.UNIMPLEMENTED: (
        "The {car}'s databroker is too old: it doesn't speak kuksa.val.v2. Update it.",
        "{car}의 데이터브로커가 오래돼서 kuksa.val.v2를 몰라요. 업데이트해 주세요.",
    ),
}


def unreachable(car: str) -> DeviceError:
    """Nothing was sent."""
    return _error("The {car} can't be reached right now.", "지금은 {car}에 연결할 수 없어요.", car)


def unprovided(car: str) -> DeviceError:
    """The databroker is there, and what would do it is not."""
    return _error(
        "The {car} can't do that right now: it may be asleep.", "{car}에서 지금은 할 수 없어요. 꺼져 있나 봐요.", car
    )


def missing(car: str) -> DeviceError:
    """The car has no such signal (any more)."""
    return _error(*_REFUSALS[StatusCode.NOT_FOUND], car)


def unread(car: str) -> DeviceError:
    """It was asked, and what came is no answer."""
    return _error("The {car} doesn't tell that right now.", "{car}에서 지금은 알려 주지 않아요.", car)


def moving(car: str) -> DeviceError:
    """It is not safe while it moves."""
    return _error("Not while the {car} is moving.", "{car} 운행 중에는 할 수 없어요.", car)


def silent(car: str) -> DeviceSilent:
    """It was sent, and nobody knows what came of it."""
    english = f"The {car} was told, but didn't confirm it. Look whether it did."
    return DeviceSilent(english, {"ko": f"{car}에 보냈는데 확인이 안 왔어요. 됐는지 한번 봐 주세요."})


def refused(code: StatusCode, car: str) -> DeviceError | None:
    """The databroker's refusal, before anything is done; None for a code that is none."""
    return _error(*_REFUSALS[code], car) if code in _REFUSALS else None


def _error(english: str, korean: str, car: str) -> DeviceError:
    return DeviceError(english.format(car=car), {"ko": korean.format(car=car)})
