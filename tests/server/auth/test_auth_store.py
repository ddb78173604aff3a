import os
import stat

import pytest

from ogam.core import OgamError
from ogam.server.auth import Accounts, Auth, AuthStore


def test_the_file_is_for_its_user_alone(tmp_path):
    path = tmp_path / "ogam" / "auth.sqlite"
    before = os.umask(0)
    try:
        AuthStore(path).close()
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_accounts_outlive_the_process(tmp_path):
    path = tmp_path / "auth.sqlite"
    with AuthStore(path) as store:
        Accounts(store).add("Mina", "Mina", owner=True)
    with AuthStore(path) as store:
        assert Accounts(store).find("mina").owner is True


def test_with_an_account_goes_all_by_which_it_signed_in(tmp_path):
    auth = Auth.open(tmp_path / "auth.sqlite")
    auth.accounts.add("Mina")
    auth.sessions.begin("Mina")
    auth.tokens.add("Mina", "panel", ["say"])
    auth.invitations.new("Mina")
    auth.accounts.remove("mina")
    for table in ("sessions", "tokens", "invitations", "passkeys"):
        assert auth.store.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    auth.close()


def test_a_file_of_a_newer_ogam_is_left_alone(tmp_path):
    path = tmp_path / "auth.sqlite"
    with AuthStore(path) as store:
        store._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(OgamError, match="newer Ogam"):
        AuthStore(path)


def test_what_is_no_such_file_says_so(tmp_path):
    path = tmp_path / "auth.sqlite"
    path.write_bytes(b"no database at all, but long enough to look like one" * 20)
    with pytest.raises(OgamError, match="cannot be used"):
        AuthStore(path)
