"""The household: whom a gallery knows, told apart by voice and face."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import numpy as np
import pytest

from ogam.biometrics import (
    Embedding,
    EmbeddingContract,
    FaceKnowledge,
    Household,
    Situation,
    open_gallery,
    open_household,
    shipped_calibration,
)
from ogam.biometrics.fakes import FakeSpeakerEmbedder
from ogam.biometrics.opening import FILE, KEY
from ogam.biometrics.parts import Part, one_voice
from ogam.core import Audio, BiometricsError, Identity, Image
from ogam.home import Person

VOICES = FakeSpeakerEmbedder()
FACES = EmbeddingContract("face", "fake-face@1", "1" * 64, "brightness/1", 8)
CALIBRATION = shipped_calibration("campplus")
MINA, JUN, STRANGER = 220.0, 110.0, 700.0


def hum(pitch: float, seconds: float = 3.0, source: str = "microphone") -> Audio:
    at = np.arange(round(seconds * 16_000)) / 16_000
    return Audio((0.2 * np.sin(2 * np.pi * pitch * at) * (1 + np.sin(6 * np.pi * at))).astype(np.float32), 0.0, source)


def picture(*people: int, at: float = 0.0) -> Image:
    """A picture of the people whose numbers are given, one a column of pixels."""
    return Image(np.repeat(np.array(people, np.uint8)[None, :, None], 3, axis=2), at, "camera")


def seen(number: int) -> Embedding:
    return Embedding(np.eye(8, dtype=np.float32)[number], FACES)


def face_part() -> Part:
    return Part(FACES, lambda signal: [seen(int(n)) for n in signal.pixels[0, :, 0]], CALIBRATION)


def voices() -> Part:
    return one_voice(VOICES, CALIBRATION)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people who are known by voice, one of them by face too."""
    with open_gallery(tmp_path, create=True) as gallery:
        for name, pitch in (("mina", MINA), ("Jun", JUN)):
            gallery.add(name)
            gallery.enrol(name, [VOICES.embed(hum(pitch, seconds)) for seconds in (2.0, 2.5, 3.0)])
        gallery.enrol("mina", [seen(1)])
    return tmp_path


@pytest.fixture
def household(folder: Path) -> Iterator[Household]:
    people = (Person("Mina", role="owner"), Person("Jun"))
    with Household(lambda: open_gallery(folder), {"voice": voices, "face": face_part}, people) as household:
        yield household


def who(household: Household, *signals: Audio | Image, situation: Situation | None = None) -> Identity:
    return household.conclude(
        [one for signal in signals for one in household.observe(signal)], situation or Situation()
    )


def test_a_voice_is_recognised_and_called_as_in_the_home_file(household: Household) -> None:
    found = who(household, hum(MINA))
    assert (found.person, found.modalities) == ("Mina", ("voice",))
    assert found.probability > 0.95
    assert who(household, hum(JUN)).person == "Jun"
    assert who(household, hum(STRANGER)).person is None


def test_voice_and_face_together(household: Household) -> None:
    found = who(household, hum(MINA), picture(1))
    assert (found.person, found.modalities) == ("Mina", ("voice", "face"))
    assert found.probability > who(household, hum(MINA)).probability


def test_who_is_known_by_voice_only_is_recognised_beside_a_face_that_is_not(household: Household) -> None:
    found = who(household, hum(JUN), picture(5))
    assert (found.person, found.modalities) == ("Jun", ("voice",))


def test_the_face_of_one_and_the_voice_of_another(household: Household) -> None:
    """Jun speaks, Mina is in the picture: he is heard, and nobody is recognised by both."""
    found = who(household, hum(JUN), picture(1))
    assert (found.person, found.modalities) == ("Jun", ("voice",))
    assert who(household, hum(STRANGER), picture(1)).person is None


def test_a_picture_of_several_people(household: Household) -> None:
    assert len(household.observe(picture(5, 1, 6))) == 3
    found = who(household, hum(MINA), picture(5, 1))
    assert (found.person, found.modalities) == ("Mina", ("voice", "face"))


def test_frames_of_one_face_count_once(household: Household) -> None:
    once = who(household, picture(1))
    often = who(household, *(picture(1, at=number / 10) for number in range(5)))
    assert often.probability == pytest.approx(once.probability)
    assert [one.get("pooled") for one in often.details["evidence"]] == [5]


def test_command_and_answer_are_one_longer_utterance(household: Household) -> None:
    found = who(household, hum(MINA, 0.8), hum(MINA, 1.2))
    [evidence] = found.details["evidence"]
    assert (evidence["pooled"], evidence["seconds"]) == (2, pytest.approx(2.0, abs=0.02))
    assert found.person == "Mina"


def test_another_voice_answers(household: Household) -> None:
    assert who(household, hum(MINA), hum(STRANGER)).person is None


def test_too_little_speech_says_nothing_and_the_log_why(household: Household) -> None:
    found = who(household, hum(MINA, 0.3))
    assert (found.person, found.modalities) == (None, ())
    assert "0.5 s are needed" in found.details["evidence"][0]["refused"]


def test_among_others_the_stricter_of_two_calibrations_refuses(folder: Path) -> None:
    among = shipped_calibration("campplus-household")
    probe = VOICES.embed(hum(MINA))
    people = {"Mina": [VOICES.embed(hum(MINA, 2.0))], "Jun": [VOICES.embed(hum(JUN))]}
    alone, both = (one_voice(VOICES, CALIBRATION, other).evidence(probe, people) for other in (None, among))
    assert both.ratios["Mina"] != alone.ratios["Mina"]
    assert all(both.shares[name] >= alone.shares[name] for name in people)
    single = {"Mina": people["Mina"]}
    [lonely, again] = (one_voice(VOICES, CALIBRATION, other).evidence(probe, single) for other in (None, among))
    assert lonely.ratios == again.ratios


