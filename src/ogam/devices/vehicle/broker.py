"""A KUKSA databroker, by its interface kuksa.val.v2 (gRPC): metadata, values as they change, and actuation.

What is sent is sent once: gRPC's own repeating is off. `BatchActuate` does all of what it is told, or nothing.
"""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from pathlib import Path
from typing import Any

import grpc
from grpc import StatusCode
from grpc.aio import AioRpcError
from kuksa.val.v2 import types_pb2, val_pb2
from kuksa.val.v2.val_pb2_grpc import VALStub

from ogam.core import DeviceError
from ogam.devices.drivers import secret
from ogam.devices.vehicle.errors import refused, silent, unprovided, unreachable
from ogam.devices.vehicle.settings import Settings
from ogam.devices.vehicle.signals import Limits, RawValue

_CONNECTING = 3.0  # seconds in which a connection must come about
_ANSWERING = 2.0  # seconds for an answer
_WHERE = "drivers.toml: vehicle: token"
_OPTIONS = (
    ("grpc.enable_retries", 0),
    ("grpc.use_local_subchannel_pool", 1),  # a new channel does not wait because an old one failed
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.keepalive_timeout_ms", 5_000),
)
_FIELDS = {
    "STRING": "string",
    "BOOLEAN": "bool",
    "INT8": "int32",
    "INT16": "int32",
    "INT32": "int32",
    "INT64": "int64",
    "UINT8": "uint32",
    "UINT16": "uint32",
    "UINT32": "uint32",
    "UINT64": "uint64",
    "FLOAT": "float",
    "DOUBLE": "double",
}
"""Types of signals, and the field of a value that holds one."""
_NUMBERS = frozenset({"int32", "int64", "uint32", "uint64", "float", "double"})


class Broker:
    """One databroker. For one event loop; nothing is connected until it is asked. car: its name, for errors."""

    def __init__(self, settings: Settings, car: str) -> None:
        self._settings = settings
        self._car = car
        self._channel: Any = None
        self._fields: dict[str, str] = {}

    async def ready(self) -> None:
        """Be connected. Raises DeviceError at once where nobody answers, and after 3 s where nothing comes at all."""
        if self._channel is None:
            self._channel = self._open()
        channel = self._channel
        try:
            async with asyncio.timeout(_CONNECTING):
                while (state := channel.get_state(try_to_connect=True)) is not grpc.ChannelConnectivity.READY:
                    if state in (grpc.ChannelConnectivity.TRANSIENT_FAILURE, grpc.ChannelConnectivity.SHUTDOWN):
                        raise TimeoutError
                    await channel.wait_for_state_change(state)
        except TimeoutError as error:
            await self._drop(channel)
            raise unreachable(self._car) from error

    async def signals(self) -> dict[str, Limits]:
        """What the car has, by path. Raises DeviceError."""
        await self.ready()
        request = val_pb2.ListMetadataRequest(root="Vehicle")
        try:
            answer = await self._stub().ListMetadata(request, timeout=_ANSWERING, metadata=self._header())
        except AioRpcError as error:
            raise self._failure(error) from error
        types = {one.path: _type(one.data_type) for one in answer.metadata}
        self._fields = {path: _FIELDS[kind] for path, kind in types.items() if kind in _FIELDS}
        return {one.path: _limits(one) for one in answer.metadata if one.path in self._fields}

    async def changes(self, paths: Sequence[str]) -> AsyncGenerator[dict[str, RawValue | None], None]:
        """The values of all paths, and then each that changes; None where one is not known. Raises DeviceError."""
        await self.ready()
        request = val_pb2.SubscribeRequest(signal_paths=paths, buffer_size=1000)
        try:
            async for answer in self._stub().Subscribe(request, metadata=self._header()):
                yield {path: _value(point) for path, point in answer.entries.items()}
        except AioRpcError as error:
            raise self._failure(error) from error
        raise unreachable(self._car)

    async def actuate(self, values: Mapping[str, RawValue]) -> None:
        """Have all of it done, or nothing of it; sent once.

        Raises DeviceError where nothing was done; DeviceSilent where that is not known.
        """
        await self.ready()
        header = self._header()
        requests = [
            val_pb2.ActuateRequest(signal_id=_id(path), value=self._wire(path, values[path])) for path in values
        ]
        request = val_pb2.BatchActuateRequest(actuate_requests=requests)
        try:
            await self._stub().BatchActuate(request, timeout=_ANSWERING, metadata=header)
        except AioRpcError as error:
            raise self._sent(error) from error

    async def close(self) -> None:
        await self._drop(self._channel)

    def _wire(self, path: str, value: RawValue) -> Any:
        field = self._fields[path]
        if field.startswith(("int", "uint")):
            value = int(value)
        return types_pb2.Value(**{field: value})

    def _sent(self, error: AioRpcError) -> DeviceError:
        """What came of something that was sent: UNAVAILABLE is also said by the broker, where nothing would do it."""
        if error.code() is StatusCode.UNAVAILABLE and "provider" in (error.details() or "").lower():
            return unprovided(self._car)
        return refused(error.code(), self._car) or silent(self._car)

    def _failure(self, error: AioRpcError) -> DeviceError:
        return refused(error.code(), self._car) or unreachable(self._car)

    def _stub(self) -> Any:
        return VALStub(self._channel)

    def _header(self) -> tuple[tuple[str, str], ...]:
        if not self._settings.token:
            return ()
        return (("authorization", f"Bearer {secret(self._settings.token, _WHERE)}"),)

    def _open(self) -> Any:
        address = f"{self._settings.host}:{self._settings.port}"
        options = list(_OPTIONS)
        if not self._settings.root_certificates:
            return grpc.aio.insecure_channel(address, options)
        if self._settings.tls_server_name:
            options.append(("grpc.ssl_target_name_override", self._settings.tls_server_name))  # type: ignore[arg-type]
        path = Path(self._settings.root_certificates)
        try:
            credentials = grpc.ssl_channel_credentials(path.read_bytes())
        except OSError as error:
            raise DeviceError(f"drivers.toml: vehicle: root_certificates: {path} cannot be read.") from error
        return grpc.aio.secure_channel(address, credentials, options)

    async def _drop(self, channel: Any) -> None:
        if channel is not None and channel is self._channel:
            self._channel = None
            await channel.close()


def _id(path: str) -> Any:
    return types_pb2.SignalID(path=path)


def _type(number: int) -> str:
    return str(types_pb2.DataType.Name(number)).removeprefix("DATA_TYPE_")


def _limits(one: Any) -> Limits:
    actuator = one.entry_type == types_pb2.ENTRY_TYPE_ACTUATOR
    return Limits(actuator, _number(one, "min"), _number(one, "max"))


def _number(one: Any, name: str) -> float | None:
    kind = getattr(one, name).WhichOneof("typed_value") if one.HasField(name) else None
    return float(getattr(getattr(one, name), kind)) if kind in _NUMBERS else None


def _value(point: Any) -> RawValue | None:
    """The value of a datapoint; None for none, and for lists, which no property is made of."""
    kind = point.value.WhichOneof("typed_value")
    value: RawValue | None = getattr(point.value, kind) if kind in _FIELDS.values() else None
    return value
