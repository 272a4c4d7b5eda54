"""Triggers that keep a column filled while its rows are, and what they run.

They are named behind all others (``zz_``), since triggers fire in the order of their names and
ours has to see what the others made of the row (manual, CREATE TRIGGER). An expression of the
schema's author names columns as a statement on the table would, so it stands in a query over the
row. Names in it mean what they mean in schema files, whatever the session's search_path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

INDENT = "    "


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """A trigger of a table and its function, by the name of the helper; ``lines`` are its body."""

    table: str
    name: str
    lines: tuple[str, ...]

    @property
    def function(self) -> str:
        """The function as SQL calls it."""
        return quote_name(sibling(self.table, self.name))

    @property
    def trigger(self) -> str:
        """The trigger's name."""
        return f"zz{self.name}"

    def create(self) -> tuple[str, str]:
        """Return the statements that make the function and the trigger."""
        lines = "".join(f"{INDENT}{line}\n" for line in self.lines)
        body = dollar_quoted(f"\nBEGIN\n{lines}{INDENT}RETURN NEW;\nEND\n", "fl")
        function = (
            f"CREATE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql\n"
            f"{INDENT}SET search_path = public, pg_temp AS {body}"
        )
        trigger = (
            f"CREATE TRIGGER {self.trigger} BEFORE INSERT OR UPDATE ON {quote_name(self.table)}\n"
            f"{INDENT}FOR EACH ROW EXECUTE FUNCTION {self.function}()"
        )
        return function, trigger

    def drop(self) -> tuple[str, str]:
        """Return the statements that take both away."""
        return (
            f"DROP TRIGGER {self.trigger} ON {quote_name(self.table)}",
            f"DROP FUNCTION {self.function}()",
        )


def dollar_quoted(body: str, tag: str) -> str:
    """Return a body between dollar quotes that it does not hold.

    >>> dollar_quoted("SELECT 1", "fl"), dollar_quoted("SELECT '$fl$'", "fl")
    ('$fl$SELECT 1$fl$', "$fll$SELECT '$fl$'$fll$")
    """
    quotes = f"${tag}$"
    while quotes in body:
        quotes = f"{quotes[:-1]}{tag[-1]}$"
    return f"{quotes}{body}{quotes}"


def assigned(table: str, column: str, expression: str) -> str:
    """Return the line of a trigger's body that computes a column of the new row."""
    row = f"(SELECT NEW.*) AS {quote(bare_name(table))}"
    return f"SELECT {expression} INTO NEW.{quote(column)} FROM {row};"  # noqa: S608 - the author's


def only_if_null(column: str, lines: Iterable[str]) -> tuple[str, ...]:
    """Return lines that run where a column of the new row is NULL."""
    inside = tuple(f"{INDENT}{line}" for line in lines)
    return (f"IF NEW.{quote(column)} IS NULL THEN", *inside, "END IF;")


def or_null(column: str, lines: Iterable[str]) -> tuple[str, ...]:
    """Return lines after which a column is NULL where the value does not go into its type.

    The application may write what only the new type can hold: that is no error of its statement.
    """
    inside = tuple(f"{INDENT}{line}" for line in lines)
    return (
        "BEGIN",
        *inside,
        "EXCEPTION WHEN OTHERS THEN",
        f"{INDENT}NEW.{quote(column)} := NULL;",
        "END;",
    )
