"""The simulated devices at a Mosquitto of their own, which can be cut off and brought back."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import aiomqtt

from ogam.core import OgamError
from ogam.devices.mqtt.simulator.devices import SimulatedDevice, made_up_devices

HOST = "127.0.0.1"
_PATIENCE = 10.0
_PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"


def mosquitto() -> str | None:
    """Where Mosquitto is installed; None where it is not."""
    return shutil.which("mosquitto") or shutil.which("mosquitto", path=_PLACES)


class Simulator:
    """Simulated devices, and the broker that they are at.

    devices: those to simulate, the made-up ones where None. port: of the broker, any free one for 0.
    """

    def __init__(self, devices: Sequence[SimulatedDevice] | None = None, port: int = 0) -> None:
        self.devices = {one.name: one for one in (made_up_devices() if devices is None else devices)}
        self.port = port or _free_port()
        self._folder = tempfile.TemporaryDirectory(prefix="ogam-mqtt-")
        self._broker: subprocess.Popen[bytes] | None = None
        self._client: aiomqtt.Client | None = None
        self._living: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Raises OgamError where there is no Mosquitto, or it does not start."""
        await self._start_broker()
        announced = asyncio.Event()
        self._living = asyncio.create_task(self._live(announced))
        async with asyncio.timeout(_PATIENCE):
            await announced.wait()

    async def cut(self) -> None:
        """The broker is gone, and with it every connection."""
        living, self._living = self._living, None
        if living is not None:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
        broker, self._broker = self._broker, None
        if broker is not None:
            broker.kill()
            await asyncio.to_thread(broker.wait)

    async def restore(self) -> None:
        """It is there again, on the same port, and the devices come back to it."""
        if self._broker is None:
            await self.start()

    async def close(self) -> None:
        await self.cut()
        self._folder.cleanup()

    async def vanish(self, name: str, announcement: bool = False) -> None:
        """A device is off: the broker says so for it. announcement: it is taken back altogether."""
        device = self.devices[name]
        device.deaf = True
        if device.gone is not None:
            await self.publish(device.gone.topic, device.gone.payload, retain=True)
        for message in device.announces if announcement else ():
            await self.publish(message.topic, "", retain=True)

    async def publish(self, topic: str, payload: str | bytes, retain: bool = False) -> None:
        """Anything else at the broker."""
        if self._client is None:
            raise OgamError("The simulated devices are cut off.")
        await self._client.publish(topic, payload, qos=1, retain=retain)

    async def _live(self, announced: asyncio.Event) -> None:
        with suppress(aiomqtt.MqttError):
            async with aiomqtt.Client(HOST, self.port) as client:
                self._client = client
                try:
                    for device in self.devices.values():
                        for topic in device.heard:
                            await client.subscribe(topic, qos=1)
                        for message in (*device.announces, *([device.here] if device.here else [])):
                            await client.publish(message.topic, message.payload, qos=1, retain=message.retain)
                    announced.set()
                    await self._answer(client)
                finally:
                    self._client = None

    async def _answer(self, client: aiomqtt.Client) -> None:
        async for message in client.messages:
            raw = message.payload
            text = raw.decode() if isinstance(raw, bytes | bytearray) else str(raw or "")
            for device in self.devices.values():
                if any(message.topic.matches(topic) for topic in device.heard):
                    for answer in device.tell(str(message.topic), text):
                        await client.publish(answer.topic, answer.payload, qos=1, retain=answer.retain)

    async def _start_broker(self) -> None:
        program = mosquitto()
        if program is None:
            raise OgamError("The MQTT simulator needs the broker Mosquitto. Install it: apt-get install mosquitto")
        config = Path(self._folder.name) / "mosquitto.conf"
        config.write_text(f"listener {self.port} {HOST}\nallow_anonymous true\nuser root\n")
        self._broker = subprocess.Popen(
            [program, "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self.port)) == 0:
                    return
            if self._broker.poll() is not None:
                break
            await asyncio.sleep(0.05)
        raise OgamError(f"Mosquitto did not start on port {self.port}. Is something else there?")


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate until cancelled. port: of the broker, 0 for any free one. ready: given what drivers.toml should say."""
    simulator = Simulator(port=port)
    try:
        await simulator.start()
        ready(f'[mqtt]\nhost = "{HOST}"\nport = {simulator.port}\n')
        await asyncio.Event().wait()
    finally:
        await simulator.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
