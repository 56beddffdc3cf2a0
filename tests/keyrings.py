"""Keyrings for tests: one that forgets, one that keeps nothing, one that is locked."""

from __future__ import annotations

import keyring.backend
import keyring.errors


class Memory(keyring.backend.KeyringBackend):
    """A keyring that forgets everything at the end of a test."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # its own word is without types
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Deaf(Memory):
    """One that keeps nothing, and does not say so."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Locked(Memory):
    """One that is locked, and tells what it was given."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"locked: {service}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError(f"cannot keep {password}")
