"""An enum type that is made anew beside the one in use, and takes its name in the swap.

PostgreSQL neither removes nor reorders the values of an enum. So there is a second type for a
while, of which the columns are that are filled beside the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.builtin import type_name
from fluentorm.dialects.postgres.enums import create_enum
from fluentorm.dialects.postgres.online.steps import long
from fluentorm.dialects.postgres.online.sync import dollar_quoted
from fluentorm.diff.rewriting import Renaming, renamed_in_table
from fluentorm.schema.privileges import NO_PRIVILEGES, Privileges
from fluentorm.schema.qualified import bare_name, quote_name, sibling
from fluentorm.schema.refs import Kind
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.postgres.online.scene import Scene
    from fluentorm.dialects.postgres.online.steps import Step
    from fluentorm.diff.operations import AlterColumn, AlterEnum
    from fluentorm.schema.objects import Column, Enum, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSwap:
    """A type on both sides, and the keys of what it is called while the other has its name.

    ``fresh`` is the new one until the swap, ``kept`` the old one from then on. ``given`` are the
    privileges that a new type has from the start.
    """

    before: Enum
    after: Enum
    fresh: str
    kept: str
    given: Privileges = NO_PRIVILEGES

    def turned(self) -> TypeSwap:
        """Return the swap of the way back, while both types are there."""
        return replace(self, before=self.after, after=self.before, fresh=self.kept, kept=self.fresh)

    def create_new(self) -> tuple[str, ...]:
        """Return the statements that make the new type under the name of a helper."""
        return create_enum(replace(self.after, name=self.fresh), self.given)

    def create_old(self) -> tuple[str, ...]:
        """Return the statements that make the old type again, for the columns kept."""
        plain = replace(self.before, comment=None, privileges=NO_PRIVILEGES)
        return create_enum(replace(plain, name=self.kept))

    def exchange(self) -> tuple[str, ...]:
        """Return the statements that give the new type the name; no table is locked for them."""
        return (
            f"ALTER TYPE {type_name(self.before.name)} RENAME TO {quote(bare_name(self.kept))}",
            f"ALTER TYPE {type_name(self.fresh)} RENAME TO {quote(bare_name(self.before.name))}",
        )

    def drop_old(self) -> tuple[str, ...]:
        """Return the statements that take the old type away."""
        return (f"DROP TYPE {type_name(self.kept)}",)

    def told_new(self, table: Table) -> Table:
        """Return a table whose expressions call the new type by its name before the swap."""
        renaming = Renaming(kind=Kind.ENUM, before=self.after.name, after=self.fresh)
        return renamed_in_table(table, renaming)

    def column_before(self, column: Column) -> Column:
        """Return a column as it is of the old type."""
        return replace(column, type=_renamed(column, self.kept))

    def column_after(self, column: Column) -> Column:
        """Return a column as it is of the new type."""
        return replace(column, type=_renamed(column, self.fresh), using=None)

    def proven(self, altered: Sequence[AlterColumn], *, back: bool = False) -> Iterator[Step]:
        """Yield a step that fails, before anything is done, where rows hold a value that goes."""
        gone = [value for value in self.before.values if value not in self.after.values]
        if not gone:
            return
        for one in altered:
            column = one.after if back else one.before
            yield long(one.table, _require_free(one.table, column, gone))


def _require_free(table: str, column: Column, values: Sequence[str]) -> str:
    name, listed = quote(column.name), ", ".join(map(quote_literal, values))
    held = f"{name} IN ({listed})"
    if column.type.endswith("[]"):
        held = f"{name}::text[] && ARRAY[{listed}]"
    words = f"{quote_name(table)}.{name} holds {' or '.join(map(quote_literal, values))}"
    rows = f"SELECT * FROM {quote_name(table)} WHERE {held}"  # noqa: S608 - quoted
    hint = f"give these rows another value: {rows}"
    body = (
        " BEGIN\n"
        f"    IF EXISTS (SELECT FROM {quote_name(table)} WHERE {held}) THEN\n"
        f"        RAISE EXCEPTION {quote_literal(words.replace('%', '%%'))}\n"
        f"            USING HINT = {quote_literal(hint)};\n"
        "    END IF;\n"
        "END "
    )
    return f"DO {dollar_quoted(body, 'do')}"


def _renamed(column: Column, name: str) -> str:
    return type_name(name) + ("[]" if column.type.endswith("[]") else "")


def of_enum(operation: AlterEnum, scene: Scene) -> TypeSwap:
    """Return how an enum is made anew under the names of helpers."""
    name = operation.before.name
    return TypeSwap(
        before=operation.before,
        after=operation.after,
        fresh=sibling(name, scene.helper(f"type {name}")),
        kept=sibling(name, scene.helper(f"old type {name}")),
        given=operation.given,
    )
