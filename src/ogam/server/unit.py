"""A systemd unit of `ogam serve` (systemd.service(5)): for one user, or for the whole system."""

import sys
from collections.abc import Sequence
from pathlib import Path

NAME = "ogam.service"
SYSTEM_FOLDER = Path("/etc/systemd/system")

_UNIT = """\
[Unit]
Description=Ogam: hears, sees and knows who is there
{after}
[Service]
Type=exec
ExecStart={command}
Restart=on-failure
RestartSec=2
TimeoutStopSec=30
NoNewPrivileges=true
{more}
[Install]
WantedBy={target}
"""

_AFTER = """\
After=network-online.target
Wants=network-online.target
"""
_SYSTEM = """\
DynamicUser=true
StateDirectory=ogam
StateDirectoryMode=0700
Environment=OGAM_HOME=%S/ogam
SupplementaryGroups=audio video
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=true
ProtectKernelTunables=true
ProtectKernelModules=true
ProtectControlGroups=true
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
LockPersonality=true
CapabilityBoundingSet=
LimitNICE=-10
"""
"""A user of its own, with one folder that it may write to (/var/lib/ogam). What hears stop words may go before."""


def unit_text(arguments: Sequence[str] = (), system: bool = False) -> str:
    """The unit. arguments: of `ogam serve`; system: for the whole system, under a user of its own."""
    command = " ".join(map(_quoted, [*_program(), "serve", *arguments]))
    target = "multi-user.target" if system else "default.target"
    more, after = (_SYSTEM, _AFTER) if system else ("", "")
    return _UNIT.format(command=command, more=more, after=after, target=target)


def user_folder(config: str | None, home: Path) -> Path:
    """Where units of a user lie. config: XDG_CONFIG_HOME, if it is set."""
    return (Path(config) if config else home / ".config") / "systemd" / "user"


def _program() -> list[str]:
    """How this Ogam is called, by whole paths."""
    script = Path(sys.executable).with_name("ogam")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "ogam.cli.main"]


def _quoted(word: str) -> str:
    """A word of a command line as systemd reads it."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if not escaped or set(escaped) & set(" \t'\";") else escaped
