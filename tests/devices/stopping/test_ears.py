"""Stop words in a thread, and in a process of its own that may break down."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from ogam.audio.stop_words import FakeStopWords
from ogam.core import Audio
from ogam.devices.stopping import Brake, ProcessStopEars, ThreadStopEars

FAKE = """
import sys
from ogam.audio.stop_words import FakeStopWords
from ogam.devices.stopping.brakes import BrakeLine
from ogam.devices.stopping.child import brake_of, listen
from ogam.devices.stopping.frames import read_frame
lines = [BrakeLine(brake_of(one)) for one in read_frame(sys.stdin.buffer).data()["brakes"]]
listen(FakeStopWords(), lines, sys.stdin.buffer, sys.stdout.buffer)
"""
COMMAND = (sys.executable, "-c", FAKE)
PATIENCE = 20


def process(command=COMMAND, brakes=()):
    return ProcessStopEars(["en"], brakes, lambda: ThreadStopEars(FakeStopWords()), command)


def sound(level, start=0.0):
    return Audio(np.full(320, level, np.float32), start, "tablet")


class Told:
    """What a stream told."""

    def __init__(self):
        self.found, self.ended, self.changed = [], threading.Event(), threading.Event()

    def __call__(self, found):
        if found is None:
            self.ended.set()
        else:
            self.found.append(found)
        self.changed.set()


def wait_for(holds):
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(params=["thread", "process", "no process"])
def ears(request):
    kinds = {
        "thread": lambda: ThreadStopEars(FakeStopWords()),
        "process": process,
        "no process": lambda: process(("/there/is/no/such/program",)),
    }
    made = kinds[request.param]()
    yield made
    made.close()


def test_a_stop_word_is_told_and_then_the_end(ears):
    told, other = Told(), Told()
    ear, quiet = ears.open(told), ears.open(other)
    for number, level in enumerate([0, 1, 0]):
        ear.accept(sound(level, number * 0.02))
        quiet.accept(sound(0, number * 0.02))
    for one in (ear, quiet, ear):
        one.finish()
    assert told.ended.wait(PATIENCE)
    assert other.ended.wait(PATIENCE)
    (found,) = told.found
    assert (found.kind, found.value, found.source) == ("stop", "stop", "tablet")
    assert found.end == pytest.approx(0.04)
    assert other.found == []


def test_after_the_end_nothing_is_heard(ears):
    told = Told()
    ear = ears.open(told)
    ear.finish()
    ear.accept(sound(1))
    assert told.ended.wait(PATIENCE)
    assert told.found == []


def test_a_process_that_breaks_down_is_started_again_and_the_log_says_so(caplog):
    ears, told = process(), Told()
    ear = ears.open(told)
    first = ears.pid
    with caplog.at_level(logging.WARNING):
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: ears.pid not in (None, first))
    ear.accept(sound(1))
    ear.finish()
    assert told.ended.wait(PATIENCE)
    assert len(told.found) == 1
    assert "is started again" in caplog.text
    ears.close()


def test_a_process_that_cannot_stay_gives_way_to_a_thread(caplog):
    ears, told = process((sys.executable, "-c", "raise SystemExit(3)")), Told()
    ear = ears.open(told)
    wait_for(lambda: ear.other is not None)
    ear.accept(sound(1))
    ear.finish()
    assert told.ended.wait(PATIENCE)
    assert len(told.found) == 1
    assert "in a process of their own" in caplog.text
    ears.close()


def test_a_stream_ends_though_the_process_has_died_in_the_midst_of_it():
    ears, told = process((sys.executable, "-c", "import time; time.sleep(60)")), Told()
    ears.open(told).finish()
    assert not told.ended.wait(0.1)
    os.kill(ears.pid, signal.SIGKILL)
    assert told.ended.wait(PATIENCE)
    ears.close()


def test_what_comes_faster_than_it_is_read_is_read_all_the_same():
    """More than a pipe holds, and nothing after it that would push it on."""
    ears, told = process(), Told()
    ear = ears.open(told)
    for number in range(400):
        ear.accept(sound(number == 399, number * 0.02))
    ear.finish()
    assert told.ended.wait(PATIENCE)
    assert len(told.found) == 1
    ears.close()


def test_a_process_that_reads_nothing_holds_up_nobody_and_is_ended(caplog):
    ears, told = process((sys.executable, "-c", "import time; time.sleep(60)")), Told()
    ear, first = ears.open(told), ears.pid
    for number in range(1200):
        ear.accept(sound(0, number * 0.02))
    wait_for(lambda: ears.pid != first)
    ears.close()
    assert told.ended.wait(PATIENCE)
    assert "-9" in caplog.text


def test_it_ends_with_the_process_that_started_it():
    """Also where that is killed, and can end nothing any more."""
    code = "import time, test_ears; ears = test_ears.process(); print(ears.pid, flush=True); time.sleep(60)"
    here = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=here) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


def test_the_brake_is_pressed_without_this_process():
    """What heard the word sends what stops, over a connection of its own, while nothing here is done at all."""
    from websockets.sync.server import serve

    texts = []

    def take(socket):
        texts.extend(socket)

    with serve(take, "127.0.0.1", 0) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        ears = process(brakes=[Brake(url, ("hello",), ("stand", "still"))])
        ear = ears.open(lambda _: None)
        wait_for(lambda: texts == ["hello"])
        ear.accept(sound(1))
        wait_for(lambda: len(texts) >= 3)
        assert texts[:3] == ["hello", "stand", "still"]
        ears.close()
        server.shutdown()
        serving.join()


@pytest.mark.real
def test_the_real_process_hears_the_word():
    from ogam.audio.stop_words import StopWords
    from ogam.synthesis import Synthesizer

    word, quiet = Synthesizer().speak("Stop!", voice="bf_emma").to_audio().samples, np.zeros(8000, np.float32)
    samples = np.concatenate([quiet, word, quiet])
    ears, told = ProcessStopEars(["en"], (), lambda: ThreadStopEars(StopWords(["en"]))), Told()
    ear = ears.open(told)
    for at in range(0, len(samples), 320):
        ear.accept(Audio(samples[at : at + 320], at / 16_000, "tablet"))
    ear.finish()
    assert told.ended.wait(PATIENCE)
    assert [one.value for one in told.found] == ["stop"]
    assert ears.rank in ("real time", "niceness -10", "like others")
    ears.close()
