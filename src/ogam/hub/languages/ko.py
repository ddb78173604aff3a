"""What Ogam says in Korean: short, in 해요체."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from ogam.core import Action, Device
from ogam.devices import (
    GET,
    SET,
    asked_of,
    first_name,
    say_properties,
    say_settings,
    say_value,
    schedule_telling,
    timers,
)
from ogam.devices.states import items_left
from ogam.hub.languages import ko_seeing
from ogam.hub.languages.ko_states import STATES, predicate
from ogam.hub.turns import Act
from ogam.hub.wording import DONE, Wording
from ogam.korean.filling import fill
from ogam.korean.hearsay import hearsay
from ogam.korean.particles import PAIRS, with_particle

MOST_NAMES = 3
"""More devices than these are counted instead of named."""

SENTENCES = {
    # not done
    "not_understood_here": "잘 못 들었어요. 여기서는 {examples:이라고} 말할 수 있어요.",
    "not_understood": "잘 못 들었어요. {examples:이라고} 말할 수 있어요.",
    "which_room": "어느 방이요?",
    "which_room_of": "어느 방이요? {names:이} 있어요.",
    "which_person": "누구 휴대폰이요?",
    "which_slot": "{slot:을} 알려 주세요.",
    "which_value": "얼마로 할까요?",
    "which_temperature": "몇 도로 할까요?",
    "which_one_in": "어느 {name:을} 말하는 거예요? {names}에 있어요.",
    "which_one_called": "어느 {name:을} 말하는 거예요? {names:이} 있어요.",
    "which_one_of": "어느 {name:을} 말하는 거예요? {count}개 있어요.",
    "not_allowed": "그건 할 수 없어요. {reason}",
    "not_allowed_yet": "아직 {deed} 수 없어요. {reason}",
    "not_allowed_unknown": "모르는 목소리라 {deed} 수 없어요.",
    "deed": "그건 할",
    "deed.ring": "다른 사람의 휴대폰을 울릴",
    "deed.ring_own": "휴대폰을 울릴",
    "deed.unlock": "{device:을} 열",
    "deed.open_entrance": "{device:을} 열",
    "deed.disarm": "{device:을} 끌",
    "deed.heat": "{device:을} 켤",
    "needs": "{needs:or_please}.",
    "need.voice": "직접 말하",
    "need.face": "카메라를 보",
    "need.face.turn_left": "카메라를 보고 고개를 왼쪽으로 돌리",
    "need.face.turn_right": "카메라를 보고 고개를 오른쪽으로 돌리",
    "need.face.look_up": "카메라를 보고 나서 위를 보",
    "need.face.look_down": "카메라를 보고 나서 아래를 보",
    "need.face.blink_twice": "카메라를 보고 눈을 두 번 깜박이",
    "need.face.open_mouth": "카메라를 보고 입을 크게 벌리",
    "need.challenge": "확인 과제를 하",
    "need.digits": "{digits:quoted:이라고} 말하",
    "need.approval": "휴대폰에서 승인하",
    "whose_room": "누구 방이요? 누가 말하는지 모르겠어요.",
    "no_room": "어느 방이 {name} 님 방인지 몰라요. 방 이름을 말해 주세요.",
    "could_not_listen": "소리를 듣지 못했어요: {error}",
    "went_wrong": "문제가 생겨서 아무것도 하지 않았어요. 자세한 내용은 기록에 있어요.",
    "nothing_does_that": "‘{sentence}’({intent}), 알아들었지만 이 집에는 아직 그걸 할 수 있는 것이 없어요.",
    "who_is_where": "누가 어디에 있는지는 아직 몰라요.",
    "none_in_area": "{place}에는 {what:이} 없어요.",
    "none_in_home": "이 집에는 {what:이} 없어요.",
    "any_device": "그걸 할 기기",
    # talk
    "nevermind": "네, 알겠어요.",
    "here": "네, 듣고 있어요.",
    "hello": "안녕하세요.",
    "listening": "이 컴퓨터에서만 듣고, 따로 켜지 않으면 소리를 저장하지 않아요.",
    "data": "아무 데도 보내지 않아요. 모두 이 컴퓨터에만 있어요.",
    "creator": "오감을 만드는 사람들이요.",
    "commands": "예를 들어 {examples:이라고} 말할 수 있어요.",
    # taken back
    "undone": "되돌렸어요.",
    "undone_but": "되돌렸어요. {names:은} 그대로예요.",
    "nothing_to_undo": "되돌릴 것이 없어요.",
    # routines
    "routine_done": "{name}.",
    "not_your_routine": "{name} 님의 루틴이에요.",
    "not_for_role": "다른 사람의 루틴이에요.",
    "routine_step_unknown": "‘{step}’, 알아듣지 못한 단계예요.",
    # what rings
    "ring.timer": "{text} 타이머가 끝났어요.",
    "ring.timer_of": "{seconds:duration} 타이머가 끝났어요.",
    "ring.alarm": "{time}예요. 알람이에요.",
    "ring.reminder": "알려 드릴 게 있어요. {text}.",
    "ring.reminder_for": "{name} 님, 알려 드릴 게 있어요. ‘내 알림 알려줘’라고 말해 주세요.",
    "ring.command": "{time}에 꺼져 있어서 하지 못했어요: {text}.",
    "ring.late": "{time}에 알려야 했는데 꺼져 있었어요. {said}",
    # answers
    "it_is": "{answer}.",
    "it_is_by": "{device:은} {answer}.",
    "just_answer": "{answer}",
    "state_of": "{devices:은} {answer}.",
    "any_yes": "네, {devices:이} {state}.",
    "no": "아니요.",
    "yes": "네.",
    "all_no": "아니요, {devices:은} 아니에요.",
    "which": "{devices:이에요}.",
    "none": "없어요.",
    "how_many": "{count}개예요.",
    "one_no": "아니요, {answer}.",
    # done
    "done_otherwise": "{devices}: {verb}, 했어요.",
    "report.reached": "{device:이} {place}에 도착했어요.",
    "report.reached.docking": "{device:이} 충전대에 도착했어요.",
    "report.aborted": "{device:이} {place}까지 가지 못했어요.",
    "report.aborted.docking": "{device:이} 충전대까지 가지 못했어요.",
    "report.aborted.following": "{device:이} 따라가던 사람을 놓쳤어요.",
    "report.canceled": "{device:이} {place:으로} 가다가 멈췄어요.",
    "report.lost": "{place:으로} 가던 {device:과} 연결이 끊겼어요. 어디 있는지 살펴보세요.",
    "report.lost.docking": "충전하러 가던 {device:과} 연결이 끊겼어요. 어디 있는지 살펴보세요.",
    "report.lost.following": "따라가던 {device:과} 연결이 끊겼어요. 어디 있는지 살펴보세요.",
    "done.turn_on": "{devices:을} 켰어요.",
    "done.turn_off": "{devices:을} 껐어요.",
    "done.open": "{devices:을} 열었어요.",
    "done.close": "{devices:을} 닫았어요.",
    "done.lock": "{devices:을} 잠갔어요.",
    "done.unlock": "{devices} 잠금을 풀었어요.",
    "done.set": "{devices:을} {settings:으로} 맞췄어요.",
    "done.command": "{devices}: {settings}, 했어요.",
    "done.robot.go_to": "{go:으로} 갈게요.",
    "done.robot.move": "했어요.",
    "done.robot.follow": "따라갈게요.",
    "done.robot.return_to_base": "충전하러 갈게요.",
    "done.stop": "멈췄어요.",
    "done.set_light": "{devices:을} {light:으로} 맞췄어요.",
    "done.set_speed": "{devices} 세기를 {percentage:%:으로} 맞췄어요.",
    "done.set_position": "{devices:을} {position:%:으로} 맞췄어요.",
    "done.set_temperature": "{devices:을} {temperature:degrees:으로} 맞췄어요.",
    "done.set_fan_mode": "{devices} 바람을 {fan_mode:으로} 맞췄어요.",
    "done.pause": "{devices:을} 멈췄어요.",
    "done.play": "{devices:을} 다시 틀었어요.",
    "done.mute": "{devices} 소리를 껐어요.",
    "done.unmute": "{devices} 소리를 다시 켰어요.",
    "done.start": "{devices:을} 시작했어요.",
    "done.clean_area": "{devices:이} {area} 청소를 시작했어요.",
    "done.return_to_base": "{devices:이} 충전하러 가요.",
    "done.start_mowing": "{devices:이} 잔디를 깎기 시작했어요.",
    "done.dock": "{devices:이} 충전하러 가요.",
    "done.add_item": "{devices}에 {item:을} 넣었어요.",
    "done.complete_item": "{item:을} 완료했어요.",
    "done.remove_item": "{devices}에서 {item:을} 지웠어요.",
    "done.announce": "방송했어요: {message:hearsay}.",
    "done.phone.ringing": "{person} 님의 휴대폰이 울리고 있어요.",
    "done.phone.ringing_own": "휴대폰이 울리고 있어요.",
    "done.phone.sent": "{person} 님의 휴대폰에 신호를 보냈어요. 켜져 있으면 울려요.",
    "done.phone.sent_own": "휴대폰에 신호를 보냈어요. 켜져 있으면 울려요.",
    "done.activate": "{devices:을} 켰어요.",
    "done.run": "{devices:을} 실행했어요.",
    "done.press": "{devices:을} 눌렀어요.",
    "done.next": "{devices}에서 다음으로 넘겼어요.",
    "done.previous": "{devices}에서 이전으로 돌아갔어요.",
    "done.play_media": "{devices}에서 {search_query:을} 틀었어요.",
    "done.set_volume": "{devices} 소리를 {volume_level:%:으로} 맞췄어요.",
    "done.change_volume": "{devices} 소리를 {volume_level:%:으로} 맞췄어요.",
    "done.restore": "{devices:을} 전처럼 되돌렸어요.",
    "done.schedule.set_alarm": "알람을 맞췄어요: {when}.",
    "done.schedule.set_reminder": "{when}에 알려 드릴게요: {text}.",
    "done.schedule.set_reminder_arrival": "{when} 알려 드릴게요: {text}.",
    "done.schedule.put_off": "{when}에 할게요: {text}.",
    "done.schedule.cancel_entry": "취소했어요.",
    "done.schedule.stop": "네.",
    "done.schedule.snooze": "{seconds:duration} 뒤에 다시 알려 드릴게요.",
    "done.timer.start": "{called:timer:을} {seconds:duration:으로} 맞췄어요.",
    "done.timer.start_for": "{seconds:duration} 뒤에 할게요: {command}.",
    "done.timer.cancel": "{called:timer:을} 취소했어요.",
    "done.timer.cancel_all": "타이머를 모두 취소했어요.",
    "done.timer.pause": "{called:timer:을} 멈췄어요.",
    "done.timer.resume": "{called:timer:을} 다시 시작했어요.",
    "done.timer.increase": "{called:timer:을} {seconds:duration} 늘렸어요.",
    "done.timer.decrease": "{called:timer:을} {seconds:duration} 줄였어요.",
    # what a light was told, in order of mention
    "light_brightness": "밝기 {brightness:%}",
    "light_color": "{color}",
    "light_temperature": "{temperature} 켈빈",
    "light_on": "켜짐",
    **ko_seeing.SENTENCES,
}
EXAMPLES = {
    "light": ("{} 켜줘",),
    "climate": ("{} 21도로 맞춰줘",),
    "cover": ("{} 열어줘",),
    "media_player": ("{} 멈춰줘",),
    "fan": ("{} 켜줘",),
    "switch": ("{} 꺼줘",),
    "lock": ("{} 잠가줘",),
    "vacuum": ("{} 돌려줘",),
    "": ("지금 몇 시야", "5분 타이머 설정해줘"),
}
VALUES = {
    "black": "검은색", "blue": "파란색", "brown": "갈색", "green": "초록색", "orange": "주황색", "pink": "분홍색",
    "purple": "보라색", "red": "빨간색", "turquoise": "청록색", "white": "흰색", "yellow": "노란색",
    "auto": "자동", "high": "강풍", "low": "약풍", "medium": "중풍", "middle": "중풍", "on": "켜짐", "off": "꺼짐",
    "light": "조명", "climate": "온도 조절기", "cover": "커튼이나 블라인드", "fan": "선풍기", "switch": "스위치",
    "lock": "잠금장치", "media_player": "스피커나 텔레비전", "vacuum": "청소기", "valve": "밸브", "curtain": "커튼",
    "blind": "블라인드", "window": "창문", "door": "문", "todo": "목록", "weather": "날씨 정보", "sensor": "센서",
    "temperature": "온도", "name": "이름", "area": "방",
}  # fmt: skip
_DAYS = "월화수목금토일"


def show(value: Any, spec: str) -> str:
    """Specs, one after another: duration (of seconds), degrees, % (read 퍼센트), quoted, timer (by name), particle."""
    text = _plain(value)
    for wanted in filter(None, spec.split(":")):
        text = _SPECS[wanted](value if wanted in _OF_VALUES else text)
    return text


def duration(seconds: float) -> str:
    """3700 → "1시간 1분 40초"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{count}{unit}" for count, unit in ((hours, "시간"), (minutes, "분"), (rest, "초")) if count]
    return " ".join(parts) or "0초"


