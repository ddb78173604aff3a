"""What plays, drives around or guards: media player, vacuum, lawn mower, siren, alarm."""

from ogam.core import Choice
from ogam.devices.homeassistant.bindings import (
    Binding,
    Call,
    Entity,
    attribute,
    choices,
    commands,
    number,
    power,
    scaled,
    service,
    state_word,
    switch,
    told,
)
from ogam.devices.homeassistant.words import choice

_PLAYBACK = (
    (16384, "play", "play", "media_play"),
    (1, "pause", "pause", "media_pause"),
    (4096, "stop", "stop", "media_stop"),
    (32, "next", "next", "media_next_track"),
    (16, "previous", "previous", "media_previous_track"),
    (1024, "volume_up", "", "volume_up"),
    (1024, "volume_down", "", "volume_down"),
)
"""Feature, value, verb and service of what can be told a player."""
_ARMED = (
    (2, "armed_away", "alarm_arm_away"),
    (1, "armed_home", "alarm_arm_home"),
    (4, "armed_night", "alarm_arm_night"),
    (32, "armed_vacation", "alarm_arm_vacation"),
    (16, "armed_custom_bypass", "alarm_arm_custom_bypass"),
)


def media_player(entity: Entity) -> tuple[Binding, ...]:
    found = []
    if entity.can(128) and entity.can(256):
        found.append(power("media_player", read=_player_is_on))
    found.append(choices("state", (), state_word, None, others=("playing", "paused", "idle", "standby", "on", "off")))
    known = [
        (choice(value, verb), Call("media_player", name))
        for feature, value, verb, name in _PLAYBACK
        if entity.can(feature)
    ]
    if known:
        found.append(commands("playback", known))
    if entity.can(4):
        found.append(number("volume_level", 0, 100, scaled("volume_level", 1), _set_volume, unit="%", role="volume"))
    if entity.can(8):
        found.append(choices("mute", (choice("mute", "mute"), choice("unmute", "unmute")), _muted, _mute))
    if entity.can(2048) and (sources := entity.texts("source_list")):
        call = service("media_player", "select_source", "source")
        found.append(choices("source", sources, attribute("source"), call))
    if entity.can(65536) and (modes := entity.texts("sound_mode_list")):
        call = service("media_player", "select_sound_mode", "sound_mode")
        found.append(choices("sound_mode", modes, attribute("sound_mode"), call))
    if entity.can(32768):
        found.append(switch("shuffle", _shuffled, service("media_player", "shuffle_set", "shuffle")))
    if entity.can(262144):
        kinds = [choice(value, word=f"repeat_{value}") for value in ("off", "all", "one")]
        found.append(choices("repeat", kinds, attribute("repeat"), service("media_player", "repeat_set", "repeat")))
    return (*found, told("media", attribute("media_title")))


def vacuum(entity: Entity) -> tuple[Binding, ...]:
    known = [
        (choice(value, verb), Call("vacuum", name))
        for feature, value, verb, name in (
            (8192, "start", "start", "start"),
            (4, "pause", "pause", "pause"),
            (8, "stop", "stop", "stop"),
            (16, "dock", "return_to_base", "return_to_base"),
            (512, "locate", "", "locate"),
            (1024, "clean_spot", "", "clean_spot"),
        )
        if entity.can(feature)
    ]
    found = [*_moves(known), _doing("cleaning", "docked", "returning", "paused", "idle", "error")]
    if entity.can(32) and (speeds := entity.texts("fan_speed_list")):
        call = service("vacuum", "set_fan_speed", "fan_speed")
        found.append(choices("fan_speed", speeds, attribute("fan_speed"), call, role="fan_speed"))
    if "battery_level" in entity.attributes:
        found.append(told("battery", attribute("battery_level"), "number", "%"))
    return tuple(found)


def lawn_mower(entity: Entity) -> tuple[Binding, ...]:
    known = [
        (choice(value, verb), Call("lawn_mower", name))
        for feature, value, verb, name in (
            (1, "mow", "start_mowing", "start_mowing"),
            (2, "pause", "pause", "pause"),
            (4, "dock", "dock", "dock"),
        )
        if entity.can(feature)
    ]
    return (*_moves(known), _doing("mowing", "docked", "paused", "returning", "error"))


def siren(entity: Entity) -> tuple[Binding, ...]:
    found = [power("siren")] if entity.can(1) and entity.can(2) else []
    if entity.can(4) and (tones := entity.texts("available_tones")):
        found.append(choices("tone", tones, lambda _: None, service("siren", "turn_on", "tone")))
    return tuple(found)


def alarm(entity: Entity) -> tuple[Binding, ...]:
    """Its verbs say what they are to permissions: "turn_on" of an alarm is to arm it, "turn_off" to disarm it."""
    names = {value: name for feature, value, name in _ARMED if entity.can(feature)}
    known = (*(choice(value, "turn_on") for value in names), choice("disarmed", "turn_off"))
    calls = {**names, "disarmed": "alarm_disarm"}
    others = ("arming", "disarming", "pending", "triggered", *(value for _, value, _ in _ARMED))
    return (
        choices("state", known, state_word, lambda value: Call("alarm_control_panel", calls[value]), others=others),
    )


def _moves(known: list[tuple[Choice, Call]]) -> list[Binding]:
    return [commands("operation", known)] if known else []


def _doing(*values: str) -> Binding:
    return choices("state", (), state_word, None, others=values)


def _player_is_on(entity: Entity) -> bool | None:
    return None if state_word(entity) is None else entity.state not in ("off", "standby")


def _shuffled(entity: Entity) -> bool | None:
    value = entity.attributes.get("shuffle")
    return value if isinstance(value, bool) else None


def _muted(entity: Entity) -> str | None:
    value = entity.attributes.get("is_volume_muted")
    return {True: "mute", False: "unmute"}.get(value) if isinstance(value, bool) else None


def _mute(value: str) -> Call:
    return Call("media_player", "volume_mute", {"is_volume_muted": value == "mute"})


def _set_volume(value: float) -> Call:
    return Call("media_player", "volume_set", {"volume_level": round(value / 100, 2)})
