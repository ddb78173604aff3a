"""Who is at the door: from a simulated camera that shows photographs, by Ogam's own networks, to the answer."""

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ogam.biometrics import find_embedder, open_gallery, open_household
from ogam.core import Identity, Image
from ogam.grammar import compile_grammar
from ogam.home import parse_home
from ogam.hub import House, open_hub
from ogam.hub.open_sights import open_pictures, open_sights
from ogam.vision import read_image
from ogam.vision.simulator import MjpegServer, made_up_room

pytestmark = [pytest.mark.real, pytest.mark.slow]
FACES = Path(__file__).parents[2] / ".." / "shared" / "data" / "faces" / "images"
MINA = Identity("Mina", 0.99, ("voice",))


def photographs() -> tuple[list[Path], Path]:
    """Three photographs of one person, and one of another."""
    if not FACES.is_dir():
        pytest.skip("needs ../shared/data/faces")
    people: dict[str, list[Path]] = {}
    for path in sorted(FACES.iterdir()):
        people.setdefault(path.stem.rpartition("_")[0], []).append(path)
    name = next(name for name, several in people.items() if len(several) >= 4)
    return people[name], next(several[0] for other, several in people.items() if other != name)


def at_the_door(face: Path) -> list[Image]:
    """A room in which a photograph is held before the camera, and moved."""
    pixels, shown = read_image(face).pixels, []
    for number, image in enumerate(made_up_room(20)):
        picture = image.pixels.copy()
        picture[100:350, 100 + 5 * number : 350 + 5 * number] = pixels
        shown.append(Image(picture))
    return shown


def test_who_is_at_the_door(tmp_path: Path) -> None:
    (first, second, third, *_), stranger = photographs()
    with open_gallery(tmp_path / "gallery", create=True) as gallery:
        gallery.add("Mina")
        embedder = find_embedder("face").for_enrolment()
        for path in (first, second):
            gallery.enrol("Mina", [embedder.embed(read_image(path))], str(path))
    home = parse_home(
        "{areas: [hall], devices: [{name: lamp, domain: light, area: hall}], people: [{name: Mina, role: owner}], "
        "cameras: [{name: door camera, area: hall, address: PLACE}]}"
    )
    grammar = compile_grammar(home)

    async def answers(face: Path, expected: str) -> str:
        with MjpegServer(at_the_door(face), rate=5) as camera, open_household(tmp_path / "gallery", home.people) as who:
            hub = open_hub(home, listen=False, grammar=grammar, identifier=who, anyone_enrolled=True)
            house = House(hub, None)  # type: ignore[arg-type]
            house.watch(lambda one: open_pictures(replace(one, address=camera.address)), open_sights(hub))
            deadline, said = time.monotonic() + 60, ""
            while expected not in said and time.monotonic() < deadline:
                await asyncio.sleep(0.5)
                said = (await hub.say("who is at the door", "hall", who=MINA)).reply
            await asyncio.to_thread(house.close)
            return said

    assert "Mina" in asyncio.run(answers(third, "Mina"))
    said = asyncio.run(answers(stranger, "Somebody"))
    assert "Somebody" in said
    assert "Mina" not in said
