"""`ogam devices`: which devices there are, what they can be told, what they do; and simulators of what is not there."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ogam.cli.language import say, spoken
from ogam.cli.say import HomeFile, Json, LogFile

if TYPE_CHECKING:
    from ogam.core import Action, Device, Driver, Property
    from ogam.home import Home
    from ogam.hub import Hub

_MOST_CHOICES = 8
_PATIENCE = 30.0  # seconds that a discovery may take

app = typer.Typer(
    help="Your devices: list, discover, tell and watch them; and simulate some.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@app.command("list")
def list_devices(home: HomeFile = None, log: LogFile = None, as_json: Json = False) -> None:
    """List the devices of the home, with the driver of each, its last state, and what it can be told."""
    from ogam.devices import say_state
    from ogam.hub import EventLog, default_log_path

    house, path = _home(home), log or default_log_path()
    states: dict[str, dict[str, Any]] = {}
    if path.is_file():
        with EventLog(path, read_only=True) as events:
            states = events.last_states()
    if as_json:
        _print([_data(device, states.get(device.id, {})) for device in house.devices])
        return
    for device in house.devices:
        known = states.get(device.id)
        state = f"  {say_state(device, known)}" if known else ""
        where = f" · {device.area}" if device.area else ""
        typer.echo(f"{device.id}  {device.name}{where} · {device.driver}{state}")
        for text in _abilities(device):
            typer.secho(f"      {text}", dim=True)


@app.command()
def discover(
    driver: Annotated[str, typer.Argument(help="The driver's name, as in drivers.toml; without it all of them.")] = "",
    as_json: Json = False,
) -> None:
    """Ask the drivers of drivers.toml which devices there are, and remember what each can be told."""
    import asyncio

    from ogam.core import OgamError
    from ogam.devices.drivers import FILE, read_tables
    from ogam.hub import default_folder

    path = default_folder() / FILE
    named = [driver] if driver else list(read_tables(path))
    if not named:
        raise OgamError(f"{path}: no driver is named there. docs/devices.md shows what may be.")
    found = {name: asyncio.run(_discovered(name, path)) for name in named}
    if as_json:
        _print({name: [_data(device, {}) for device in devices] for name, (devices, _) in found.items()})
        return
    for name, (devices, left_out) in found.items():
        typer.secho(say("{driver}: {count} devices", driver=name, count=len(devices)), bold=True)
        for device in devices:
            where = f" · {device.area}" if device.area else ""
            typer.echo(f"  {device.name} · {device.domain}{where} · {device.address or device.id}")
            for text in _abilities(device):
                typer.secho(f"      {text}", dim=True)
        for text in left_out:
            typer.secho("  " + say("not used: {what}", what=text), fg="yellow")


@app.command()
def act(
    device: Annotated[str, typer.Argument(help="The device, by name or id.")],
    what: Annotated[list[str], typer.Argument(help="A verb (turn_on), or properties (mode=dry target=24).")],
    home: HomeFile = None,
    log: LogFile = None,
    as_json: Json = False,
) -> None:
    """Tell a device something, as if by touch: decided by the same rules, and logged."""
    import asyncio

    from ogam.cli.turns import print_turn
    from ogam.core import DeviceError
    from ogam.hub import EventLog, default_folder, default_log_path, open_hub

    house = _home(home)
    meant = _meant(house, device)
    action = _action(meant, what)
    with EventLog(log or default_log_path()) as events:
        hub = open_hub(house, events, listen=False, folder=default_folder())

        async def touch() -> Any:
            async with _closing(hub):
                return await hub.operate(meant, action, "terminal", sentence=" ".join(what))

        turn = asyncio.run(touch())
    print_turn(turn, as_json)
    if not turn.acts or not all(one.result.ok for one in turn.acts):
        raise DeviceError(turn.reply)


@app.command()
def watch(home: HomeFile = None, as_json: Json = False) -> None:
    """Show every change of the devices as it comes, whoever made it. Stop with Ctrl-C."""
    import asyncio

    from ogam.hub import default_folder, open_hub

    house = _home(home)
    hub = open_hub(house, listen=False, folder=default_folder())
    asyncio.run(_watch(hub, house, as_json))


@app.command()
def simulate(
    driver: Annotated[str, typer.Argument(help="What to simulate, by the name of its driver: thinq, robot, …")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to answer at; 0 for any.")] = 0,
) -> None:
    """Simulate what is not there, on this computer, with its own protocol. Nothing real moves. Stop with Ctrl-C."""
    import asyncio

    from ogam.devices.drivers import FILE, simulator
    from ogam.hub import default_folder

    def ready(table: str) -> None:
        typer.secho(say("Simulating: nothing real moves. Stop with Ctrl-C."), bold=True)
        typer.echo(say("To use it, write into {path}:", path=default_folder() / FILE))
        typer.echo(f"\n{table.strip()}\n")

    asyncio.run(simulator(driver).serve(port, ready))


async def _watch(hub: "Hub", house: "Home", as_json: bool) -> None:
    import asyncio

    async with _closing(hub), asyncio.TaskGroup() as tasks:
        for driver in hub.drivers.values():
            tasks.create_task(_show_changes(driver, house, as_json))


async def _show_changes(driver: "Driver", house: "Home", as_json: bool) -> None:
    import time

    from ogam.devices import say_state

    async for event in driver.events():
        device = house.device(event.device)
        if as_json:
            _print({"device": event.device, "state": dict(event.state), "time": event.time})
        elif device is not None:
            at = time.strftime("%H:%M:%S", time.localtime(event.time))
            typer.echo(f"{at}  {device.name} · {say_state(device, event.state)}")


async def _discovered(name: str, path: Path) -> "tuple[list[Device], Sequence[str]]":
    """A driver's devices, remembered; and what it found and cannot use, a line each."""
    import asyncio

    from ogam.core import DeviceError
    from ogam.devices.drivers import Closes, LeavesOut, open_one, read_tables
    from ogam.devices.known import remember
    from ogam.home import suggestion

    tables = read_tables(path)
    if name not in tables:
        raise DeviceError(f"{path}: there is no table [{name}].{suggestion(name, tables)}")
    driver = open_one(path, name, tables[name], ())
    try:
        async with asyncio.timeout(_PATIENCE):
            devices = await driver.discover()
    except TimeoutError:
        raise DeviceError(f"{name} did not say in {_PATIENCE:g} seconds which devices it has.") from None
    finally:
        if isinstance(driver, Closes):
            await driver.close()
    remember(path.parent, name, devices)
    return devices, driver.left_out if isinstance(driver, LeavesOut) else ()


