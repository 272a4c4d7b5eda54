"""An UPDATE that is run in batches: what it changes, and its condition, found by its words."""

from __future__ import annotations

from fluentorm.dialects.postgres.words import Words
from fluentorm.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An UPDATE, taken apart: ``before`` is all in front of WHERE, ``condition`` all behind.

    ``target`` is what a query of the same rows selects from: the table as it is written, its alias,
    and the other tables of FROM. ``alias`` is how columns of the table are named.
    """

    table: str
    only: bool
    alias: str
    sources: str
    before: str
    condition: str

    @property
    def target(self) -> str:
        """The FROM list of a query that sees the same rows."""
        only = "ONLY " if self.only else ""
        alias = f" AS {self.alias}" if self.alias != self.table else ""
        return f"{only}{self.table}{alias}" + (f", {self.sources}" if self.sources else "")

    def bounded(self, bounds: str) -> str:
        """Return the statement for those rows only that satisfy another condition too."""
        return f"{self.before} WHERE ({bounds}) AND ({self.condition}\n)"

    def remaining(self, selected: str, bounds: str = "true") -> str:
        """Return a query of the rows that are not done yet."""
        return f"SELECT {selected} FROM {self.target} WHERE ({bounds}) AND ({self.condition}\n)"  # noqa: S608 - the author's own statement


def read_update(sql: str) -> Update | str:
    """Take an UPDATE apart, or say in words why it is none that can run in batches."""
    words = Words(sql)
    if not words.take("update"):
        return "a backfill must be an UPDATE"
    only = words.take("only")
    table = words.name()
    if words.take("*"):
        only = False
    explicit = words.take("as")
    alias = table
    if explicit or words.peek() != "set":
        alias = words.name()
    if not table or not alias or not words.take("set"):
        return "the UPDATE names no table, or has no SET behind it"
    words.until({"from", "where", "returning"})
    sources = ""
    if words.take("from"):
        sources = words.until({"where", "returning"})
    before = sql[: words.offset].rstrip()
    if not words.take("where"):
        return "the UPDATE of a backfill has no WHERE, which must say what is not done yet"
    if words.peek() == "current" and words.peek(1) == "of":
        return "WHERE CURRENT OF needs a cursor, which a backfill does not have"
    condition = words.until({"returning"})
    if not words.ended:
        return "the UPDATE of a backfill can have no RETURNING"
    if not condition:
        return "the WHERE of the backfill is empty"
    return Update(
        table=table,
        only=only,
        alias=alias,
        sources=sources,
        before=before,
        condition=condition,
    )
