"""One connection of a Wyoming client: its events in, the answers out. All that belongs to it alone is here."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from wyoming.asr import Transcribe, Transcript, TranscriptChunk, TranscriptStart, TranscriptStop
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe
from wyoming.intent import Entity, Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong
from wyoming.wake import Detect, Detection, NotDetected

from ogam.audio import MicroWakeWords
from ogam.core import Audio, AudioError, LogError, ModelError, OgamError, RecognizerSession, StreamingRecognizer
from ogam.hub import House, Session, Turn
from ogam.server.wyoming.frames import FrameError, read_event, send_away, write_event
from ogam.server.wyoming.hearing import Utterance, text_of
from ogam.server.wyoming.joining import Joiner
from ogam.server.wyoming.settings import WyomingSettings
from ogam.server.wyoming.sound import PcmStream

WAITING = 8
"""Events of a connection that may wait; then nothing more is read from it until one is done."""

NOT_LOGGED = "the log cannot be written, so nothing is carried out. Is the disk full?"

log = logging.getLogger(__name__)


class Connection:
    """Answers one client until it leaves, or does what it may not.

    house: comes when the models are loaded; until then, only `describe` and `ping` are answered. info: the answer to
    `describe`. address: where the client is, as identities are joined by it.
    """

    def __init__(
        self,
        house: "asyncio.Future[House]",
        settings: WyomingSettings,
        info: Event,
        joiner: Joiner,
        words: MicroWakeWords | None,
        address: str,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._house = house
        self._settings = settings
        self._info = info
        self._joiner = joiner
        self._words = words
        self._address = address
        self._reader = reader
        self._writer = writer
        self._todo: asyncio.Queue[Event | None] = asyncio.Queue(WAITING)
        self._sound: PcmStream | None = None
        self._utterance: Utterance | None = None
        self._wake: _Wake | None = None
        self._language = ""

    async def run(self) -> None:
        """Until the client has left and all that it asked for is answered, or something was wrong."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._work())
                await self._read()
        except* (FrameError, AudioError, ModelError) as errors:
            await self._complain(errors.exceptions[0])
        except* LogError as errors:
            log.error("Wyoming: %s: %s", self._address, errors.exceptions[0])
            await self._complain(LogError(NOT_LOGGED))
        except* ConnectionError:
            log.debug("Wyoming: %s went away", self._address)
        except* Exception as errors:
            log.exception("Wyoming: %s: failed", self._address, exc_info=errors.exceptions[0])
            await self._complain(OgamError("something failed inside; the log of the server says what."))

    async def _complain(self, error: BaseException) -> None:
        """Say why the connection ends, to the client and in the log."""
        log.warning("Wyoming: %s: %s", self._address, error)
        await send_away(self._reader, self._writer, Error(str(error), type(error).__name__).event())

    async def _read(self) -> None:
        """What is answered at once, at once; the rest in its turn."""
        while (event := await read_event(self._reader, self._settings.limits)) is not None:
            if Describe.is_type(event.type):
                await self._send(self._info)
            elif Ping.is_type(event.type):
                await self._send(Pong(event.data.get("text")).event())
            else:
                await self._todo.put(event)
        await self._todo.put(None)

    async def _work(self) -> None:
        while (event := await self._todo.get()) is not None:
            await self._do(event)

    async def _do(self, event: Event) -> None:
        match event.type:
            case kind if Transcribe.is_type(kind):
                self._wake, self._language = None, self._spoken(event.data.get("language"))
            case kind if Detect.is_type(kind):
                self._wake = _Wake(self._chosen(event.data.get("names")))
            case kind if AudioStart.is_type(kind):
                await self._begin(PcmStream.of(event.data))
            case kind if AudioChunk.is_type(kind):
                await self._hear(event)
            case kind if AudioStop.is_type(kind):
                await self._end()
            case kind if Transcript.is_type(kind):
                await self._handle(_text(event))
            case kind if Recognize.is_type(kind):
                await self._recognise(_text(event))
            case _:
                log.debug("Wyoming: %s: nothing is done about %s", self._address, event.type)

    async def _begin(self, sound: PcmStream) -> None:
        self._sound = sound
        if self._wake is None:
            house = await asyncio.shield(self._house)
            self._utterance = Utterance(house, self._session(house), self._settings.limits.utterance)

    async def _hear(self, event: Event) -> None:
        given = event.data.get("rate"), event.data.get("width"), event.data.get("channels")
        if self._sound is None:
            await self._begin(PcmStream.of(event.data))
        elif any(value is not None for value in given) and given != self._sound.format:
            raise AudioError(f"the sound changes from {self._sound.format} to {given} (rate, width, channels).")
        if self._sound is not None:
            await self._listen(self._sound.accept(event.payload or b""))

    async def _listen(self, samples: np.ndarray) -> None:
        if self._wake is not None:
            for heard in await asyncio.to_thread(self._wake.accept, samples):
                await self._send(Detection(heard.value, round(heard.end * 1000)).event())
        elif self._utterance is not None:
            await self._utterance.accept(samples)

    async def _end(self) -> None:
        if self._sound is None:
            return
        await self._listen(self._sound.finish())
        self._sound = None
        if self._wake is not None:
            if not self._wake.detected:
                await self._send(NotDetected().event())
            self._wake = _Wake(self._wake.words)
        elif self._utterance is not None:
            utterance, self._utterance = self._utterance, None
            await self._transcribed(await utterance.finish())

    async def _transcribed(self, perceived: Turn | None) -> None:
        text = "" if perceived is None else text_of(perceived)
        if perceived is not None and perceived.error:
            raise AudioError(perceived.reply)
        if perceived is not None and text:
            self._joiner.keep(self._address, text, perceived)
        language = self._language or None
        await self._send(TranscriptStart(language=language).event())
        await self._send(TranscriptChunk(text).event())
        await self._send(Transcript(text, language=language).event())
        await self._send(TranscriptStop().event())

    async def _handle(self, text: str) -> None:
        """Carry out a text; as its speaker, where that is known from its transcription."""
        house = await asyncio.shield(self._house)
        session, perceived = self._session(house), self._joiner.take(self._address, text)
        turn = await (session.say(text) if perceived is None else session.carry_out(perceived))
        understood = turn.command is not None and not turn.error
        answer = Handled(turn.reply) if understood else NotHandled(turn.reply)
        await self._send(answer.event())

    async def _recognise(self, text: str) -> None:
        """The intent of a text, where whoever said it may have it carried out; nothing is done about it here."""
        if not self._settings.intents:
            await self._send(NotRecognized("Intents are not given away here: send a transcript to be handled.").event())
            return
        house = await asyncio.shield(self._house)
        session, perceived = self._session(house), self._joiner.take(self._address, text)
        turn = house.hub.consider(text, session.area, None if perceived is None else perceived.who)
        if turn.command is None or turn.decision is None or turn.decision.effect != "allow":
            await self._send(NotRecognized(turn.reply).event())
            return
        entities = [Entity(name, slot.value) for name, slot in turn.command.slots.items()]
        await self._send(Intent(turn.command.intent, entities, turn.reply or None).event())

    def _session(self, house: House) -> Session:
        return house.session(f"wyoming {self._address}", self._settings.areas.get(self._address))

    def _spoken(self, language: Any) -> str:
        """The home's language that a client asks for. AudioError where it is spoken by nobody here."""
        if language is None or language == "":
            return ""
        known = [model for program in self._info.data["asr"] for model in program["models"][0]["languages"]]
        base = str(language).replace("_", "-").split("-")[0].lower()
        if base not in known:
            raise AudioError(f"this home speaks {', '.join(known)}, not '{str(language)[:20]}'.")
        return base

    def _chosen(self, names: Any) -> StreamingRecognizer:
        if self._words is None:
            raise ModelError("no wake words are offered here; name them in the settings of the service.")
        if not names:
            return self._words
        known = {word.name: word for word in self._words.words}
        if not isinstance(names, list) or not all(isinstance(name, str) and name in known for name in names):
            raise ModelError(f"those wake words are not all offered; these are: {', '.join(known)}.")
        return MicroWakeWords([known[name] for name in names])

    async def _send(self, event: Event) -> None:
        await write_event(self._writer, event)


class _Wake:
    """Wake words in one stream."""

    def __init__(self, words: StreamingRecognizer) -> None:
        self.words = words
        self.detected = False
        self._session: RecognizerSession = words.open()
        self._end = 0.0

    def accept(self, samples: np.ndarray) -> Sequence[Any]:
        chunk = Audio(samples, self._end)
        self._end = chunk.end
        found = self._session.accept(chunk)
        self.detected = self.detected or bool(found)
        return found


def _text(event: Event) -> str:
    text = event.data.get("text")
    if not isinstance(text, str):
        raise FrameError(f"{event.type} has no text")
    return text[:1000]
