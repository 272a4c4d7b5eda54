"""Which roles a schema names: they are there before it, and no migration creates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.privileges import OWNER, PUBLIC, Privileges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import SchemaModel

# What stands for a role in SQL without being the name of one.
_WORDS = frozenset({PUBLIC, OWNER, "CURRENT_ROLE", "SESSION_USER"})


def roles_of(model: SchemaModel) -> tuple[str, ...]:
    """Return the roles that grants, policies and default privileges of a schema name, sorted."""
    found = set(_all_roles(model))
    return tuple(sorted(found - _WORDS))


def _all_roles(model: SchemaModel) -> Iterator[str]:
    for enum in model.enums.values():
        yield from _grantees(enum.privileges)
    for table in model.tables.values():
        yield from _grantees(table.details.privileges)
        for column in table.columns.values():
            yield from _grantees(column.details.privileges)
            if column.identity is not None:
                yield from _grantees(column.identity.privileges)
    for item in model.objects.values():
        yield from _roles_of_object(item)


def _roles_of_object(item: DatabaseObject) -> Iterator[str]:
    from fluentorm.schema.database_objects import (
        DefaultPrivileges,
        MaterializedView,
        Policy,
        View,
    )

    privileges = getattr(item, "privileges", None)
    if isinstance(privileges, Privileges):
        yield from _grantees(privileges)
    match item:
        case View(columns=columns) | MaterializedView(columns=columns):
            for column in columns:
                yield from _grantees(column.privileges)
        case Policy(roles=roles):
            yield from roles
        case DefaultPrivileges(role=str(role)):
            yield role
        case _:
            pass


def _grantees(privileges: Privileges) -> Iterator[str]:
    for grant in (*privileges.grants, *privileges.revokes):
        yield grant.grantee
