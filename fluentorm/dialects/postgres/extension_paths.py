"""Whether a server has the scripts that bring its extensions to other versions.

An extension comes with scripts from one version to a newer one; hardly any has one back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fluentorm.diff.operations import AlterObject, Operation
from fluentorm.errors import Problem
from fluentorm.schema.database_objects import Extension
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from fluentorm.dialects.base import Session


def missing_update_paths(session: Session, operations: Iterable[Operation]) -> Iterator[Problem]:
    """Yield the changes of an extension's version that a server cannot make.

    None as a version is the one that the server itself would choose.
    """
    for operation in operations:
        if not isinstance(operation, AlterObject):
            continue
        before, after = operation.before, operation.after
        if not isinstance(before, Extension) or not isinstance(after, Extension):
            continue
        if before.version == after.version:
            continue
        for source, target in session.query(_query(before, after)):
            yield Problem(
                f'extension "{after.name}" has no way from version {source} to {target}: '
                "PostgreSQL has no script for that",
                after.origin,
                f"leave it at {source}; or drop it with what uses it and create it again, by hand",
            )


def _query(before: Extension, after: Extension) -> str:
    """Return the query for the two versions, which has no row where there is a way."""
    name = quote_literal(before.name)
    versions = [
        f"(SELECT default_version FROM pg_available_extensions WHERE name = {name})"  # noqa: S608
        if item.version is None
        else quote_literal(item.version)
        for item in (before, after)
    ]
    return (
        f"SELECT source, target FROM (VALUES ({versions[0]}, {versions[1]})) AS v (source, target) "  # noqa: S608
        "WHERE NOT EXISTS (SELECT FROM "
        f"pg_extension_update_paths({name}) AS p WHERE p.source = v.source "
        "AND p.target = v.target AND p.path IS NOT NULL)"
    )
