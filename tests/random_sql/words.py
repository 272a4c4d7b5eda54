"""Choices, and what all kinds of objects have: comments and privileges."""

from __future__ import annotations

from random import Random
from typing import TypeVar

_T = TypeVar("_T")
ROLES = ("fluent_test_reader", '"Fluent Test Writer"')
OTHER = '"Über space"'
THIRD = "third"


class Words:
    """A script in the making; ``version`` is the server's major version."""

    def __init__(self, seed: int, version: int) -> None:
        self.random = Random(seed)  # noqa: S311 - tests
        self.version = version
        self.statements: list[str] = []
        self.made: set[str] = set()

    def say(self, statement: str) -> None:
        """Add a statement."""
        self.statements.append(" ".join(statement.split()) if "$$" not in statement else statement)

    def likely(self, chance: float = 0.75) -> bool:
        """Say yes, that often."""
        return self.random.random() < chance

    def pick(self, *values: _T) -> _T:
        """Return one of some values."""
        return self.random.choice(values)

    def some(self, *values: _T, chance: float = 0.6) -> list[_T]:
        """Return some of the values, perhaps none."""
        return [value for value in values if self.likely(chance)]

    def opt(self, text: str, chance: float = 0.5, since: int = 0) -> str:
        """Return a text or nothing; nothing for a server before ``since``."""
        return text if self.version >= since and self.likely(chance) else ""

    def has(self, *names: str) -> bool:
        """Say whether all of these were made."""
        return self.made.issuperset(names)

    def comment(self, target: str, chance: float = 0.3) -> None:
        """Describe something, perhaps."""
        if self.likely(chance):
            text = self.pick("'plain'", "'it''s \\ odd\nand long'", "'ünïcode'")
            self.statements.append(f"COMMENT ON {target} IS {text}")

    def grants(self, target: str, *privileges: str, public: str = "") -> None:
        """Grant something, perhaps, or take what PUBLIC has by itself."""
        if self.likely(0.25):
            what, role = self.pick(*privileges), self.pick(*ROLES)
            self.say(f"GRANT {what} ON {target} TO {role} {self.opt('WITH GRANT OPTION', 0.3)}")
        if public and self.likely(0.15):
            self.say(f"REVOKE {public} ON {target} FROM PUBLIC")

    def chosen(self, *options: str) -> str:
        """Return some of the options of a statement, in their order."""
        return " ".join(self.some(*options, chance=0.35))
