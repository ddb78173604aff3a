"""`places:` of the home file, and `stops:`."""

import pytest

from ogam.core import HomeError
from ogam.home import Place, parse_home

HOME = """
areas:
  - {name: kitchen, aliases: [cook room], position: {x: 1, y: 2, heading: 90}}
  - living room
places:
  living room: {x: 4.2, y: 1.0}
  sofa: {x: 1, y: 1, aliases: [couch]}
devices:
  - {name: robot, domain: robot}
  - {name: mower, domain: lawn_mower, stops: true}
"""


def test_places_are_areas_or_have_names_of_their_own():
    home = parse_home(HOME)
    assert home.places == (
        Place("kitchen", 1, 2, 90, ("cook room",)),
        Place("living room", 4.2, 1.0),
        Place("sofa", 1, 1, 0, ("couch",)),
    )
    assert [device.attributes.get("stops") for device in home.devices] == [None, True]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("places: {kitchen: {x: 1, y: 1, heding: 3}}", "home.yaml:2: place 'kitchen' has no key 'heding'.*'heading'"),
        ("places: {kitchen: {x: 1}}", "home.yaml:2: place 'kitchen' has no y"),
        ("places: {kitchen: {x: a, y: 1}}", "x of place 'kitchen' must be a number, not 'a'"),
        ("places: {kitchen: {x: .inf, y: 1}}", "must be a number"),
        ("places: [kitchen]", "places must be written as"),
        ("places: {kitchen: 3}", "must be a mapping"),
        ("places: {💡: {x: 1, y: 1}}", "nobody can say"),
        ("places: {sofa: {x: 1, y: 1}, couch: {x: 1, y: 1, aliases: [sofa]}}", "can be called 'sofa', and so can"),
        ("devices: [{name: robot, domain: robot, stops: maybe}]", "must be true or false, not 'maybe'"),
    ],
)
def test_what_is_wrong_with_places_is_said_with_its_line(line, says):
    with pytest.raises(HomeError, match=says):
        parse_home(f"areas: [kitchen]\n{line}")


def test_a_place_that_is_nearly_an_area_is_worth_a_note():
    from ogam.home import read_home

    _, problems = read_home("areas: [kitchen]\nplaces: {kitchn: {x: 1, y: 1}}")
    assert problems.notes == ["home.yaml:2: place 'kitchn' is no area. Did you mean 'kitchen'?"]
