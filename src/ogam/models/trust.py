"""Trust: whose packages are taken. A name of a partner and the one key that signs for it, and nothing by itself."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ogam.core import ModelError
from ogam.models.disk import disk_errors, write_whole
from ogam.models.folders import ogam_data
from ogam.models.signatures import PublicKey, parse_public_key

RESERVED = ("ogam",)
"""Names that no partner has."""
_PARTNER = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Trust:
    """The keys that were trusted by name. path: the file they are kept in."""

    path: Path
    keys: Mapping[str, PublicKey] = field(default_factory=dict)

    def with_key(self, partner: str, key: PublicKey, *, replacing: bool = False) -> "Trust":
        """The same with a partner's key. Raises ModelError where another key stands there, unless replacing."""
        check_partner(partner)
        known = self.keys.get(partner)
        if known is not None and known != key and not replacing:
            raise ModelError(
                f"{partner}: another key is trusted for this name ({known.fingerprint}). If the partner says that it "
                "has changed, add --replace."
            )
        return Trust(self.path, {**self.keys, partner: key})

    def without(self, partner: str) -> "Trust":
        """The same without a partner. Raises ModelError if it is not there."""
        if partner not in self.keys:
            known = ", ".join(sorted(self.keys)) or "none"
            raise ModelError(f"{partner}: no key is trusted for this name. Names: {known}.")
        return Trust(self.path, {name: key for name, key in self.keys.items() if name != partner})

    def save(self) -> None:
        with disk_errors(self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            keys = {name: str(key) for name, key in sorted(self.keys.items())}
            write_whole(self.path, json.dumps(keys, indent=2) + "\n")


def read_trust(path: Path | None = None) -> Trust:
    """Whom this user trusts: `trust.json` in Ogam's folder. Raises ModelError if it is damaged."""
    path = path or ogam_data() / "trust.json"
    try:
        text = path.read_text(encoding="ascii")
    except FileNotFoundError:
        return Trust(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: cannot be read ({error}).") from error
    try:
        keys = {check_partner(name): parse_public_key(key) for name, key in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError, ModelError) as error:
        raise ModelError(
            f"{path}: damaged, so nobody is trusted. Delete it, and add the keys again: ogam models trust add"
        ) from error
    return Trust(path, keys)


def check_partner(name: str) -> str:
    """The name, if a partner can have it. Raises ModelError else."""
    if not _PARTNER.fullmatch(name) or name in RESERVED:
        raise ModelError(
            f"'{name[:80]}' cannot be a partner's name. Take lower-case letters, digits and hyphens, 40 at most; not "
            f"{', '.join(RESERVED)}."
        )
    return name
