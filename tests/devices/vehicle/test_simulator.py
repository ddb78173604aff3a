"""The simulated car, asked by KUKSA's own client, and as time goes by."""

import asyncio

import pytest

pytest.importorskip("kuksa.val.v2")

import grpc
from grpc.aio import AioRpcError
from kuksa.val.v2 import types_pb2, val_pb2
from kuksa.val.v2.val_pb2_grpc import VALStub
from kuksa_client.grpc.aio import VSSClient

from ogam.devices.drivers import SIMULATORS
from ogam.devices.vehicle.signals import all_signals, paths_of
from ogam.devices.vehicle.simulator import Car, Simulator, serve
from ogam.devices.vehicle.simulator.car import TREE

INSIDE = "Vehicle.Cabin.HVAC.AmbientAirTemperature"
LEVEL = "Vehicle.Powertrain.TractionBattery.StateOfCharge.Displayed"


def test_its_tree_has_all_that_the_table_of_signals_is_made_of():
    assert set(paths_of(all_signals())) <= TREE.keys()


def test_kuksas_own_client_follows_it():
    async def main():
        simulator = Simulator()
        await simulator.start()
        async with VSSClient("127.0.0.1", simulator.port, ensure_startup_connection=False) as client:
            async for values in client.subscribe_current_values(["Vehicle.Speed", INSIDE]):
                assert values["Vehicle.Speed"].value == 0.0
                break
        await simulator.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("Vehicle.Nothing", {"bool": True}, grpc.StatusCode.NOT_FOUND),
        ("Vehicle.Speed", {"float": 3.0}, grpc.StatusCode.INVALID_ARGUMENT),
        ("Vehicle.Body.Trunk.Rear.IsOpen", {"int32": 1}, grpc.StatusCode.INVALID_ARGUMENT),
        ("Vehicle.Cabin.Door.Row1.DriverSide.Window.Position", {"uint32": 101}, grpc.StatusCode.INVALID_ARGUMENT),
    ],
)
def test_it_refuses_all_where_one_is_wrong(path, value, code):
    async def main():
        simulator = Simulator()
        await simulator.start()
        async with grpc.aio.insecure_channel(f"127.0.0.1:{simulator.port}") as channel:
            requests = [
                val_pb2.ActuateRequest(signal_id=types_pb2.SignalID(path=one), value=types_pb2.Value(**told))
                for one, told in (("Vehicle.Body.Lights.Beam.Low.IsOn", {"bool": True}), (path, value))
            ]
            with pytest.raises(AioRpcError) as error:
                await VALStub(channel).BatchActuate(val_pb2.BatchActuateRequest(actuate_requests=requests))
        await simulator.close()
        assert error.value.code() is code
        assert simulator.car.actuations == []

    asyncio.run(main())


def test_the_cabin_comes_to_what_it_is_set_to_and_cools_down_without():
    car = Car()
    car.actuate({"Vehicle.Cabin.HVAC.IsAirConditioningActive": True})
    for _ in range(30):
        car.advance(60)
    assert car.values[INSIDE] == pytest.approx(21, abs=0.1)
    car.actuate({"Vehicle.Cabin.HVAC.IsAirConditioningActive": False})
    car.advance(600)
    assert 4 < car.values[INSIDE] < 21


def test_it_charges_up_to_its_limit():
    car = Car()
    car.actuate({"Vehicle.Powertrain.TractionBattery.Charging.StartStopCharging": "START"})
    car.advance(60)
    assert car.values[LEVEL] == pytest.approx(65)
    assert car.values["Vehicle.Powertrain.TractionBattery.Charging.IsCharging"] is True
    for _ in range(20):
        car.advance(60)
    assert car.values[LEVEL] == 80
    assert car.values["Vehicle.Powertrain.TractionBattery.Charging.IsCharging"] is False


def test_it_is_served_with_what_to_write_into_drivers_toml():
    assert SIMULATORS["vehicle"] == "ogam.devices.vehicle.simulator"
    told = []

    async def main():
        task = asyncio.create_task(serve(0, told.append))
        while not told:
            await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())
    assert told[0].startswith('[vehicle]\nhost = "127.0.0.1"\nport = ')
