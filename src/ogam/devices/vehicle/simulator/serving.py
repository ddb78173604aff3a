"""The simulated databroker on a loopback port: kuksa.val.v2's `VAL` over gRPC, as the generated stubs have it."""
# ruff: noqa: N802, ARG002 (methods are called as the interface calls them)

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import grpc
from grpc import StatusCode
from kuksa.val.v2 import types_pb2, val_pb2
from kuksa.val.v2.val_pb2_grpc import VALServicer, add_VALServicer_to_server

from ogam.devices.vehicle.simulator.car import Car, RawValue, Spec

HOST = "127.0.0.1"
_TICK = 0.1  # seconds
_FIELDS = {"boolean": "bool", "string": "string", "float": "float", "double": "double", "uint32": "uint32"}


class _Service(VALServicer):  # type: ignore[misc]
    """What Ogam asks of a databroker; all else is answered with UNIMPLEMENTED, as the generated class does."""

    def __init__(self, car: Car, token: str) -> None:
        self._car = car
        self._token = token

    async def GetServerInfo(self, request: Any, context: Any) -> Any:
        return val_pb2.GetServerInfoResponse(name="Ogam's simulated databroker", version="0.6.0")

    async def ListMetadata(self, request: Any, context: Any) -> Any:
        await self._check_token(context)
        root = request.root.removesuffix(".**").removesuffix(".*")
        below = [one for one in self._car.tree if not root or one == root or one.startswith(f"{root}.")]
        if not below:
            await context.abort(StatusCode.NOT_FOUND, "Path not found")
        return val_pb2.ListMetadataResponse(metadata=[_metadata(self._car, path) for path in below])

    async def GetValue(self, request: Any, context: Any) -> Any:
        await self._check_token(context)
        path = await self._path(request.signal_id, context)
        return val_pb2.GetValueResponse(data_point=_point(self._car.tree[path], self._car.values[path]))

    async def GetValues(self, request: Any, context: Any) -> Any:
        await self._check_token(context)
        paths = [await self._path(one, context) for one in request.signal_ids]
        points = [_point(self._car.tree[path], self._car.values[path]) for path in paths]
        return val_pb2.GetValuesResponse(data_points=points)

    async def Subscribe(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """All values at once, then those that change."""
        await self._check_token(context)
        wanted = set(request.signal_paths)
        if not wanted <= self._car.tree.keys():
            await context.abort(StatusCode.NOT_FOUND, "Path not found")
        changes = asyncio.Queue[Mapping[str, RawValue | None]]()
        leave = self._car.listen(changes.put_nowait)
        try:
            yield self._entries({path: self._car.values[path] for path in wanted})
            while True:
                told = {path: value for path, value in (await changes.get()).items() if path in wanted}
                if told:
                    yield self._entries(told)
        finally:
            leave()

    async def Actuate(self, request: Any, context: Any) -> Any:
        await self._actuate([request], context)
        return val_pb2.ActuateResponse()

    async def BatchActuate(self, request: Any, context: Any) -> Any:
        await self._actuate(request.actuate_requests, context)
        return val_pb2.BatchActuateResponse()

    async def _actuate(self, requests: Any, context: Any) -> None:
        """All or nothing."""
        await self._check_token(context)
        values: dict[str, RawValue] = {}
        for one in requests:
            path = await self._path(one.signal_id, context)
            spec = self._car.tree[path]
            if not spec.actuator or one.value.WhichOneof("typed_value") != _field(spec):
                await context.abort(StatusCode.INVALID_ARGUMENT, "Not an actuator, or of another type")
            values[path] = getattr(one.value, _field(spec))
            if not _is_within(spec, values[path]):
                await context.abort(StatusCode.INVALID_ARGUMENT, "Value out of min/max bounds")
        self._car.actuate(values)

    async def _path(self, signal: Any, context: Any) -> str:
        paths = list(self._car.tree)
        known = 0 < signal.id <= len(paths) if signal.HasField("id") else signal.path in self._car.tree
        if not known:
            await context.abort(StatusCode.NOT_FOUND, "Path not found")
        return paths[signal.id - 1] if signal.HasField("id") else str(signal.path)

    async def _check_token(self, context: Any) -> None:
        told = dict(context.invocation_metadata() or ()).get("authorization", "")
        if self._token and told != f"Bearer {self._token}":
            await context.abort(StatusCode.UNAUTHENTICATED, "No valid token")

    def _entries(self, values: Mapping[str, RawValue | None]) -> Any:
        return val_pb2.SubscribeResponse(
            entries={path: _point(self._car.tree[path], value) for path, value in values.items()}
        )


class Simulator:
    """A car whose databroker can be reached on a port of this computer, and be cut off from it and brought back.

    token: what it asks for, empty for nothing.
    """

    def __init__(self, car: Car | None = None, port: int = 0, token: str = "") -> None:
        self.car = car or Car()
        self.port = port
        self.token = token
        self._server: Any = None
        self._clock: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Answer, and let time go by, from now on; on any free port, if none was chosen."""
        server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
        add_VALServicer_to_server(_Service(self.car, self.token), server)
        self.port = server.add_insecure_port(f"{HOST}:{self.port}")
        await server.start()
        self._server = server
        if self._clock is None:
            self._clock = asyncio.create_task(self._tick())

    async def cut(self) -> None:
        """Drop all connections, and take no more. The car goes on."""
        server, self._server = self._server, None
        if server is not None:
            await server.stop(None)

    async def restore(self) -> None:
        """Be there again, on the same port."""
        if self._server is None:
            await self.start()

    async def close(self) -> None:
        """Be gone."""
        await self.cut()
        clock, self._clock = self._clock, None
        if clock is not None:
            clock.cancel()
            await asyncio.gather(clock, return_exceptions=True)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(_TICK)
            self.car.advance(_TICK)


async def serve(port: int, ready: Callable[[str], None]) -> None:
    """Simulate until cancelled. port: 0 for any free one. ready: given what to write into drivers.toml."""
    simulator = Simulator(port=port)
    await simulator.start()
    ready(f'[vehicle]\nhost = "{HOST}"\nport = {simulator.port}\n')
    try:
        await asyncio.Event().wait()
    finally:
        await simulator.close()


def _metadata(car: Car, path: str) -> Any:
    spec = car.tree[path]
    ends = {"min": spec.least, "max": spec.most}
    told = {name: _wire(spec, int(end)) for name, end in ends.items() if end is not None}
    return types_pb2.Metadata(
        path=path,
        id=list(car.tree).index(path) + 1,
        data_type=types_pb2.DataType.Value(f"DATA_TYPE_{spec.type.upper()}"),
        entry_type=types_pb2.ENTRY_TYPE_ACTUATOR if spec.actuator else types_pb2.ENTRY_TYPE_SENSOR,
        **told,
    )


def _point(spec: Spec, value: RawValue | None) -> Any:
    if value is None:
        return types_pb2.Datapoint()
    return types_pb2.Datapoint(value=_wire(spec, value))


def _wire(spec: Spec, value: RawValue) -> Any:
    return types_pb2.Value(**{_field(spec): value})


def _field(spec: Spec) -> str:
    """The field of a value that holds this type: small integers travel as 32 bits."""
    return _FIELDS.get(spec.type) or ("uint32" if spec.type.startswith("u") else "int32")


def _is_within(spec: Spec, value: RawValue) -> bool:
    if isinstance(value, str) or (spec.least is None and spec.most is None):
        return True
    return (spec.least is None or value >= spec.least) and (spec.most is None or value <= spec.most)
