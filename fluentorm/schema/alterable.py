"""Which objects PostgreSQL can change in place; all others are dropped and made anew.

An object that is made anew takes all that depends on it along, so this is asked with care: what
ALTER or CREATE OR REPLACE can do is never done by a drop (manual, the pages of these commands).
Comments and privileges change in place whatever the kind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from fluentorm.schema.arguments import Argument, arguments_of
from fluentorm.schema.database_objects import (
    Aggregate,
    Collation,
    CompositeType,
    DefaultPrivileges,
    Domain,
    EventTrigger,
    Extension,
    MaterializedView,
    Namespace,
    Policy,
    Publication,
    RangeType,
    Routine,
    Rule,
    Sequence,
    Statistics,
    Trigger,
    View,
)
from fluentorm.schema.select_list import column_names, retypes

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

# What each kind can change in place beside comment and privileges; None is everything.
_FIELDS: dict[type, frozenset[str] | None] = {
    Namespace: None,
    Extension: None,
    Sequence: None,
    DefaultPrivileges: None,
    Rule: None,
    Collation: frozenset(),
    RangeType: frozenset(),
    Domain: frozenset({"default", "nullable", "not_null_name", "not_null_comment", "checks"}),
    MaterializedView: frozenset({"storage", "populated", "indexes", "cluster_on", "columns"}),
    Statistics: frozenset({"target"}),
    EventTrigger: frozenset({"enabled"}),
    Publication: frozenset({"tables", "namespaces", "options"}),
}
_ALWAYS = frozenset({"comment", "privileges"})
# Parameters of an aggregate that its result type follows from, or that ALTER never changes.
_FIXED_PARAMETERS = ("stype", "finalfunc", "finalfunc_extra", "hypothetical")


def can_alter(before: DatabaseObject, after: DatabaseObject) -> bool:
    """Say whether an object of one name can become the other without being dropped."""
    if type(before) is not type(after):
        return False
    match before, after:
        case View(), View():
            return _can_replace_view(before, after)
        case CompositeType(), CompositeType():
            return _can_alter_attributes(before, after)
        case Routine(), Routine():
            return _can_replace_routine(before, after)
        case Aggregate(), Aggregate():
            return _can_replace_aggregate(before, after)
        case Trigger(), Trigger():
            return not (before.constraint or after.constraint) or _same(before, after, {"enabled"})
        case Policy(), Policy():
            return _can_alter_policy(before, after)
        case _:
            allowed = _FIELDS[type(before)]
            return allowed is None or _same(before, after, allowed)


def tightens(before: DatabaseObject, after: DatabaseObject) -> bool:
    """Say whether a domain gets a condition that it had not."""
    if not (isinstance(before, Domain) and isinstance(after, Domain)):
        return False
    had = {check.expression for check in before.checks if check.validated}
    checked = any(check.validated and check.expression not in had for check in after.checks)
    return checked or (before.nullable and not after.nullable)


def alters_more(before: DatabaseObject, after: DatabaseObject) -> bool:
    """Say whether more than the comment and the privileges of an object differ."""
    return not _same(before, after, frozenset())


def _same(before: DatabaseObject, after: DatabaseObject, but: frozenset[str] | set[str]) -> bool:
    """Say whether two objects are equal but for some fields, comment and privileges."""
    names = (but | _ALWAYS) & set(type(before).__dataclass_fields__)
    changes = {name: getattr(after, name) for name in names}
    return bool(replace(cast("Any", before), **changes) == after)


def _can_replace_view(before: View, after: View) -> bool:
    """Let the columns stay, and more of them follow (manual, CREATE VIEW)."""
    if _same(before, after, {"options", "columns"}):
        return True
    known, wanted = before.known_columns, after.known_columns
    if known is not None and wanted is not None:
        return wanted[: len(known)] == known
    have, want = column_names(before.query), column_names(after.query)
    if have is not None and want is not None:
        have = (*before.names, *have[len(before.names) :])
        want = (*after.names, *want[len(after.names) :])
        return want[: len(have)] == have and not retypes(before.query, after.query)
    return after.names[: len(before.names)] == before.names


def renamed_attributes(before: CompositeType, after: CompositeType) -> dict[str, str]:
    """Return the attributes that get another name, old to new.

    The declaration stands on the newer side, which on a way back is ``before``.
    """
    old = {attribute.name: attribute.renamed_from for attribute in before.attributes}
    new = {attribute.name: attribute.renamed_from for attribute in after.attributes}
    there = {was: name for name, was in new.items() if was in old and name not in old}
    back = {name: was for name, was in old.items() if was in new and name not in new}
    return {
        was: name
        for was, name in {**there, **back}.items()
        if was is not None and name is not None and was not in new and name not in old
    }


def retypes_attributes(before: DatabaseObject, after: DatabaseObject) -> bool:
    """Say whether an attribute that stays gets another type or collation.

    PostgreSQL refuses that while a column is of the type (``find_composite_type_dependencies``).
    """
    if not (isinstance(before, CompositeType) and isinstance(after, CompositeType)):
        return False
    renamed = renamed_attributes(before, after)
    old = {renamed.get(one.name, one.name): (one.type, one.collation) for one in before.attributes}
    return any(
        old.get(a.name, (a.type, a.collation)) != (a.type, a.collation) for a in after.attributes
    )


def _can_alter_attributes(before: CompositeType, after: CompositeType) -> bool:
    """Let what is kept keep its order, and what is new come last."""
    renamed = renamed_attributes(before, after)
    old = [renamed.get(attribute.name, attribute.name) for attribute in before.attributes]
    new = [attribute.name for attribute in after.attributes]
    kept = [name for name in old if name in new]
    return new[: len(kept)] == kept


def _can_replace_routine(before: Routine, after: Routine) -> bool:
    """Let the result, the names of arguments and their defaults stay."""
    if (before.procedure, before.window) != (after.procedure, after.window):
        return False
    if before.returns != after.returns:
        return False
    old, new = arguments_of(before.arguments), arguments_of(after.arguments)
    if len(old) != len(new):
        return False
    return all(_keeps_argument(a, b) for a, b in zip(old, new, strict=True))


def _keeps_argument(before: Argument, after: Argument) -> bool:
    if (before.mode, before.type) != (after.mode, after.type):
        return False
    named = before.name is None or before.name == after.name
    return named and (before.default is None or after.default is not None)


def _can_replace_aggregate(before: Aggregate, after: Aggregate) -> bool:
    if before.arguments != after.arguments:
        return False
    old, new = dict(before.definition), dict(after.definition)
    return all(old.get(name) == new.get(name) for name in _FIXED_PARAMETERS)


def _can_alter_policy(before: Policy, after: Policy) -> bool:
    """ALTER POLICY gives expressions, but takes none away."""
    if (before.command, before.permissive) != (after.command, after.permissive):
        return False
    removed = (before.using is not None and after.using is None) or (
        before.check is not None and after.check is None
    )
    return not removed
