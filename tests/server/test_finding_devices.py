"""Devices that drivers can reach are found over the API, and added by it."""

from ogam.core import Device, DeviceError

from .test_api_changes import HOME, gallery, house, server  # noqa: F401


class Knows:
    """A driver that knows two devices."""

    name = "homeassistant"
    left_out = ("sensor.uptime: hardly anybody asks",)

    async def discover(self):
        lamp = Device("light.hall", "hall lamp", "light", driver="homeassistant", address="light.hall")
        return [lamp, Device("fan.x", "big fan", "fan", driver="homeassistant", address="fan.x")]

    async def act(self, device, action): ...

    async def events(self):
        return
        yield


class Away(Knows):
    name = "thinq"

    async def discover(self):
        raise DeviceError("ThinQ can't be reached.")


def test_what_is_found_is_added_and_then_known(owner, server):  # noqa: F811
    server.house.hub.drivers.update(homeassistant=Knows(), thinq=Away())
    found = owner.post("/api/home/found").json()
    [ha, thinq] = found["drivers"]
    assert [(one["name"], one["known"]) for one in ha["devices"]] == [("hall lamp", False), ("big fan", False)]
    assert ha["left_out"] == ["sensor.uptime: hardly anybody asks"]
    assert (thinq["devices"], thinq["error"]) == ([], "ThinQ can't be reached.")
    assert "mqtt" in found["others"]
    new = {name: ha["devices"][0][name] for name in ("name", "domain", "driver", "address")}
    assert owner.post("/api/home/devices", json=[new]).status_code == 201
    again = owner.post("/api/home/found").json()["drivers"][0]["devices"]
    assert [one["known"] for one in again] == [True, False]


def test_only_owners_look_for_devices(adult):
    assert adult.post("/api/home/found").status_code == 403


def test_a_home_says_whether_something_in_it_stops(owner):
    assert owner.get("/api/home").json()["stops"] is False
