"""Who is in which room, from what is seen second by second."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ogam.hub import AreaPresence, Change, Occupancy, Seen
from ogam.hub.area_presence import ENTER, ENTER_UNKNOWN, GAP, LEAVE

MINA, JUN = Seen("Mina", 0.99), Seen("Jun", 0.99)
STRANGER, SOMEBODY = Seen(None, 0.99), Seen()


def watch(
    presence: AreaPresence, area: str, seen: list[Seen], start: float, seconds: float, rate: float = 5.0
) -> list[Change]:
    count = round(seconds * rate)
    return [change for number in range(count) for change in presence.update(area, seen, start + number / rate)]


def told(changes: list[Change]) -> list[tuple[str, str | None, str]]:
    return [(change.kind, change.person, change.area) for change in changes]


def test_who_comes_in_and_goes() -> None:
    presence = AreaPresence()
    [entered] = watch(presence, "hall", [MINA], 0, 5)
    assert entered == Change("entered", "Mina", "hall", ENTER)
    assert presence.who("hall") == Occupancy(("Mina",))
    assert presence.where("Mina") == "hall"
    [left] = watch(presence, "hall", [], 5, LEAVE + 1)
    assert (left.kind, left.person) == ("left", "Mina")
    assert LEAVE <= left.time - 4.8 <= LEAVE + 0.3
    assert presence.who("hall").empty
    assert presence.where("Mina") is None


def test_a_single_sight_is_nobody_who_entered() -> None:
    presence = AreaPresence()
    assert presence.update("hall", [MINA], 0) == ()
    assert watch(presence, "hall", [], 0.2, 5) == []
    assert presence.update("hall", [MINA], 6) == ()


def test_who_turns_away_has_not_left() -> None:
    presence = AreaPresence()
    watch(presence, "hall", [MINA], 0, 3)
    assert watch(presence, "hall", [], 3, LEAVE - 5) == []
    assert watch(presence, "hall", [MINA], LEAVE - 2, 5) == []


def test_time_in_which_nobody_looked_ends_at_the_first_look() -> None:
    presence = AreaPresence()
    watch(presence, "hall", [MINA], 0, 3)
    assert presence.update("hall", [MINA], 1000) == ()
    assert told(list(presence.update("hall", [], 2000))) == [("left", "Mina", "hall")]


def test_somebody_unknown_takes_longer_to_enter() -> None:
    presence = AreaPresence()
    [entered] = watch(presence, "hall", [STRANGER], 0, 10)
    assert (entered.kind, entered.person, entered.time) == ("entered", None, ENTER_UNKNOWN)
    assert presence.who("hall") == Occupancy((), 1)
    assert told(watch(presence, "hall", [], 10, LEAVE + 1)) == [("left", None, "hall")]


def test_two_who_are_unknown_are_two() -> None:
    presence = AreaPresence()
    watch(presence, "hall", [STRANGER, STRANGER], 0, 10)
    assert presence.who("hall").unknown == 2
    assert told(watch(presence, "hall", [STRANGER], 10, LEAVE + 1)) == [("left", None, "hall")]
    assert presence.who("hall").unknown == 1


def test_who_is_known_late_does_not_enter_twice() -> None:
    presence = AreaPresence()
    watch(presence, "hall", [SOMEBODY], 0, 5)
    assert presence.who("hall") == Occupancy((), 1)
    assert told(watch(presence, "hall", [MINA], 5, 5)) == [("recognised", "Mina", "hall")]
    assert presence.who("hall") == Occupancy(("Mina",))


def test_a_face_that_is_not_known_yet_may_be_of_who_is_there() -> None:
    """Mina turned away and is seen anew; but somebody who is surely nobody known is a stranger."""
    presence = AreaPresence()
    watch(presence, "hall", [MINA], 0, 3)
    assert watch(presence, "hall", [SOMEBODY], 3, 8) == []
    assert told(watch(presence, "hall", [STRANGER], 11, 8)) == [("entered", None, "hall")]
    assert presence.who("hall") == Occupancy(("Mina",), 1)


def test_who_goes_to_another_room_has_left_the_one_before() -> None:
    presence = AreaPresence()
    watch(presence, "hall", [MINA, JUN], 0, 5)
    moved = told(watch(presence, "kitchen", [MINA], 5 + GAP, 5))
    assert moved == [("left", "Mina", "hall"), ("entered", "Mina", "kitchen")]
    assert (presence.where("Mina"), presence.where("Jun")) == ("kitchen", "hall")


def test_who_is_seen_in_two_rooms_stays_where_she_was() -> None:
    presence = AreaPresence()
    changes = []
    for number in range(60):
        changes += presence.update("hall", [MINA], number / 5)
        changes += presence.update("kitchen", [MINA] if number > 20 else [], number / 5)
    assert told(changes) == [("entered", "Mina", "hall")]


SIGHTS = st.lists(st.sampled_from([MINA, JUN, STRANGER, SOMEBODY]), max_size=3, unique_by=id)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["hall", "kitchen"]), SIGHTS, st.floats(0.05, 40)), max_size=60))
def test_the_events_add_up_to_who_is_there(steps: list[tuple[str, list[Seen], float]]) -> None:
    presence, time = AreaPresence(), 0.0
    people: dict[str, set[str]] = {"hall": set(), "kitchen": set()}
    unknown = {"hall": 0, "kitchen": 0}
    for area, seen, passed in steps:
        time += passed
        for change in presence.update(area, seen, time):
            if change.person is None:
                unknown[change.area] += 1 if change.kind == "entered" else -1
            elif change.kind == "left":
                people[change.area].remove(change.person)
            else:
                assert change.person not in people["hall"] | people["kitchen"]
                people[change.area].add(change.person)
                unknown[change.area] -= change.kind == "recognised"
        for place in people:
            assert presence.who(place) == Occupancy(tuple(sorted(people[place])), unknown[place])
