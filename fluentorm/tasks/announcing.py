"""What files will do to a database in use, for ``plan`` and for the runs that only show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import FluentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fluentorm.dialects.base import Session
    from fluentorm.dialects.postgres.announce import Announced, Size
    from fluentorm.schema.objects import SchemaModel


def sizes_of(session: Session) -> Mapping[str, Size]:
    """Return how big the tables of a database are; nothing where the user may not ask."""
    from fluentorm.dialects.postgres.table_sizes import table_sizes

    try:
        return table_sizes(session)
    except FluentError:
        return {}


def in_database(session: Session, files: Iterable[tuple[str, str]]) -> dict[str, list[Announced]]:
    """Return what files (name, text) do one after the other to the database as it is.

    Raises DatabaseError where it cannot be read.
    """
    from fluentorm.dialects.postgres.introspect import introspect

    listed = list(files)
    if not listed:
        return {}
    return on_model(introspect(session).model, listed, sizes_of(session))


def on_model(
    model: SchemaModel, files: Iterable[tuple[str, str]], sizes: Mapping[str, Size] | None = None
) -> dict[str, list[Announced]]:
    """Return what files (name, text) do one after the other to a schema.

    A file whose steps cannot be read has nothing: running it names the reason.
    """
    from fluentorm.dialects.postgres.announce import Announcer
    from fluentorm.dialects.postgres.splitter import Unterminated

    announcer = Announcer(model, sizes)
    found: dict[str, list[Announced]] = {}
    for name, text in files:
        try:
            found[name] = list(announcer.announce(text, name))
        except (FluentError, Unterminated):
            found[name] = []
    return found