def degrees(value: Sequence[Any]) -> str:
    """(21.5, "°C") → "21.5도"."""
    amount, unit = value
    return f"{amount}도" if unit == "°C" else f"{amount} {unit}"


def or_please(stems: Sequence[str]) -> str:
    """Stems of verbs as what may be done instead: ("카메라를 보", "승인하") → "카메라를 보거나 승인해 주세요"."""
    last = stems[-1][:-1] + {"보": "봐", "하": "해", "리": "려", "이": "여"}[stems[-1][-1]]
    return "".join(f"{stem}거나 " for stem in stems[:-1]) + f"{last} 주세요"


def _plain(value: Any) -> str:
    if isinstance(value, str | int | float):
        return str(value)
    names = [str(getattr(one, "name", one)) for one in value]
    if len(names) > MOST_NAMES:
        return f"{', '.join(names[: MOST_NAMES - 1])} 등 {len(names)}개"
    if len(names) < 2:
        return "".join(names)
    return ", ".join((*names[:-2], with_particle(names[-2], "과"))) + f" {names[-1]}"


def _percent(text: str) -> str:
    return f"{text}%"


def _quoted(text: str) -> str:
    return f"‘{text}’"


def _timer(name: str) -> str:
    return f"{name} 타이머" if name else "타이머"