def test_at_night_a_stranger_is_likelier(household: Household) -> None:
    day, night = (who(household, hum(MINA), situation=Situation(at=time(hour))).probability for hour in (12, 2))
    assert night < day


def test_only_faces_are_enrolled(tmp_path: Path) -> None:
    with open_gallery(tmp_path, create=True) as gallery:
        gallery.add("Mina")
        gallery.enrol("Mina", [seen(1)])

    def no_voices() -> Part:
        raise AssertionError("weights that nobody needs")

    with Household(lambda: open_gallery(tmp_path), {"voice": no_voices, "face": face_part}) as household:
        assert (household.knows("voice"), household.knows("face")) == (False, True)
        assert household.observe(hum(MINA)) == []
        assert who(household, hum(MINA), picture(1)).modalities == ("face",)


def test_nobody_is_enrolled(tmp_path: Path) -> None:
    open_gallery(tmp_path, create=True).close()
    with Household(lambda: open_gallery(tmp_path), {"voice": voices}) as household:
        assert who(household, hum(MINA)) == Identity(None, 1.0)


def test_who_is_enrolled_later_is_recognised_and_who_is_forgotten_is_not(folder: Path, household: Household) -> None:
    assert who(household, hum(STRANGER)).person is None
    with open_gallery(folder) as gallery:
        gallery.add("Bo")
        gallery.enrol("Bo", [VOICES.embed(hum(STRANGER, seconds)) for seconds in (2.0, 3.0)])
    assert who(household, hum(STRANGER)).person == "Bo"
    with open_gallery(folder) as gallery:
        gallery.forget("Bo")
    assert who(household, hum(STRANGER)).person is None
    assert household.names == ("Jun", "Mina")


def test_templates_of_another_model_are_not_compared(folder: Path) -> None:
    other = one_voice(FakeSpeakerEmbedder(32), CALIBRATION)
    with Household(lambda: open_gallery(folder), {"voice": lambda: other}) as household:
        assert household.names == ()
        assert who(household, hum(MINA)).person is None


def test_a_gallery_that_is_damaged_recognises_nobody_until_it_is_mended(folder: Path, household: Household) -> None:
    evidence = household.observe(hum(MINA))
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[: len(whole) // 2])
    for _ in range(2):
        with pytest.raises(BiometricsError, match="gallery"):
            household.observe(hum(MINA))
        with pytest.raises(BiometricsError):
            household.conclude(evidence, Situation())
    (folder / FILE).write_bytes(whole)
    assert who(household, hum(MINA)).person == "Mina"


def test_a_gallery_with_another_machines_key_or_tampered_with_recognises_nobody(tmp_path: Path, folder: Path) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute("UPDATE templates SET sealed = randomblob(length(sealed))")
    connection.close()
    with pytest.raises(BiometricsError, match="changed from outside"):
        _ = open_household(folder).names
    alien = tmp_path / "alien"
    open_gallery(alien, create=True).close()
    (folder / KEY).write_bytes((alien / KEY).read_bytes())
    with pytest.raises(BiometricsError, match="key"):
        _ = open_household(folder).names


def test_many_threads_at_once(household: Household) -> None:
    found: list[str | None] = []
    threads = [threading.Thread(target=lambda: found.append(who(household, hum(MINA)).person)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Mina"] * 8


def pending(folder: Path) -> list[str]:
    with open_gallery(folder) as gallery:
        return [template.source for template in gallery.templates(pending=True)]


def test_a_confirmed_command_is_held_for_its_person(folder: Path, household: Household) -> None:
    evidence = household.observe(hum(MINA))
    assert pending(folder) == []
    [held] = household.hold(evidence, "Mina", "kitchen, 24 November")
    assert held.pending
    assert pending(folder) == ["kitchen, 24 November"]


def test_nothing_is_held_that_may_be_another_persons(folder: Path, household: Household) -> None:
    assert household.hold(household.observe(hum(JUN)), "Mina", "kitchen") == []
    assert household.hold(household.observe(picture(1, 5)), "Mina", "kitchen") == []
    assert household.hold(household.observe(hum(MINA, 0.3)), "Mina", "kitchen") == []
    assert pending(folder) == []


def test_face_tracks_can_ask_it(household: Household) -> None:
    assert isinstance(household, FaceKnowledge)
    assert household.knows("face")
    told = household.weigh(seen(1), 2.0, "hall")
    assert (told.modality, told.time, told.source) == ("face", 2.0, "hall")
    assert told.ratios.keys() == {"Mina"}
    assert household.likeness(seen(1), seen(1)) > 0 > household.likeness(seen(1), seen(2))


def test_where_nobody_is_known_by_face_no_track_is_weighed(tmp_path: Path) -> None:
    with open_gallery(tmp_path, create=True) as gallery:
        gallery.add("Mina")
        gallery.enrol("Mina", [VOICES.embed(hum(MINA))])
    with Household(lambda: open_gallery(tmp_path), {"voice": voices, "face": face_part}) as household:
        assert not household.knows("face")
        with pytest.raises(ValueError, match="nobody is enrolled by face"):
            household.weigh(seen(1))
