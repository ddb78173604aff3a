"""Synthesisers: the stand-in always, Kokoro where its weights are."""

import numpy as np
import pytest
import soundfile

from ogam.core import AudioError, ModelError
from ogam.models import Store, find
from ogam.synthesis import Speech, Synthesizer, ToneSynthesizer, voices
from ogam.synthesis.kokoro import PART, _parts


def test_the_stand_in_beeps_once_a_word():
    one, three = ToneSynthesizer().speak("hello"), ToneSynthesizer().speak("turn on lights")
    assert three.duration == pytest.approx(3 * one.duration)
    assert three.voice == "tones"
    assert ToneSynthesizer().speak("hello", speed=2).duration == pytest.approx(one.duration / 2, rel=0.01)
    with pytest.raises(AudioError, match="nothing to say"):
        ToneSynthesizer().speak(" ")


def test_speech_becomes_audio_at_16_khz_that_says_it_is_synthesised(tmp_path):
    speech = ToneSynthesizer().speak("turn on")
    audio = speech.to_audio()
    assert audio.duration == pytest.approx(speech.duration, abs=0.001)
    assert audio.samples.dtype == np.float32
    assert audio.source == "synthesised:tones"
    speech.write(tmp_path / "a.wav")
    assert soundfile.info(tmp_path / "a.wav").samplerate == 24000


@pytest.mark.parametrize("text", ["a b. " * 500, "a" * 2000, "one, two, " * 300, "short", "a. b! c?"])
def test_long_texts_are_cut_into_parts_and_nothing_is_lost(text):
    parts = list(_parts(text))
    assert all(0 < len(part) <= PART for part in parts)
    assert "".join(parts).replace(" ", "") == text.replace(" ", "")


def test_voices_are_those_of_the_catalogue():
    assert "af_heart" in voices()
    assert "bm_george" in voices()


@pytest.fixture(scope="module")
def kokoro():
    missing = [name for name in ("kokoro-82m", "pronunciations-en") if Store().state(find(name)) != "here"]
    if missing:
        pytest.skip(f"not here: ogam models pull {' '.join(missing)}")
    return Synthesizer()


@pytest.mark.real
def test_kokoro_says_a_sentence_faster_or_slower_in_any_voice(kokoro):
    speech = kokoro.speak("Turn on the lights.")
    assert isinstance(speech, Speech)
    assert (speech.sample_rate, speech.voice) == (24000, "af_heart")
    assert 0.8 < speech.duration < 3
    assert 0.1 < np.abs(speech.samples).max() <= 1
    assert kokoro.speak("Turn on the lights.", speed=1.5).duration < 0.85 * speech.duration
    assert kokoro.speak("Turn on the lights.", voice="am_puck").voice == "am_puck"


@pytest.mark.real
@pytest.mark.parametrize("text", ["", " ", "...", "Привет", "🎉"])
def test_a_text_without_anything_to_say_is_refused(kokoro, text):
    with pytest.raises(AudioError, match="nothing to say"):
        kokoro.speak(text)


@pytest.mark.real
def test_an_unknown_voice_or_speed_is_refused_with_what_there_is(kokoro):
    with pytest.raises(ModelError, match="af_heart"):
        kokoro.speak("hello", voice="nobody")
    with pytest.raises(ModelError, match="af_heart"):
        kokoro.speak("hello", voice="../../secret")
    with pytest.raises(AudioError, match=r"give 0\.5 to 2"):
        kokoro.speak("hello", speed=9)