_OF_VALUES: Mapping[str, Callable[[Any], str]] = {
    "duration": duration,
    "degrees": degrees,
    "or_please": or_please,
}
_SPECS: Mapping[str, Callable[[Any], str]] = {
    **_OF_VALUES,
    "%": _percent,
    "quoted": _quoted,
    "timer": _timer,
    "hearsay": hearsay,
    **{pair: partial(with_particle, after_consonant=pair) for pair in PAIRS},
}


def _answer(act: Act) -> str:
    """What a device answered, from its state; what only the driver can know stays in its own words."""
    state = act.result.state
    asked = act.device.property(str(act.action.arguments.get("property", "")))
    if asked is not None and act.action.verb == GET:
        told = with_particle(say_value(asked, state.get(asked.id), "ko"), "이에요")
        return f"{with_particle(first_name(asked.names, 'ko'), '은')} {told}."
    match act.action.verb:
        case "get_time" if "now" in state:
            now = datetime.fromtimestamp(state["now"])
            return f"{'오전' if now.hour < 12 else '오후'} {now.hour % 12 or 12}시 {now.minute}분이에요"
        case "get_date" if "now" in state:
            now = datetime.fromtimestamp(state["now"])
            return f"{now.year}년 {now.month}월 {now.day}일 {_DAYS[now.weekday()]}요일이에요"
        case "get_timers" if "now" in state:
            current = timers.matching(timers.running(state["timers"], state["now"]), act.action.arguments)
            return _tell(current, state["now"])
        case "get_entries" if "now" in state:
            return schedule_telling.tell(state, act.action.arguments, state["now"], "ko")
        case "get_items":
            return _tell_items(act.device, items_left(state))
        case "get_weather":
            sky = STATES.get(f"weather.{state['state']}", f"{state['state']}")
            return f"{degrees((state['temperature'], state['temperature_unit']))}이고 {sky}"
        case "get_temperature" if act.device.properties:
            one = asked_of(act.device, act.action)
            return with_particle(say_value(one, state.get(one.id), "ko"), "이에요")
        case "get_temperature":
            said = degrees((state["current_temperature"], state.get("temperature_unit", "°C")))
            return with_particle(said, "이에요")
        case "get_state" if act.device.properties:
            return with_particle(say_properties(act.device, state, "ko"), "이에요")
        case "get_state":
            return predicate(act.device, state)
    return act.result.answer


