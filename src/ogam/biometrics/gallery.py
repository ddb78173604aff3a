"""The gallery: what Ogam keeps of people's voices and faces, sealed, with a key for each person.

A person's templates are sealed with the person's own key, and that key with the gallery's. Forgetting destroys both the
person's key and the gallery's old key, so that a copy of the file made earlier opens no more.
"""

import secrets
import time as clock
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Self

import numpy as np

from ogam.biometrics.crypto import new_key
from ogam.biometrics.embeddings import Embedding, EmbeddingContract
from ogam.biometrics.sealing import (
    Member,
    Template,
    contract_text,
    seal_key,
    seal_member,
    seal_template,
    state_of,
    unseal_member,
    unseal_template,
)
from ogam.biometrics.vault import Vault
from ogam.core import BiometricsError
from ogam.home.names import key as same_name

_ID_BYTES = 16
_SHORTEST_ID = 6
_ROUNDING = 1e-3
_TICK = 1e-6  # seconds, so that those enrolled together keep their order


class Gallery:
    """One gallery, usable from several threads and next to other processes. Made by `open_gallery`.

    Every method raises BiometricsError where the file is damaged, tampered with, locked, or sealed with another key;
    nothing of what is damaged is ever given out.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @property
    def revision(self) -> int:
        """A number that grows with every change, whoever makes it: for those who keep templates in memory."""
        with self._vault.transaction():
            return int(self._vault.fact("revision"))

    def members(self) -> list[Member]:
        """Everyone, by name."""
        with self._vault.transaction() as key:
            return sorted(self._members(key), key=lambda member: member.name)

    def member(self, name: str) -> Member:
        """The person of this name, or of this id (its first six digits will do). BiometricsError for nobody."""
        with self._vault.transaction() as key:
            return self._member(key, self._id_of(key, name))

    def add(self, name: str) -> Member:
        """A new person, of whom nothing is kept yet. BiometricsError for a name that is taken or empty."""
        if not same_name(name):
            raise BiometricsError(f"'{name}' is no name. Give one that can be said.")
        with self._vault.transaction("IMMEDIATE") as key:
            if taken := next((one for one in self._members(key) if same_name(one.name) == same_name(name)), None):
                raise BiometricsError(f"{taken.name} is there already. Choose another name, or enrol more samples.")
            member, own = Member(secrets.token_hex(_ID_BYTES), " ".join(name.split()), clock.time()), new_key()
            sealed = seal_key(key, self._vault.id, member.id, own), seal_member(own, self._vault.id, member)
            self._vault.rows("INSERT INTO people VALUES (?, ?, ?)", member.id, *sealed)
            self._vault.changed()
        return member

    def enrol(
        self, name: str, embeddings: Sequence[Embedding], source: str = "", pending: bool = False
    ) -> list[Template]:
        """Keep embeddings of a person: all of them or, if one cannot be kept, none. pending: until confirmed."""
        for embedding in embeddings:
            _check(embedding)
        with self._vault.transaction("IMMEDIATE") as key:
            member, now = self._id_of(key, name), clock.time()
            templates = [
                Template(secrets.token_hex(_ID_BYTES), member, embedding, now + place * _TICK, source, pending)
                for place, embedding in enumerate(embeddings)
            ]
            for template in templates:
                self._insert(key, template)
            self._vault.changed()
        return templates

    def templates(
        self, name: str | None = None, contract: EmbeddingContract | None = None, pending: bool = False
    ) -> list[Template]:
        """What is enrolled (pending: what waits to be), oldest first; of one person, of one contract, if given."""
        with self._vault.transaction() as key:
            member = None if name is None else self._id_of(key, name)
            found = self._select(key, pending, member, None if contract is None else contract_text(contract))
        return sorted(found, key=lambda template: (template.created, template.id))

    def enrolled(self, contract: EmbeddingContract) -> dict[str, list[Embedding]]:
        """Whom a probe of a contract may be compared with: everybody's embeddings by name, on one state of the file."""
        found: dict[str, list[Embedding]] = {}
        with self._vault.transaction() as key:
            names = {member.id: member.name for member in self._members(key)}
            for template in self._select(key, pending=False, contract=contract_text(contract)):
                found.setdefault(names[template.member], []).append(template.embedding)
        return found

    def confirm(self, number: str) -> Template:
        """Enrol what was pending. number: its id, or the first six digits."""
        with self._vault.transaction("IMMEDIATE") as key:
            template = replace(self._take_pending(key, number), pending=False)
            self._insert(key, template)
            self._vault.changed()
        return template

    def discard(self, number: str) -> Template:
        """Remove what was pending, from the file too."""
        with self._vault.alone():
            with self._vault.transaction("IMMEDIATE") as key:
                template = self._take_pending(key, number)
                self._vault.set_fact("unswept", "1")
                self._vault.changed()
            self._vault.finish()
        return template

    def forget(self, name: str) -> bool:
        """Remove a person: templates, name, key; and change the gallery's key, so that older copies open no more.

        False if another program is reading the file: what is left in it can be read by nobody, and goes at the next
        opening. name: also the id, for a person whose name is damaged.
        """
        with self._vault.alone():
            with self._vault.transaction("IMMEDIATE") as key:
                member = self._id_of(key, name)
                self._vault.rows("DELETE FROM templates WHERE person = ?", member)
                self._vault.rows("DELETE FROM people WHERE id = ?", member)
                self._vault.seal_anew(key)
            return self._vault.finish()

    def rotate_key(self) -> bool:
        """Change the gallery's key. Older copies of the file open no more. False as for `forget`."""
        with self._vault.alone():
            with self._vault.transaction("IMMEDIATE") as key:
                self._vault.seal_anew(key)
            return self._vault.finish()

    def problems(self) -> list[str]:
        """What is wrong with the file, a line each; nothing if all of it is whole and can be opened."""
        path = self._vault.path
        with self._vault.transaction() as key:
            found = [f"{path}: {what}" for (what,) in self._vault.rows("PRAGMA integrity_check") if what != "ok"]
            for (member,) in self._vault.rows("SELECT id FROM people ORDER BY id"):
                try:
                    self._member(key, member)
                    self._select(key, False, member)
                    self._select(key, True, member)
                except BiometricsError as error:
                    found.append(str(error))
            strays = self._vault.rows(
                "SELECT id FROM templates WHERE person NOT IN (SELECT id FROM people) OR state NOT IN (?, ?)",
                state_of(pending=False),
                state_of(pending=True),
            )
            found += [f"{path}: template {number[:8]} belongs to nobody." for (number,) in strays]
        return found

    def close(self) -> None:
        self._vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _members(self, key: bytes) -> list[Member]:
        return [self._member(key, member) for (member,) in self._vault.rows("SELECT id FROM people")]

    def _member(self, key: bytes, member: str) -> Member:
        own = self._vault.own_key(key, member)
        ((profile,),) = self._vault.rows("SELECT profile FROM people WHERE id = ?", member)
        with self._vault.seal_of(member):
            return unseal_member(own, self._vault.id, member, profile)

    def _id_of(self, key: bytes, name: str) -> str:
        """Looks at ids first, which needs nobody's key: a damaged person can be forgotten by id."""
        ids = [member for (member,) in self._vault.rows("SELECT id FROM people") if _begins(member, name)]
        if len(ids) == 1:
            return str(ids[0])
        members = self._members(key)
        for member in members:
            if same_name(member.name) == same_name(name):
                return member.id
        known = ", ".join(sorted(member.name for member in members)) or "nobody"
        raise BiometricsError(
            f"The gallery knows nobody called '{name}', but: {known}. To add somebody: ogam people add NAME"
        )

    def _insert(self, key: bytes, template: Template) -> None:
        sealed = seal_template(self._vault.own_key(key, template.member), self._vault.id, template)
        contract, state = contract_text(template.embedding.contract), state_of(template.pending)
        row = template.id, template.member, state, contract, sealed
        self._vault.rows("INSERT INTO templates VALUES (?, ?, ?, ?, ?)", *row)

    def _select(
        self, key: bytes, pending: bool, member: str | None = None, contract: str | None = None
    ) -> list[Template]:
        rows = self._vault.rows(
            """SELECT id, person, contract, sealed FROM templates
            WHERE state = ?1 AND (?2 IS NULL OR person = ?2) AND (?3 IS NULL OR contract = ?3)""",
            state_of(pending),
            member,
            contract,
        )
        own = {owner: self._vault.own_key(key, owner) for owner in {row[1] for row in rows}}
        return [self._unsealed(own[row[1]], row, pending) for row in rows]

    def _unsealed(self, own_key: bytes, row: tuple[Any, ...], pending: bool) -> Template:
        number, member, contract, sealed = row
        with self._vault.seal_of(member):
            return unseal_template(own_key, self._vault.id, number, member, pending, contract, sealed)

    def _take_pending(self, key: bytes, number: str) -> Template:
        matches = [template for template in self._select(key, pending=True) if _begins(template.id, number)]
        if len(matches) != 1:
            raise BiometricsError(f"Nothing that waits is called '{number}'. See what does: ogam people pending")
        self._vault.rows("DELETE FROM templates WHERE id = ?", matches[0].id)
        return matches[0]


def _begins(number: str, said: str) -> bool:
    return len(said) >= _SHORTEST_ID and number.startswith(said.lower())


def _check(embedding: Embedding) -> None:
    vector, contract = embedding.vector, embedding.contract
    if vector.shape != (contract.dimensions,) or not np.all(np.isfinite(vector)):
        raise BiometricsError(f"An embedding of {contract.model} must be {contract.dimensions} finite numbers.")
    if abs(float(np.linalg.norm(vector)) - 1) > _ROUNDING:
        raise BiometricsError(f"An embedding of {contract.model} must have length 1.")
