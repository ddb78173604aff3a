"""The example home, spoken to in writing: every sentence has its effect on the simulated devices."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from ogam.devices import VirtualDriver
from ogam.grammar import compile_grammar
from ogam.home import example_home
from ogam.hub import EventLog, Grammar, Hub, Turn

HOME = example_home()


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return compile_grammar(HOME)


class House:
    """A hub and its devices; `say` a few sentences, then look."""

    def __init__(self, grammar: Grammar) -> None:
        self.driver = VirtualDriver(HOME.devices)
        self.hub = Hub(HOME, grammar, None, {"virtual": self.driver}, EventLog(None))

    def say(self, *texts: str, area: str | None = None) -> Turn:
        turns = [asyncio.run(self.hub.say(text, area)) for text in texts]
        return turns[-1]


@pytest.fixture
def house(grammar: Grammar) -> Iterator[House]:
    house = House(grammar)
    yield house
    house.hub.log.close()


@pytest.mark.parametrize(
    ("texts", "device", "state"),
    [
        (["turn on the ceiling light"], "light.ceiling_light", {"state": "on"}),
        (["turn on the lights in the kitchen"], "light.counter_lights", {"state": "on"}),
        (["turn on the lights upstairs"], "light.desk_lamp", {"state": "on"}),
        (["turn off all lights in the lounge"], "light.reading_lamp", {"state": "off"}),
        (["set the kitchen brightness to forty percent"], "light.ceiling_light", {"state": "on", "brightness": 40}),
        (["set the floor lamp to blue"], "light.floor_lamp", {"color": "blue"}),
        (["turn on the coffee machine"], "switch.coffee_machine", {"state": "on"}),
        (["set bedroom fan speed to 30 percent"], "fan.bedroom_fan", {"state": "on", "percentage": 30}),
        (["set the thermostat to 21.5 degrees"], "climate.thermostat", {"temperature": 21.5}),
        (["set the temperature in the bathroom to 23 degrees"], "climate.heater", {"temperature": 23}),
        (["set the fan mode of the thermostat to low"], "climate.thermostat", {"fan_mode": "low"}),
        (["open the left curtain"], "cover.left_curtain", {"state": "open"}),
        (["open the curtains in the living room"], "cover.right_curtain", {"position": 100}),
        (["set the garage door to 30 percent"], "cover.garage_door", {"state": "open", "position": 30}),
        (["open the water valve"], "valve.water_valve", {"state": "open"}),
        (["unlock the front door"], "lock.front_door", {"state": "unlocked"}),
        (["unlock the front door", "lock the front door"], "lock.front_door", {"state": "locked"}),
        (["play jazz on the speaker"], "media_player.speaker", {"state": "playing", "media": "jazz"}),
        (["play jazz on the telly", "pause the tv"], "media_player.television", {"state": "paused"}),
        (["pause the tv", "resume the tv"], "media_player.television", {"state": "playing"}),
        (["next track on the speaker"], "media_player.speaker", {"track": 2}),
        (["next track on the speaker", "previous track on the speaker"], "media_player.speaker", {"track": 1}),
        (["set the speaker volume to 60 percent"], "media_player.speaker", {"volume_level": 60}),
        (["speaker volume up"], "media_player.speaker", {"volume_level": 40}),
        (["mute the tv"], "media_player.television", {"muted": True}),
        (["mute the tv", "unmute the tv"], "media_player.television", {"muted": False}),
        (["start the robot vacuum"], "vacuum.robot_vacuum", {"state": "cleaning"}),
        (["vacuum the bedroom"], "vacuum.robot_vacuum", {"state": "cleaning", "area": "bedroom"}),
        (["start the vacuum cleaner", "return the robot vacuum to base"], "vacuum.robot_vacuum", {"state": "docked"}),
        (["mow the lawn"], "lawn_mower.lawn_mower", {"state": "mowing"}),
        (["mow the lawn", "stop mowing"], "lawn_mower.lawn_mower", {"state": "docked"}),
        (["activate movie night"], "scene.movie_night", {"activated": 1}),
        (["let's watch a movie"], "scene.movie_night", {"activated": 1}),
        (["run leaving home"], "script.leaving_home", {"activated": 1}),
        (["press the doorbell"], "button.doorbell", {"pressed": 1}),
        (["add milk to my shopping list"], "todo.shopping_list", {"items": [{"name": "milk", "done": False}]}),
        (["add milk to the list", "check off milk from the list"], "todo.shopping_list",
         {"items": [{"name": "milk", "done": True}]}),
        (["add call mum to my to do list"], "todo.to_do", {"items": [{"name": "call mum", "done": False}]}),
        (["add x to my to do list", "complete x on my to do list"], "todo.to_do",
         {"items": [{"name": "x", "done": True}]}),
        (["add x to my to do list", "remove x from my to do list"], "todo.to_do", {"items": []}),
        (["broadcast dinner is ready"], "announcer.home", {"announced": ["dinner is ready"]}),
        (["set a timer for five minutes", "cancel my timer"], "timer.home", {"timers": []}),
        (["set a timer for five minutes", "set a timer for 1 hour", "cancel all timers"], "timer.home", {"timers": []}),
    ],
)  # fmt: skip
def test_a_command_has_its_effect(house: House, texts: list[str], device: str, state: dict[str, Any]) -> None:
    turn = house.say(*texts)
    assert turn.command is not None, turn.reply
    assert all(result.ok for result in turn.results), turn.reply
    assert {name: house.driver.state(device)[name] for name in state} == state


@pytest.mark.parametrize(
    ("texts", "reply"),
    [
        (["turn on the ceiling light"], "Ceiling light's on."),
        (["turn on the kitchen lights"], "Ceiling light and counter lights are on."),
        (["set the thermostat to 21 degrees"], "Thermostat's set to 21 °C."),
        (["what is the temperature of the thermostat"], "It's 19.5 °C."),
        (["is the front door locked"], "Yes."),
        (["unlock the front door", "is the front door locked"], "No, it's unlocked."),
        (["is the bathroom window open"], "No, it's closed."),
        (["are any lights on"], "Yes, reading lamp."),
        (["are all lights on in the living room"], "No, floor lamp is not on."),
        (["which lights are on"], "Reading lamp."),
        (["how many lights are on"], "1."),
        (["are any curtains open"], "No."),
        (["what is the outdoor temperature"], "Outdoor temperature is 12 °C."),
        (["what is the weather like"], "It's 12 °C and sunny."),
        (["set a timer for ten minutes named pasta"], "Pasta timer set for 10 minutes."),
        (["set a ten minute timer", "add 5 minutes to my timer"], "Added 5 minutes to the timer."),
        (["set a ten minute timer", "take 5 minutes off my timer"], "Took 5 minutes off the timer."),
        (["set a ten minute timer", "pause my timer"], "Timer paused."),
        (["set a ten minute timer", "pause my timer", "resume my timer"], "Timer is running again."),
        (["set a ten minute timer", "pause my timer", "timer status"],
         "The timer for 10 minutes has 10 minutes left and is paused."),
        (["timer status"], "No timer is running."),
        (["cancel my timer"], "There is no such timer."),
        (["remove milk from my to do list"], "'milk' is not on the to do."),
        (["turn on the lights in the garden"], "I know no light in the garden."),
        (["nevermind"], "Okay."),
        (["activate good night"], "Good night is set."),
        (["turn on the coffee machine in five minutes"], "Timer set for 5 minutes: turn on the coffee machine."),
        (["movie time"], "Enjoy the film."),
    ],
)  # fmt: skip
def test_a_question_or_command_has_its_reply(house: House, texts: list[str], reply: str) -> None:
    assert house.say(*texts).reply == reply


def test_here_is_where_it_is_said(house: House) -> None:
    assert house.say("turn on the lights", area="office").reply == "Desk lamp's on."
    assert house.say("turn on the lights").reply.startswith("In which room")


def test_the_examples_that_are_given_can_be_said(house: House) -> None:
    from ogam.hub.replies import examples

    for area in (None, *(area.name for area in HOME.areas)):
        for sentence in examples(HOME, area):
            assert house.say(sentence, area=area).command is not None, sentence
