"""Passkeys: WebAuthn Level 2 (W3C), by py_webauthn. To sign in by, and to approve one deed by."""

import json
import time
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ogam.server.auth.accounts import Account, Accounts
from ogam.server.auth.challenges import Challenges
from ogam.server.auth.store import AuthStore
from ogam.server.errors import Refused

_VERIFIED = UserVerificationRequirement.REQUIRED
"""The finger, the face or the code of the phone: a passkey is the only factor, so its owner must be there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page is open: its host name (WebAuthn's relying party) and its origin."""

    rp: str
    origin: str


@dataclass(frozen=True, slots=True)
class Passkey:
    """id: in base64url; rp: the host name that it is for; created, used: seconds of the Unix clock."""

    id: str
    account: str
    label: str
    rp: str
    created: float
    used: float | None


class Passkeys:
    """The passkeys of a store. A passkey is bound to the host name under which it was made."""

    def __init__(self, store: AuthStore, accounts: Accounts) -> None:
        self._store = store
        self._accounts = accounts
        self._challenges = Challenges()

    def of(self, account: str) -> list[Passkey]:
        rows = self._store.rows(f"SELECT {_COLUMNS} FROM passkeys WHERE account = ? ORDER BY created", account)
        return [_passkey(row) for row in rows]

    def remove(self, identifier: str, account: str) -> bool:
        """Remove a passkey of an account; whether there was one."""
        return self._store.changes("DELETE FROM passkeys WHERE id = ? AND account = ?", _bytes(identifier), account) > 0

    def registration_options(self, account: Account, place: Place, server: str) -> dict[str, Any]:
        """What `navigator.credentials.create` is given. server: its name, as the phone shows it."""
        challenge = self._challenges.new(f"register {account.name}", place.rp)
        options = generate_registration_options(
            rp_id=place.rp,
            rp_name=server,
            user_id=account.handle,
            user_name=account.name,
            challenge=challenge.value,
            exclude_credentials=self._descriptors(account.name, place.rp),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
        )
        return _json(options)

    def register(self, account: Account, place: Place, credential: dict[str, Any], label: str) -> Passkey:
        """Keep a new passkey. Refused where its answer is not right."""
        challenge = self._answered(credential, f"register {account.name}", place)
        try:
            verified = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=place.rp,
                expected_origin=place.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError) as error:
            raise _not_right() from error
        if self._store.rows("SELECT 1 FROM passkeys WHERE id = ?", verified.credential_id):
            raise Refused(409, "passkey-known", "This passkey is known already.")
        self._store.changes(
            "INSERT INTO passkeys (id, account, label, rp, public_key, sign_count, created) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            verified.credential_id, account.name, label, place.rp,
            verified.credential_public_key, verified.sign_count, time.time(),
        )  # fmt: skip
        return next(one for one in self.of(account.name) if _bytes(one.id) == verified.credential_id)

    def login_options(self, place: Place) -> dict[str, Any]:
        """What `navigator.credentials.get` is given to sign in. It names no account: the phone offers those it has."""
        return self._request_options("login", place, [])

    def login(self, place: Place, credential: dict[str, Any]) -> Account:
        """The account that a passkey signs in. Refused where the answer is not right, or was used before."""
        account = self._verify("login", place, credential)
        if account is None:
            raise _not_right()
        return account

    def approval_options(self, account: str, approval: str, place: Place) -> dict[str, Any]:
        """What `navigator.credentials.get` is given to approve one deed: its id is a part of what is signed."""
        known = self._descriptors(account, place.rp)
        if not known:
            raise Refused(409, "no-passkey", "Make a passkey for this address first; then you can approve with it.")
        return self._request_options(f"approve {approval}", place, known)

    def approve(self, account: str, approval: str, place: Place, credential: dict[str, Any]) -> None:
        """Check that this account signed that it approves this deed. Refused for another's or another deed's, and for
        what was used before."""
        by = self._verify(f"approve {approval}", place, credential)
        if by is None or by.name != account:
            raise _not_right()

    def _request_options(
        self, purpose: str, place: Place, allowed: list[PublicKeyCredentialDescriptor]
    ) -> dict[str, Any]:
        challenge = self._challenges.new(purpose, place.rp)
        return _json(
            generate_authentication_options(
                rp_id=place.rp,
                challenge=challenge.value,
                allow_credentials=allowed,
                user_verification=_VERIFIED,
            )
        )

    def _verify(self, purpose: str, place: Place, credential: dict[str, Any]) -> Account | None:
        """The account whose passkey answered a challenge of this purpose; its count of uses goes up."""
        challenge = self._answered(credential, purpose, place)
        try:
            identifier = _bytes(credential["rawId"])
            rows = self._store.rows("SELECT account, public_key, sign_count, rp FROM passkeys WHERE id = ?", identifier)
            if not rows or rows[0][3] != place.rp:
                return None
            name, public_key, sign_count, _ = rows[0]
            verified = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=place.rp,
                expected_origin=place.origin,
                credential_public_key=public_key,
                credential_current_sign_count=sign_count,
                require_user_verification=True,
            )
            handle = credential["response"].get("userHandle")
        except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _not_right() from error
        account = self._accounts.find(name)
        if account is None or (handle and _bytes(handle) != account.handle):
            return None
        self._store.changes(
            "UPDATE passkeys SET sign_count = ?, used = ? WHERE id = ?",
            verified.new_sign_count, time.time(), identifier,
        )  # fmt: skip
        return account

    def _answered(self, credential: dict[str, Any], purpose: str, place: Place) -> bytes:
        """The challenge that a credential answers, used up by this."""
        try:
            data = parse_client_data_json(_bytes(credential["response"]["clientDataJSON"]))
        except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _not_right() from error
        challenge = self._challenges.take(data.challenge, purpose, place.rp)
        if challenge is None:
            raise Refused(401, "passkey-late", "That took too long, or was used already. Try again.")
        return challenge.value

    def _descriptors(self, account: str, rp: str) -> list[PublicKeyCredentialDescriptor]:
        rows = self._store.rows("SELECT id FROM passkeys WHERE account = ? AND rp = ?", account, rp)
        return [PublicKeyCredentialDescriptor(id=identifier) for (identifier,) in rows]


_COLUMNS = "id, account, label, rp, created, used"


def _passkey(row: tuple[bytes, str, str, str, float, float | None]) -> Passkey:
    identifier, account, label, rp, created, used = row
    return Passkey(bytes_to_base64url(identifier), account, label, rp, created, used)


def _bytes(text: str) -> bytes:
    return base64url_to_bytes(text)


def _json(options: Any) -> dict[str, Any]:
    decoded: dict[str, Any] = json.loads(options_to_json(options))
    return decoded


def _not_right() -> Refused:
    return Refused(401, "wrong-passkey", "This passkey does not fit. Try another, or a password.")
