import pytest

from ogam.core import Action, Device
from ogam.devices import say_effect


@pytest.mark.parametrize(
    ("domain", "action", "state", "said"),
    [
        ("todo", Action("add_item", {"item": "oat milk"}), {"state": "off"}, "add item: oat milk"),
        ("timer", Action("start", {"seconds": 600}), {}, "start: 600 seconds"),
        ("scene", Action("activate"), {}, "activate"),
        ("lock", Action("lock"), {"state": "locked"}, "locked"),
    ],
)
def test_effects_say_what_was_told(domain: str, action: Action, state: dict[str, object], said: str) -> None:
    assert say_effect(Device(f"{domain}.x", "x", domain), action, state) == said
