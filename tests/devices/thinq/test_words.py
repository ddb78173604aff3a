"""Every property, value and part of every kind of device that LG's SDK knows has words in both languages."""

import re

import pytest

pytest.importorskip("thinqconnect")

import thinqconnect
from thinqconnect import DeviceType, ThinQAPIErrorCodes

from ogam.core import DeviceError, DeviceSilent
from ogam.devices.thinq import words
from ogam.devices.thinq.describing import describe
from ogam.devices.thinq.errors import answers, error_of
from ogam.devices.thinq.simulator.profiles import kinds, profile
from ogam.home import DOMAINS

HANGUL = re.compile(r"[가-힣]")
SDK_TYPES = {value for name, value in vars(DeviceType).items() if name.isupper()}
UNITS = {"C", "F"}


def _sdk_profiles(kind):
    """The SDK's own tables of a kind of device, of the whole and of each part."""
    name = "".join(part.capitalize() for part in kind.removeprefix("DEVICE_").split("_"))
    made = getattr(thinqconnect, f"{name}Device")(
        thinq_api=None, device_id="d", device_type=kind, model_name="m", alias="a", reportable=True, group_id="",
        profile=profile(kind),
    )  # fmt: skip
    whole = made.profiles
    parts = [whole.get_sub_profile(location) for location in whole.locations]
    if kind == "DEVICE_WASHTOWER":
        parts = [made.washer.profiles, made.dryer.profiles]
    return [one for one in (whole, *parts) if one is not None]


def _sdk_properties():
    for kind in kinds():
        for one in _sdk_profiles(kind):
            for resource, names in one.get_profile().items():
                for name in names:
                    if name not in ("unit", "locationName", "type", *UNITS):
                        yield kind, resource, name


def test_the_simulator_has_every_kind_that_the_sdk_knows():
    assert set(kinds()) == SDK_TYPES == set(words.types())
    assert len(SDK_TYPES) == 30


def test_every_kind_has_a_domain_that_ogam_knows_and_a_name():
    for kind in SDK_TYPES:
        assert words.type_of(kind).domain in DOMAINS
        assert HANGUL.search(words.type_of(kind).names["ko"])


def test_every_property_that_the_sdk_knows_has_words():
    missing = {
        (resource, name)
        for _, resource, name in _sdk_properties()
        if not (words.word_of(resource, name).known or words.word_of(resource, name[:-1]).known)
    }
    assert missing == set()


def test_every_part_that_the_sdk_knows_has_words():
    places = {place for kind in kinds() for one in _sdk_profiles(kind) for place in one._LOCATION_MAP}
    places |= {"FRIDGE", "FREEZER", "CONVERTIBLE", "MAIN"}
    assert {place for place in places if not any(map(HANGUL.search, _part(place)))} == set()


def _part(place):
    """Two devices in one go by the names that they have in the profile ("washer"), not by the SDK's."""
    return (*words.location_names(place)["ko"], *words.location_names(place.lower())["ko"])


def test_every_word_is_in_both_languages_and_every_value_that_is_named_has_words():
    table = words._table()
    rows = [*table["properties"].items(), *table["values"].items(), *table["locations"].items()]
    for name, row in rows:
        assert all((row["en"], row["ko"])), name
        assert all(HANGUL.search(word) for word in row["ko"]), name
        assert not any(HANGUL.search(word) for word in row["en"]), name
    for name, row in table["properties"].items():
        assert [value for value in row.get("values", ()) if value not in table["values"]] == [], name
        assert [value for value in row.get("own", {}) if value not in row["values"]] == [], name


@pytest.mark.parametrize("kind", kinds())
def test_everything_of_a_made_up_appliance_has_words(kind):
    for one in describe(profile(kind)):
        assert words.word_of(one.place.resource, one.place.name).known, one.place
        for choice in one.property.choices:
            assert HANGUL.search(choice.names["ko"][0]), (one.place, choice.value)
        if one.property.writable:
            texts = [name for names in one.property.names.values() for name in names]
            assert len(texts) >= 2, one.place
            assert one.property.kind != "number" or one.property.least is not None, one.place


def test_every_code_that_the_sdk_documents_has_an_answer_in_both_languages():
    assert {code.value for code in ThinQAPIErrorCodes} == set(answers())
    for code in answers():
        english, korean = str(error_of(code, "에어컨")), error_of(code, "에어컨").others["ko"]
        assert english.endswith((".", "?", "thinq")), code
        assert HANGUL.search(korean), code
        assert "{" not in english + korean, code


def test_particles_are_right_and_what_may_have_been_done_is_not_said_to_have_failed():
    assert error_of("1222", "세탁기").others["ko"].startswith("세탁기가 ")
    assert error_of("1222", "에어컨").others["ko"].startswith("에어컨이 ")
    assert isinstance(error_of("2209", "에어컨"), DeviceSilent)
    assert not isinstance(error_of("2302", "에어컨"), DeviceSilent)
    assert isinstance(error_of("no such", "에어컨"), DeviceError)


def test_what_others_of_its_kind_can_is_known_to_be_answered():
    mode = next(one.property for one in describe(profile("DEVICE_AIR_CONDITIONER")) if one.property.role == "mode")
    assert [choice.value for choice in mode.others] == ["AROMA", "ENERGY_SAVING"]
