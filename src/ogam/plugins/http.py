"""A recogniser in another process, in any language, by two HTTP requests.

GET /card             → the model card as JSON: {"name": …, "version": …, "task": …, "licence": …}
POST /recognize       a signal as the body: audio/wav (16 bit, mono, 16 kHz) or image/png
                      → {"observations": [{"kind": "transcript", "value": "hello", "confidence": 0.9,
                                           "start": 0.2, "end": 1.1, "box": [left, top, width, height],
                                           "details": {}}]}

Times are seconds from the beginning of the signal; start and end may be left out for all of it, box and details for
none. A signal that is refused is answered by 422 and {"error": "why"}. `ogam plugins serve NAME` is such a server.
"""

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult

from ogam.core import AudioError, ImageError, ModelCard, Observation, OgamError, Signal
from ogam.plugins.cards import read_card
from ogam.plugins.deadlines import PATIENCE, exchange_within
from ogam.plugins.errors import PluginError, PluginReplyError
from ogam.plugins.exchange import WAV, encode_signal, read_observations

LARGEST = 16_000_000
"""Bytes of an answer."""
REFUSED = 422


@dataclass(frozen=True, slots=True)
class HttpRecognizer:
    """One connection for each signal, so that any number of threads may ask. timeout: seconds for each answer.

    Raises PluginTimeout, PluginGone and PluginReplyError; AudioError or ImageError for a signal that it refuses.
    """

    address: SplitResult
    card: ModelCard
    timeout: float = PATIENCE

    def recognize(self, signals: Sequence[Signal]) -> list[list[Observation]]:
        return [self._ask(signal) for signal in signals]

    def _ask(self, signal: Signal) -> list[Observation]:
        body, media_type = encode_signal(signal)
        status, answer = _exchange(self.address, "POST", "/recognize", self.timeout, body, media_type)
        where = self.address.geturl()
        if status == REFUSED:
            raise _refusal(media_type, f"{where}: {_reason(answer)}")
        if status != http.client.OK:
            raise PluginReplyError(f"{where}: it answers with the status {status}: {_reason(answer)}")
        return read_observations(answer, signal, self.card, where)


def open_http(address: SplitResult, timeout: float = PATIENCE) -> HttpRecognizer:
    """The recogniser at an address. Raises PluginError of the kind that fits."""
    where = address.geturl()
    status, answer = _exchange(address, "GET", "/card", timeout)
    if status != http.client.OK:
        raise PluginReplyError(f"{where}: its card is answered with the status {status}: {_reason(answer)}")
    try:
        said = json.loads(answer)
        name = said.pop("name")
        card = read_card(str(name), said, where)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise PluginReplyError(f"{where}: its card is no JSON object with a name: {error!r}.") from error
    except PluginError as error:
        raise PluginReplyError(str(error)) from error
    return HttpRecognizer(address, card, timeout)


def _exchange(
    address: SplitResult, method: str, path: str, timeout: float, body: bytes | None = None, media_type: str = ""
) -> tuple[int, bytes]:
    """Status and body of an answer."""
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.hostname or "", address.port, timeout=timeout)
    where = address.geturl()
    try:
        with exchange_within(timeout, where) as watched:
            connection.connect()
            watched(connection.sock)
            headers = {"Content-Type": media_type} if body is not None else {}
            connection.request(method, address.path.rstrip("/") + path, body, headers)
            response = connection.getresponse()
            answer = response.read(LARGEST + 1)
            if response.length and len(answer) <= LARGEST:
                raise EOFError
    except http.client.HTTPException as error:
        raise PluginReplyError(f"{where}: its answer is no HTTP: {error!r}.") from error
    finally:
        connection.close()
    if len(answer) > LARGEST:
        raise PluginReplyError(f"{where}: its answer is longer than {LARGEST} bytes.")
    return response.status, answer


def _reason(answer: bytes) -> str:
    """What an error says of itself, cut short."""
    try:
        return str(json.loads(answer)["error"])[:300]
    except (ValueError, TypeError, KeyError, RecursionError):
        return answer[:300].decode("utf-8", "replace")


def _refusal(media_type: str, text: str) -> OgamError:
    return AudioError(text) if media_type == WAV else ImageError(text)
