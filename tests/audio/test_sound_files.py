"""Reading and writing sound files, the good and the bad."""

import itertools
import resource
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from ogam.audio import read, read_chunks, write_wav
from ogam.core import SAMPLE_RATE, AudioError


def tone(rate: int, seconds: float = 1.0, hertz: float = 440.0, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)).astype(np.float32)


def hertz_of(samples: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE / len(samples))


def level_of(samples: np.ndarray) -> float:
    return float(np.sqrt(2 * np.mean(np.square(samples))))


@pytest.mark.parametrize("extension", ["wav", "flac", "mp3", "ogg"])
@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (16000, 1), (22050, 2), (44100, 2), (48000, 1)])
def test_every_format_rate_and_channels_become_16_khz_mono(tmp_path, extension, rate, channels):
    path = tmp_path / f"a.{extension}"
    soundfile.write(path, np.tile(tone(rate)[:, None], channels), rate)
    audio = read(path)
    assert audio.samples.dtype == np.float32
    assert audio.samples.ndim == 1
    assert audio.duration == pytest.approx(1.0, abs=0.1)
    assert hertz_of(audio.samples) == pytest.approx(440, abs=3)
    assert level_of(audio.samples[2000:14000]) == pytest.approx(0.5, rel=0.05)
    assert audio.source == str(path)


@pytest.mark.parametrize("extension", ["mp3", "ogg", "flac"])
def test_reading_in_blocks_gives_what_reading_at_once_gives(tmp_path, extension):
    path = tmp_path / f"a.{extension}"
    soundfile.write(path, np.random.default_rng(0).normal(0, 0.1, 40000).astype(np.float32), 16000)
    assert np.abs(read(path).samples - soundfile.read(path, dtype="float32")[0]).max() < 1e-5


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"])
def test_every_width_of_sample(tmp_path, subtype):
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(16000), 16000, subtype=subtype)
    assert np.abs(read(path).samples - tone(16000)).max() < 0.03


def test_96_khz_and_12_channels(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, np.tile(tone(96000)[:, None], 12), 96000)
    audio = read(path)
    assert audio.duration == 1.0
    assert hertz_of(audio.samples) == pytest.approx(440, abs=2)


def test_opposite_channels_do_not_cancel_the_voice(tmp_path):
    path, voice = tmp_path / "a.wav", tone(16000)
    soundfile.write(path, np.stack([voice, -voice], 1), 16000)
    assert level_of(read(path).samples) == pytest.approx(0.5, rel=0.02)


def test_one_live_channel_of_twelve_is_not_lost(tmp_path):
    path = tmp_path / "a.wav"
    channels = np.zeros((16000, 12), np.float32)
    channels[:, 7] = tone(16000)
    soundfile.write(path, channels, 16000)
    assert level_of(read(path).samples) == pytest.approx(0.5, rel=0.02)


def test_a_channel_of_nan_is_left_out(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([tone(16000), np.full(16000, np.nan, np.float32)], 1), 16000, subtype="FLOAT")
    assert np.abs(read(path).samples - tone(16000)).max() < 1e-6


def test_nan_and_infinity_here_and_there_become_silence(tmp_path):
    path, samples = tmp_path / "a.wav", tone(48000)
    samples[1000:1100], samples[2000] = np.nan, np.inf
    soundfile.write(path, samples, 48000, subtype="FLOAT")
    assert np.isfinite(read(path).samples).all()


@pytest.mark.parametrize("filling", [np.nan, np.inf, -np.inf])
def test_a_file_of_nothing_but_nan_is_refused(tmp_path, filling):
    path = tmp_path / "a.wav"
    soundfile.write(path, np.full(16000, filling, np.float32), 16000, subtype="FLOAT")
    with pytest.raises(AudioError, match=r"a\.wav: holds no numbers"):
        read(path)


def test_floats_on_the_scale_of_16_bits_are_refused_with_the_remedy(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(16000) * 32768, 16000, subtype="FLOAT")
    with pytest.raises(AudioError, match="divide by 32768"):
        read(path)


