"""Models of one table, for tests of what generation makes of their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.schema.builder import TableSchema
from fluentorm.schema.database_builder import DatabaseSchema
from fluentorm.schema.objects import SchemaModel
from fluentorm.schema.sql_text import sql

if TYPE_CHECKING:
    from collections.abc import Callable


def users(*lines: str, define: Callable[[DatabaseSchema], None] | None = None) -> SchemaModel:
    """Return a model with a table of users, which has an id and what the lines call."""

    def build(t: Any) -> None:
        t.big_int("id", primary_key=True)
        for line in lines:
            eval(line, {"t": t, "sql": sql})  # noqa: S307 - the tests' own lines

    table, enums = TableSchema.create("users", build).build()
    objects = DatabaseSchema.create(define).finish().objects if define else ()
    return SchemaModel(
        tables={"users": table},
        enums={enum.name: enum for enum in enums},
        objects={item.ref: item for item in objects},
    )
