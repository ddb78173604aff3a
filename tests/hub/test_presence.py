"""Who was recognised where, lately."""

from datetime import time

from ogam.biometrics import Sighting
from ogam.hub import Presence


def test_the_last_place_is_remembered_for_ten_minutes():
    now = [0.0]
    presence = Presence(lambda: now[0])
    presence.recognised("Mina", "hall")
    now[0] = 60.0
    presence.recognised("Mina", "attic")
    presence.recognised("Jun", None)
    now[0] = 90.0
    situation = presence.situation("hall", time(8))
    assert situation.seen == (Sighting("Mina", "attic", 30.0), Sighting("Jun", None, 30.0))
    assert (situation.area, situation.at, situation.at_home) == ("hall", time(8), None)
    now[0] = 661.0
    assert presence.situation("hall", time(8)).seen == ()
