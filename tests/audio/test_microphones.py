"""The microphone, with a stand-in for sounddevice."""

import logging
import sys
import types

import numpy as np
import pytest

from ogam.audio import microphone, microphones, sound_card
from ogam.audio.loudspeakers import play
from ogam.core import AudioError


class FakeSounddevice(types.ModuleType):
    """One microphone that plays `blocks` as fast as it can, then ends."""

    class PortAudioError(Exception):
        pass

    def __init__(self, blocks, rate=16000, devices=("Desk",)):
        super().__init__("sounddevice")
        self.__spec__ = types.SimpleNamespace(name="sounddevice")
        self.blocks, self.rate, self.devices, self.open = blocks, rate, devices, 0

    def query_devices(self, device=None, kind=None):
        found = [{"name": n, "max_input_channels": 1, "default_samplerate": float(self.rate)} for n in self.devices]
        if kind is None:
            return found
        wanted = [f for f in found if device is None or device in f["name"]]
        if not wanted:
            raise ValueError("No input device matching")
        return wanted[0]

    def check_input_settings(self, samplerate, **_):
        if samplerate != self.rate:
            raise self.PortAudioError("Invalid sample rate")

    def play(self, samples, samplerate, blocking):
        if not self.devices:
            raise self.PortAudioError("Error querying device -1")
        assert blocking
        self.played = (samples, samplerate)

    def InputStream(self, samplerate, blocksize, callback, finished_callback, **_):  # noqa: N802
        assert samplerate == self.rate
        fake = self

        class Stream:
            def __enter__(self):
                fake.open += 1
                for block in fake.blocks:
                    callback(block[:, None], len(block), None, None)
                finished_callback()

            def __exit__(self, *_):
                fake.open -= 1

        return Stream()


@pytest.fixture
def plug_in(monkeypatch):
    def plug(blocks, **options):
        fake = FakeSounddevice(blocks, **options)
        monkeypatch.setitem(sys.modules, "sounddevice", fake)
        return fake

    return plug


def ramp(count, size):
    return list(np.arange(count * size, dtype=np.float32).reshape(count, size) / (count * size))


def test_chunks_come_in_order_with_their_times_and_the_name(plug_in):
    fake = plug_in(ramp(5, 512))
    chunks = []
    with pytest.raises(AudioError, match="microphone Desk: stopped"):
        chunks.extend(microphone())  # extend keeps what came before the end
    assert np.array_equal(np.concatenate([c.samples for c in chunks]), np.concatenate(fake.blocks))
    assert [c.start for c in chunks] == pytest.approx([0.032 * i for i in range(5)])
    assert {c.source for c in chunks} == {"Desk"}
    assert fake.open == 0


def test_the_microphone_is_closed_when_the_caller_stops(plug_in):
    fake = plug_in(ramp(5, 512))
    chunks = microphone()
    next(chunks)
    assert fake.open == 1
    chunks.close()
    assert fake.open == 0


def test_a_microphone_that_cannot_give_16_khz_is_resampled(plug_in):
    seconds = np.arange(48000) / 48000
    plug_in(list(np.sin(2 * np.pi * 440 * seconds).astype(np.float32).reshape(-1, 480)), rate=48000)
    chunks = []
    with pytest.raises(AudioError):
        chunks.extend(microphone())
    samples = np.concatenate([c.samples for c in chunks])
    assert len(samples) == pytest.approx(16000, abs=400)
    assert np.abs(np.fft.rfft(samples)).argmax() * 16000 / len(samples) == pytest.approx(440, abs=3)


def test_what_a_slow_listener_misses_is_logged_and_is_a_gap_in_the_times(caplog):
    tape = microphones._Tape(2)
    for block in ramp(4, 512):
        tape.record(block)  # the third and fourth find no place
    chunks = microphones._chunks(tape, 16000, "Desk")
    assert [next(chunks).start, next(chunks).start] == [0.0, 0.032]
    tape.record(np.zeros(512, np.float32))
    with caplog.at_level(logging.WARNING):
        assert next(chunks).start == pytest.approx(0.128)
    assert "dropped 0.06 s" in caplog.text


def test_no_sounddevice(monkeypatch):
    monkeypatch.setattr(sound_card, "find_spec", lambda name: None)
    with pytest.raises(AudioError, match=r"pip install 'ogam\[microphone\]'"):
        next(microphone())


def test_no_microphone(plug_in):
    plug_in([], devices=())
    with pytest.raises(AudioError, match="None is plugged in"):
        next(microphone())


def test_a_microphone_of_another_name(plug_in):
    plug_in([])
    with pytest.raises(AudioError, match=r"no microphone 'Kitchen'.*There are: Desk"):
        next(microphone("Kitchen"))


def test_sounddevice_without_its_library(monkeypatch, tmp_path):
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    with pytest.raises(AudioError, match="libportaudio2"):
        next(microphone())


def test_the_loudspeaker_plays_to_the_end(plug_in):
    fake = plug_in([])
    samples = np.zeros(24000, np.float32)
    play(samples, 24000)
    assert fake.played[0] is samples
    assert fake.played[1] == 24000


def test_no_loudspeaker(plug_in):
    plug_in([], devices=())
    with pytest.raises(AudioError, match="write a file instead"):
        play(np.zeros(10, np.float32), 24000)