@asynccontextmanager
async def _closing(hub: "Hub") -> AsyncIterator[None]:
    try:
        yield
    finally:
        await hub.close()


def _home(home: Path | None) -> "Home":
    """The home, with what its drivers have told of its devices."""
    from ogam.devices.known import with_known
    from ogam.home import find_home
    from ogam.hub import default_folder

    return with_known(find_home(home, spoken()), default_folder())


def _meant(house: "Home", said: str) -> "Device":
    from ogam.core import DeviceError
    from ogam.home import key, suggestion

    found = [one for one in house.devices if said == one.id or key(said) in map(key, (one.name, *one.aliases))]
    if not found:
        names = [name for one in house.devices for name in (one.id, one.name)]
        raise DeviceError(f"This home has no device '{said}'.{suggestion(said, names)}")
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise DeviceError(f"'{said}' may be several devices: {ids}. Name one by its id.")
    return found[0]


def _action(device: "Device", what: Sequence[str]) -> "Action":
    """`turn_on`, `set_temperature temperature=20`, or properties alone: `mode=dry target=24`."""
    from ogam.core import Action
    from ogam.devices import SET, check_arguments

    verb, told_with = (SET, what) if "=" in what[0] else (what[0], what[1:])
    arguments = {name: _value(text) for name, _, text in (one.partition("=") for one in told_with)}
    if not device.properties:
        check_arguments(device, verb, arguments)
    return Action(verb, arguments)


def _value(text: str) -> Any:
    """A number where it is one, else the word."""
    try:
        return json.loads(text) if text[:1] in "-0123456789" else text
    except ValueError:
        return text


def _abilities(device: "Device") -> list[str]:
    """What each property can be: "mode: cool, dry, fan", "temperature: 18 … 30 °C"."""
    return [text for one in device.properties if (text := _ability(one))]


def _ability(one: "Property") -> str:
    from ogam.devices import first_name, say_value

    language = spoken()
    name = first_name(one.names, language) or one.id
    if one.choices:
        names = [first_name(choice.names, language) for choice in one.choices]
        more = ", …" if len(names) > _MOST_CHOICES else ""
        return f"{name}: {', '.join(names[:_MOST_CHOICES])}{more}"
    if one.kind == "number" and one.least is not None and one.most is not None:
        return f"{name}: {one.least:g} … {say_value(one, one.most, language)}"
    only = "" if one.writable else f" ({say('only asked for')})"
    return f"{name}{only}"


def _data(device: "Device", state: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(device), "state": state}


def _print(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False))
