"""One connection to a satellite: its sound into a listener, the replies back."""

import asyncio
import logging
from collections.abc import Iterator

import numpy as np
from wyoming.asr import Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.event import Event
from wyoming.info import Describe, Info
from wyoming.ping import Ping, Pong
from wyoming.pipeline import RunPipeline
from wyoming.satellite import RunSatellite
from wyoming.snd import Played
from wyoming.vad import VoiceStarted, VoiceStopped
from wyoming.wake import Detect, Detection

from ogam.core import Audio, Observation, StreamingRecognizer
from ogam.home.resolution import area_name
from ogam.hub import Abilities, House, Listener, Session, Turn, WakeListener
from ogam.server.wyoming.frames import read_event, write_event
from ogam.server.wyoming.hearing import text_of
from ogam.server.wyoming.settings import Limits
from ogam.server.wyoming.sound import PcmStream, to_pcm
from ogam.synthesis import Speaker

QUIET = 30.0
"""Seconds without a word from a satellite after which it is taken for gone; it is pinged three times in them."""
PATIENCE = 15.0
"""Seconds in which something must have been said after the satellite's own wake word; then it may sleep again."""
ECHO = 0.4
"""Seconds after a reply in which its sound may still be in the room."""
CHUNK = 2048

log = logging.getLogger(__name__)


class Drive:
    """Runs a satellite as long as its connection lasts. heard_from: whether it has answered at all."""

    def __init__(
        self,
        house: House,
        name: str,
        area: str | None,
        words: StreamingRecognizer | None,
        speaker: Speaker | None,
    ) -> None:
        self.heard_from = False
        self._house = house
        self._session: Session = house.session(name, area, Abilities(microphone=True))
        self._words = words
        self._speaker = speaker
        self._listener: Listener | WakeListener = self._open(words)
        self._sound: PcmStream | None = None
        self._clock = 0.0  # of the satellite's sound, in seconds
        self._deaf_until = 0.0  # by the event loop's clock: while a reply is played
        self._waits_until: float | None = None  # for a word after the satellite's own wake word
        self._out: asyncio.Queue[Event | Turn] = asyncio.Queue(200)

    async def run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Until the satellite hangs up. Raises FrameError, AudioError or OSError where it does what it should not."""
        limits = Limits(idle=QUIET)
        self._session.on_turn = self._carried_out
        try:
            await self._run(reader, writer, limits)
        finally:
            self._session.on_turn = None

    async def _run(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, limits: Limits) -> None:
        async with asyncio.TaskGroup() as tasks:
            helpers = [tasks.create_task(self._write(writer)), tasks.create_task(self._keep_alive())]
            listening = tasks.create_task(self._listener.run())
            self._send(Describe().event())
            self._send(RunSatellite().event())
            while (event := await read_event(reader, limits)) is not None:
                self.heard_from = True
                self._receive(event)
            self._listener.finish()
            await listening
            for helper in helpers:
                helper.cancel()

    def _open(self, words: StreamingRecognizer | None) -> Listener | WakeListener:
        if words is None:
            return self._house.listener(self._session, self._carried_out, self._speech)
        return self._house.wake_listener(self._session, words, self._carried_out, self._speech, self._woken)

    def _receive(self, event: Event) -> None:
        match event.type:
            case kind if AudioChunk.is_type(kind):
                self._hear(event)
            case kind if AudioStart.is_type(kind):
                self._sound = PcmStream.of(event.data)
            case kind if AudioStop.is_type(kind):
                self._sound = None
            case kind if Info.is_type(kind):
                self._stands_in(event)
            case kind if RunPipeline.is_type(kind):
                self._begin(event)
            case kind if Played.is_type(kind):
                self._deaf_until = min(self._deaf_until, self._now() + ECHO)
            case kind if Detection.is_type(kind):
                self._house.live.mention(self._session.name, "wake", {"word": str(event.data.get("name") or "")})
            case kind if Ping.is_type(kind):
                self._send(Pong(event.data.get("text")).event())
            case _:
                log.debug("satellite %s: %s", self._session.name, event.type)

    def _begin(self, event: Event) -> None:
        """The satellite begins to send: after its own wake word ("asr"), or all the time ("wake")."""
        self._sound = None
        self._clock += 1.0  # what was said before is another utterance
        if event.data.get("start_stage") == "asr":
            self._waits_until = self._now() + PATIENCE
            if isinstance(self._listener, WakeListener):
                self._listener.stay_awake()
        elif self._words is not None:
            self._send(Detect().event())

    def _hear(self, event: Event) -> None:
        given = event.data.get("rate"), event.data.get("width"), event.data.get("channels")
        if self._sound is None or self._sound.format != given:
            self._sound = PcmStream.of(event.data)
        samples = self._sound.accept(event.payload or b"")
        chunk = Audio(samples, self._clock, self._session.name)
        self._clock = chunk.end
        if self._now() >= self._deaf_until and len(samples):
            self._listener.accept(chunk)
        if self._waits_until is not None and self._now() > self._waits_until:
            self._waits_until = None
            self._send(Transcript("").event())

    def _stands_in(self, event: Event) -> None:
        """Take the area that the satellite itself names, where nobody else has named one."""
        said = (event.data.get("satellite") or {}).get("area")
        if self._session.area is None and isinstance(said, str):
            self._session.area = area_name(self._house.hub.home, said)

    def _speech(self, speaking: bool) -> None:
        self._send((VoiceStarted() if speaking else VoiceStopped()).event())
        if speaking:
            self._waits_until = None

    def _woken(self, heard: Observation) -> None:
        self._send(Detection(heard.value).event())

    def _carried_out(self, turn: Turn) -> None:
        self._send(turn)

    async def _write(self, writer: asyncio.StreamWriter) -> None:
        while True:
            todo = await self._out.get()
            if isinstance(todo, Event):
                await write_event(writer, todo)
            else:
                await write_event(writer, Transcript(text_of(todo)).event())
                await self._say(todo, writer)

    async def _say(self, turn: Turn, writer: asyncio.StreamWriter) -> None:
        """Have the reply played; until it has been, the satellite hears only itself."""
        if self._speaker is None or not turn.reply:
            return
        language = turn.command.language if turn.command is not None else self._house.hub.home.language
        speech = await asyncio.to_thread(self._speaker.speak, turn.reply, language=language)
        self._deaf_until = self._now() + speech.duration + 2.0
        for event in _played(speech.samples, speech.sample_rate):
            await write_event(writer, event)
        self._deaf_until = self._now() + speech.duration + ECHO
        if turn.asks:
            await asyncio.sleep(speech.duration)
            self._session.spoken()
            if isinstance(self._listener, WakeListener):
                self._listener.stay_awake()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(QUIET / 3)
            self._send(Ping().event())

    def _send(self, event: Event | Turn) -> None:
        """Never waits; a satellite that does not take what it is sent loses it."""
        if self._out.full():
            log.warning("satellite %s takes nothing; %s is dropped.", self._session.name, type(event).__name__)
        else:
            self._out.put_nowait(event)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _played(samples: np.ndarray, rate: int) -> Iterator[Event]:
    """A reply as events of sound, 16 bits mono."""
    form = {"rate": rate, "width": 2, "channels": 1}
    yield AudioStart(**form).event()
    for first in range(0, len(samples), CHUNK):
        yield AudioChunk(**form, audio=to_pcm(samples[first : first + CHUNK])).event()
    yield AudioStop().event()
