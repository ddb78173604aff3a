"""Home Assistant itself, for test_real_home_assistant.py: runs with a Python that has it, until its input ends.

    python real_home_assistant.py CONFIG_FOLDER

Prints, as JSON, its version and the long-lived tokens of two users, Ogam and Mina, once all of it has started.
"""

import asyncio
import json
import sys
import types
from datetime import timedelta
from pathlib import Path


async def main(folder: str) -> None:
    from homeassistant import bootstrap, const, runner
    from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN

    without_pages(folder)
    hass = await bootstrap.async_setup_hass(runner.RuntimeConfig(config_dir=folder, skip_pip=True))
    if hass is None:
        raise SystemExit("Home Assistant did not start")
    tokens = {}
    for name in ("Ogam", "Mina"):
        user = await hass.auth.async_create_user(name, group_ids=["system-admin"])
        grant = await hass.auth.async_create_refresh_token(
            user,
            client_name=name,
            token_type=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN,
            access_token_expiration=timedelta(days=1),
        )
        tokens[name] = {"token": hass.auth.async_create_access_token(grant), "user": user.id}
    await hass.async_start()
    sys.stdout.write(json.dumps({"version": const.__version__, "people": tokens}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await hass.async_stop(force=True)


def without_pages(folder: str) -> None:
    """Home Assistant insists on its web pages, a package of its own; nobody looks at them here."""
    pages = types.ModuleType("hass_frontend")
    pages.where = lambda: Path(folder) / "www"  # type: ignore[attr-defined]
    sys.modules["hass_frontend"] = pages


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