def _tell_items(device: Device, names: Sequence[str]) -> str:
    if not names:
        return f"{device.name}에는 아무것도 없어요."
    told = _plain(names) if len(names) <= MOST_NAMES else ", ".join(names)
    return f"{device.name}에 {with_particle(told, '이')} 있어요."


def _tell(current: Sequence[timers.Timer], now: float) -> str:
    if not current:
        return "맞춰 둔 타이머가 없어요."
    return " ".join(_tell_one(timer, now) for timer in sorted(current, key=lambda one: timers.seconds_left(one, now)))


def _tell_one(timer: timers.Timer, now: float) -> str:
    called = _timer(str(timer["name"]) or duration(timer["seconds"]))
    paused = "" if timer["left"] is None else " 지금은 멈춰 있어요."
    return f"{with_particle(called, '은')} {duration(timers.seconds_left(timer, now))} 남았어요.{paused}"


def _effect(device: Device, action: Action, state: Mapping[str, Any]) -> str:
    if action.verb == SET and device.properties:
        return say_settings(device, action.arguments, "ko")
    if device.properties and state:
        return say_properties(device, state, "ko")
    if device.domain in _WITHOUT_STATE or not state:
        key = f"{DONE}{device.domain}.{action.verb}"
        template = SENTENCES.get(key) or SENTENCES.get(f"{DONE}{action.verb}")
        fields = {"called": "", "seconds": 0, "command": "", **action.arguments}
        fields["called"] = action.arguments.get("name", "")
        return action.verb if template is None else fill(template, show, devices=[device], **fields).rstrip(".")
    return predicate(device, state)


_WITHOUT_STATE = frozenset(
    {"announcer", "button", "input_button", "phone", "schedule", "scene", "script", "timer", "todo"}
)


def _asked_state(state: str, text: str) -> str:  # noqa: ARG001
    return STATES.get(state, "그래요")


KOREAN = Wording("ko", SENTENCES, EXAMPLES, show, _answer, _effect, _asked_state, VALUES)
