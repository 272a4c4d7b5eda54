"""Which constraints and indexes PostgreSQL changes in place; others are dropped and added."""

from __future__ import annotations

from dataclasses import replace

from fluentorm.schema.objects import (
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    Index,
    PrimaryKey,
    Unique,
)


def can_alter_part(before: Constraint | Index, after: Constraint | Index) -> bool:
    """Say whether a part of a table can become the other, keeping its name (manual, ALTER TABLE).

    A check or foreign key can be validated. A foreign key's deferral changes, and (PostgreSQL 18)
    whether it is enforced; of an index its storage parameters and statistics targets do, and of a
    key's index its storage parameters.
    """
    if before.name != after.name:
        return False
    match before, after:
        case Index(), Index():
            settings = replace(before, storage=after.storage, statistics=after.statistics)
            return replace(settings, comment=after.comment) == after
        case Check(), Check():
            validated = before.validated or after.validated
            return replace(before, validated=validated, comment=after.comment) == after
        case ForeignKey(), ForeignKey():
            return _can_alter_foreign_key(before, after)
        case PrimaryKey(), PrimaryKey():
            return replace(before, storage=after.storage, comment=after.comment) == after
        case Unique(), Unique():
            return replace(before, storage=after.storage, comment=after.comment) == after
        case Exclusion(), Exclusion():
            return replace(before, storage=after.storage, comment=after.comment) == after
        case _:
            return False


def _can_alter_foreign_key(before: ForeignKey, after: ForeignKey) -> bool:
    validated = before.validated or after.validated if after.enforced else after.validated
    changed = replace(
        before,
        validated=validated,
        enforced=after.enforced,
        deferrable=after.deferrable,
        initially_deferred=after.initially_deferred,
        comment=after.comment,
    )
    return changed == after
