"""Speech is made once, and made again where the file is damaged."""

import pytest

from ogam.core import AudioError
from ogam.synthesis import ToneSynthesizer
from ogam.synthesis.memory import SpeechMemory


@pytest.fixture
def made():
    return []


@pytest.fixture
def memory(tmp_path, made):
    def make(text, voice):
        made.append((text, voice))
        return ToneSynthesizer().speak(text)

    return SpeechMemory(tmp_path / "speech", make, "tones@1")


def test_a_sentence_is_made_once_for_each_voice(memory, made):
    first, again = memory.speak("hello there", "a"), memory.speak("hello there", "a")
    memory.speak("hello there", "b")
    assert made == [("hello there", "a"), ("hello there", "b")]
    assert (first.samples == again.samples).all()
    assert (again.text, again.voice, again.sample_rate) == ("hello there", "a", 24000)


def test_it_says_whether_it_has_a_sentence(memory):
    assert not memory.has("hello", "a")
    memory.speak("hello", "a")
    assert memory.has("hello", "a")
    assert not memory.has("hello", "b")


@pytest.mark.parametrize("damage", [b"", b"not a sound"])
def test_a_damaged_file_is_made_again(memory, made, tmp_path, damage):
    whole = memory.speak("hello", "a")
    (file,) = (tmp_path / "speech").iterdir()
    file.write_bytes(damage)
    assert (memory.speak("hello", "a").samples == whole.samples).all()
    assert len(made) == 2


def test_another_maker_does_not_take_it_for_its_own(memory, tmp_path):
    memory.speak("hello", "a")
    assert not SpeechMemory(tmp_path / "speech", memory._make, "tones@2").has("hello", "a")


def test_a_folder_that_cannot_be_made_is_named(tmp_path, memory):
    (tmp_path / "speech").write_text("in the way")
    with pytest.raises(AudioError, match="cannot be written"):
        memory.speak("hello", "a")
