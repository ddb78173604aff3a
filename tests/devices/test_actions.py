from home_assistant_intents import get_intents

from ogam.core import Action, Command, Device, Slot, SlotValue
from ogam.devices import SERVICES, is_question, needs_devices, plan, services_in
from ogam.devices.actions import TALK_ONLY
from ogam.devices.services import SHOPPING_LIST, TIMERS

LAMP = Device("light.lamp", "lamp", "light")
DOOR = Device("lock.door", "door", "lock")
GROCERIES = Device("todo.groceries", "groceries", "todo")
HOME = (LAMP, DOOR, *SERVICES)


def command(intent: str, *devices: str, **slots: SlotValue) -> Command:
    return Command(intent, {name: Slot(name, value) for name, value in slots.items()}, devices=devices)


def test_turning_on_is_what_the_kind_of_device_makes_of_it() -> None:
    assert plan(command("HassTurnOn", "light.lamp", "lock.door"), HOME) == [
        (LAMP, Action("turn_on")),
        (DOOR, Action("lock")),
    ]
    assert plan(command("HassTurnOff", "lock.door"), HOME) == [(DOOR, Action("unlock"))]


def test_slots_that_select_devices_are_no_arguments() -> None:
    asked = command("HassLightSet", "light.lamp", name="lamp", area="kitchen", brightness=40)
    assert plan(asked, HOME) == [(LAMP, Action("set_light", {"brightness": 40}))]


def test_durations_become_seconds() -> None:
    assert plan(command("HassStartTimer", hours=1, minutes=2, seconds=3, name="tea"), HOME) == [
        (TIMERS, Action("start", {"seconds": 3723, "name": "tea"}))
    ]
    assert plan(command("HassIncreaseTimer", minutes=1, start_hours=2), HOME) == [
        (TIMERS, Action("increase", {"seconds": 60, "start_seconds": 7200}))
    ]


def test_services_are_named_in_the_homes_language() -> None:
    korean = (LAMP, *services_in("ko"))
    bread, tea = command("HassShoppingListAddItem", item="빵"), command("HassStartTimer", minutes=3)
    assert [plan(one, korean)[0][0].name for one in (bread, tea)] == ["장보기 목록", "타이머"]
    assert [device.id for device in services_in("ko")] == [device.id for device in SERVICES]
    assert services_in("en") == SERVICES


def test_the_shopping_list_is_the_homes_own_if_it_has_one() -> None:
    bread = command("HassShoppingListAddItem", item="bread")
    assert plan(bread, HOME)[0][0] == SHOPPING_LIST
    assert plan(bread, (GROCERIES, *SERVICES))[0][0] == GROCERIES


def test_an_intent_of_the_owners_own_goes_to_the_devices_it_means() -> None:
    assert plan(command("orderDrink", size="big"), HOME) == []
    assert plan(command("orderDrink", "light.lamp", size="big"), HOME) == [
        (LAMP, Action("orderDrink", {"size": "big"}))
    ]


def test_every_intent_of_home_assistant_is_planned_for() -> None:
    intents = get_intents("en")["intents"]
    unplanned = [
        intent
        for intent in intents
        if intent not in TALK_ONLY
        and not needs_devices(command(intent))
        and not plan(command(intent, item="x", message="x", minutes=1), HOME)
    ]
    assert unplanned == []


def test_questions_change_nothing() -> None:
    assert is_question(command("HassGetState"))
    assert is_question(command("HassTimerStatus"))
    assert not is_question(command("HassTurnOn"))
