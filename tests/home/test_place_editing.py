import pytest

from ogam.core import HomeError
from ogam.home import Area, Floor
from ogam.home.place_editing import with_places

TEXT = """\
# a home
language: en
areas:
  - kitchen   # we eat here
  - {name: hall, aliases: [corridor]}
policies:
  - |
    forbid (principal, action, resource);
sentences:
  - {say: [hello house], do: {intent: HassTurnOn, slots: {name: lamp}}}
"""


def test_new_places_are_added_and_the_rest_stays():
    floors = [Floor("ground floor", ("downstairs",))]
    areas = [Area("Kitchen"), Area("attic", ("corridor", "loft"), "downstairs"), Area("Corridor")]
    text, home = with_places(TEXT, floors, areas)
    assert [area.name for area in home.areas] == ["kitchen", "hall", "attic"]
    assert home.areas[2] == Area("attic", ("loft",), "ground floor")
    assert home.floors == (Floor("ground floor", ("downstairs",)),)
    assert all(line in text.splitlines() for line in TEXT.splitlines())


def test_nothing_new_changes_nothing():
    assert with_places(TEXT, [], [Area("KITCHEN")])[0] == TEXT


def test_a_file_that_cannot_be_changed_says_so():
    with pytest.raises(HomeError, match="one key a line"):
        with_places("{language: en, areas: [kitchen]}", [], [Area("attic")])