def test_clipped_and_silent_files_are_read(tmp_path):
    clipped, silent = tmp_path / "c.wav", tmp_path / "s.wav"
    soundfile.write(clipped, np.clip(tone(16000, level=20), -1, 1), 16000)
    soundfile.write(silent, np.zeros(16000, np.float32), 16000)
    assert np.abs(read(clipped).samples).max() == pytest.approx(1, abs=0.001)
    assert not read(silent).samples.any()


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """Name → path and what its error must say."""
    nothing, header, text, raw = (folder / n for n in ("nothing.wav", "header.wav", "text.wav", "a.raw"))
    nothing.write_bytes(b"")
    soundfile.write(header, np.zeros(0, np.float32), 16000)
    text.write_text("this is not sound\n" * 100)
    raw.write_bytes(bytes(1000))
    rate = folder / "slow.wav"
    soundfile.write(rate, tone(16000), 50)
    return {
        "missing": (folder / "missing.wav", "no such file"),
        "folder": (folder, "a folder"),
        "empty": (nothing, "an empty file"),
        "only a header": (header, "holds no sound"),
        "text": (text, "not a sound file"),
        "raw": (raw, "not a sound file"),
        "50 samples a second": (rate, "50 samples a second"),
    }


@pytest.mark.parametrize("name", ["missing", "folder", "empty", "only a header", "text", "raw", "50 samples a second"])
def test_a_file_that_is_no_use_is_named_with_its_fault_and_the_remedy(tmp_path, name):
    path, fault = bad_files(tmp_path)[name]
    for attempt in (lambda: read(path), lambda: list(read_chunks(path))):
        with pytest.raises(AudioError) as caught:
            attempt()
        what = str(caught.value)
        assert what.startswith(f"{path}: ")
        assert fault in what
        assert what.count(".") >= 2 or what.endswith(").")  # a sentence of what is wrong, and one of what to do


@pytest.mark.parametrize("extension", ["flac", "mp3"])
def test_a_file_that_was_cut_short_is_refused(tmp_path, extension):
    whole, part = tmp_path / f"w.{extension}", tmp_path / f"p.{extension}"
    soundfile.write(whole, np.random.default_rng(0).normal(0, 0.1, 48000).astype(np.float32), 16000)
    part.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(AudioError, match=r"breaks off after 1\.\d s"):
        read(part)


def test_a_wav_without_its_end_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(16000, 2.0), 16000)
    path.write_bytes(path.read_bytes()[:32044])
    assert read(path).duration == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("rate", [16000, 44100])
@pytest.mark.parametrize("seconds", [0.01, 0.1, 0.7, 100.0])
def test_chunks_joined_are_the_file(tmp_path, rate, seconds):
    path = tmp_path / "a.flac"
    noise = np.random.default_rng(1).normal(0, 0.1, (rate * 3 // 2, 2))
    soundfile.write(path, noise, rate)
    chunks = list(read_chunks(path, seconds))
    whole = read(path)
    assert np.array_equal(np.concatenate([c.samples for c in chunks]), whole.samples)
    assert np.array_equal(whole.samples, soxr.resample(soundfile.read(path, dtype="float32")[0].mean(1), rate, 16000))
    assert all(len(c.samples) == round(seconds * SAMPLE_RATE) for c in chunks[:-1])
    for before, after in itertools.pairwise(chunks):
        assert after.start == pytest.approx(before.end)


def test_chunks_of_no_length_are_refused(tmp_path):
    with pytest.raises(AudioError, match="chunks of 0 s"):
        next(read_chunks(tmp_path / "a.wav", 0))


def test_a_file_too_long_to_hold_is_refused_with_the_other_way(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(8000, 3.0), 8000)
    with pytest.raises(AudioError, match="read_chunks"):
        read(path, longest=2.0)
    assert read(path, longest=3.0).duration == 3.0


@pytest.mark.whole
def test_three_hours_stream_in_constant_memory(tmp_path):
    path = tmp_path / "long.wav"
    with soundfile.SoundFile(path, "w", 16000, 1) as file:
        for _ in range(180):
            file.write(tone(16000, 60.0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = sum(chunk.duration for chunk in read_chunks(path, 1.0))
    assert seconds == pytest.approx(3 * 3600)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB; the file is 345 MB


def test_what_is_written_is_read_again(tmp_path):
    path = tmp_path / "a.wav"
    write_wav(path, tone(24000) * 3, 24000)
    assert soundfile.info(path).samplerate == 24000
    assert np.abs(read(path).samples).max() <= 1.02
    with pytest.raises(AudioError, match="cannot be written"):
        write_wav(tmp_path / "no" / "a.wav", tone(16000))
