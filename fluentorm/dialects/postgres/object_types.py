"""Domains, composite types, range types and collations as statements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.builtin import type_name
from fluentorm.dialects.postgres.clauses import (
    altered,
    bare,
    changed_comment,
    comments,
    in_parentheses,
    joined,
    listed,
    operand,
)
from fluentorm.dialects.postgres.privileges import changed_privileges, granted
from fluentorm.schema.alterable import renamed_attributes
from fluentorm.schema.names import usual_domain_not_null
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier as quote
from fluentorm.schema.sql_text import quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import (
        Attribute,
        Collation,
        CompositeType,
        Domain,
        DomainCheck,
        RangeType,
    )
    from fluentorm.schema.privileges import Privileges


def create_domain(domain: Domain, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new domain."""
    target = f"DOMAIN {type_name(domain.name)}"
    parts = [f"CREATE {target} AS {domain.type}"]
    if domain.collation is not None:
        parts[0] += f" COLLATE {domain.collation}"
    if domain.default is not None:
        parts.append(f"DEFAULT {operand(domain.default)}")
    if not domain.nullable:
        parts.append(_not_null(domain))
    parts += [_check(check) for check in domain.checks if check.validated]
    later = [check for check in domain.checks if not check.validated]
    checks = ((f"CONSTRAINT {quote(c.name)} ON {target}", c.comment) for c in domain.checks)
    not_null = (_not_null_target(domain), None if domain.nullable else domain.not_null_comment)
    return (
        joined(parts),
        *(f"ALTER {target} ADD {_check(check)} NOT VALID" for check in later),
        *comments([(target, domain.comment), not_null, *checks]),
        *granted(target, domain.privileges, given),
    )


def alter_domain(before: Domain, after: Domain) -> tuple[str, ...]:
    """Return the statements that change a domain: each takes one action."""
    target = f"DOMAIN {type_name(after.name)}"
    actions = []
    if before.default != after.default:
        default = after.default
        actions.append("DROP DEFAULT" if default is None else f"SET DEFAULT {bare(default)}")
    gone, checks, had = _changed_checks(before.checks, after.checks)
    actions += [*gone, *_changed_not_null(before, after), *checks]
    return (
        *(f"ALTER {target} {action}" for action in actions),
        *changed_comment(target, before.comment, after.comment),
        *_changed_not_null_comment(before, after),
        *(
            statement
            for check in after.checks
            for statement in changed_comment(
                f"CONSTRAINT {quote(check.name)} ON {target}", had.get(check.name), check.comment
            )
        ),
        *changed_privileges(target, before.privileges, after.privileges),
    )


def _changed_not_null(before: Domain, after: Domain) -> list[str]:
    if after.nullable:
        return [] if before.nullable else ["DROP NOT NULL"]
    if before.nullable:
        return ["SET NOT NULL" if after.not_null_name is None else f"ADD {_not_null(after)}"]
    old, new = _not_null_name(before), _not_null_name(after)
    return [] if old == new else [f"RENAME CONSTRAINT {quote(old)} TO {quote(new)}"]


def _changed_not_null_comment(before: Domain, after: Domain) -> tuple[str, ...]:
    if after.nullable:
        return ()
    had = None if before.nullable else before.not_null_comment
    return changed_comment(_not_null_target(after), had, after.not_null_comment)


def _not_null(domain: Domain) -> str:
    named = domain.not_null_name
    return "NOT NULL" if named is None else f"CONSTRAINT {quote(named)} NOT NULL"


def _not_null_name(domain: Domain) -> str:
    return domain.not_null_name or usual_domain_not_null(domain.name)


def _not_null_target(domain: Domain) -> str:
    return f"CONSTRAINT {quote(_not_null_name(domain))} ON DOMAIN {type_name(domain.name)}"


def _changed_checks(
    before: tuple[DomainCheck, ...], after: tuple[DomainCheck, ...]
) -> tuple[list[str], list[str], dict[str, str | None]]:
    """Return the drops, the other actions, and the comments that the checks have then."""
    old, new = {c.name: c for c in before}, {c.name: c for c in after}
    dropped, renamed, changed, added = [], [], [], []
    had: dict[str, str | None] = {}
    free = [check for check in before if check.name not in new]
    for check in after:
        found = old.get(check.name)
        if found is None:
            found = next((c for c in free if c.expression == check.expression), None)
            if found is not None:
                free.remove(found)
                renamed.append(f"RENAME CONSTRAINT {quote(found.name)} TO {quote(check.name)}")
        if found is not None and _can_validate(found, check):
            had[check.name] = found.comment
            if found.validated != check.validated:
                changed.append(f"VALIDATE CONSTRAINT {quote(check.name)}")
            continue
        if found is not None:
            dropped.append(f"DROP CONSTRAINT {quote(check.name)}")
        added.append(f"ADD {_check(check)}{'' if check.validated else ' NOT VALID'}")
    gone = [f"DROP CONSTRAINT {quote(check.name)}" for check in free]
    return gone, [*renamed, *dropped, *changed, *added], had


def _can_validate(before: DomainCheck, after: DomainCheck) -> bool:
    same = before.expression == after.expression
    return same and (before.validated == after.validated or after.validated)


def _check(check: DomainCheck) -> str:
    return f"CONSTRAINT {quote(check.name)} CHECK {in_parentheses(check.expression)}"


def create_composite(composite: CompositeType, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new composite type."""
    name = type_name(composite.name)
    targets = [(f"COLUMN {name}.{quote(a.name)}", a.comment) for a in composite.attributes]
    return (
        listed(f"CREATE TYPE {name} AS (", map(_attribute, composite.attributes)),
        *comments([(f"TYPE {name}", composite.comment), *targets]),
        *granted(f"TYPE {name}", composite.privileges, given),
    )


def alter_composite(before: CompositeType, after: CompositeType) -> tuple[str, ...]:
    """Return the statements that change a composite type's attributes.

    A type that columns are of refuses another type of an attribute; it takes new ones, and lets
    old ones go.
    """
    name = type_name(after.name)
    renamed = renamed_attributes(before, after)
    attributes = [replace(a, name=renamed.get(a.name, a.name)) for a in before.attributes]
    old = {attribute.name: attribute for attribute in attributes}
    new = {attribute.name: attribute for attribute in after.attributes}
    actions = [f"DROP ATTRIBUTE {quote(gone)}" for gone in old if gone not in new]
    for attribute in after.attributes:
        found = old.get(attribute.name)
        if found is None:
            actions.append(f"ADD ATTRIBUTE {_attribute(attribute)}")
        elif (found.type, found.collation) != (attribute.type, attribute.collation):
            collation = f" COLLATE {attribute.collation}" if attribute.collation else ""
            actions.append(
                f"ALTER ATTRIBUTE {quote(attribute.name)} TYPE {attribute.type}{collation}"
            )
    had = {attribute.name: attribute.comment for attribute in attributes}
    return (
        *(
            f"ALTER TYPE {name} RENAME ATTRIBUTE {quote(was)} TO {quote(now)}"
            for was, now in renamed.items()
        ),
        *([altered(f"TYPE {name}", actions)] if actions else []),
        *changed_comment(f"TYPE {name}", before.comment, after.comment),
        *(
            statement
            for a in after.attributes
            for statement in changed_comment(
                f"COLUMN {name}.{quote(a.name)}", had.get(a.name), a.comment
            )
        ),
        *changed_privileges(f"TYPE {name}", before.privileges, after.privileges),
    )


def _attribute(attribute: Attribute) -> str:
    collation = f" COLLATE {attribute.collation}" if attribute.collation else ""
    return f"{quote(attribute.name)} {attribute.type}{collation}"


def create_range(kind: RangeType, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new range type."""
    name = type_name(kind.name)
    multirange = None if kind.multirange is None else type_name(kind.multirange)
    options = (
        ("SUBTYPE", kind.subtype),
        ("SUBTYPE_OPCLASS", kind.opclass),
        ("COLLATION", kind.collation),
        ("CANONICAL", kind.canonical),
        ("SUBTYPE_DIFF", kind.subtype_diff),
        ("MULTIRANGE_TYPE_NAME", multirange),
    )
    said = (f"{option} = {value}" for option, value in options if value is not None)
    return (
        listed(f"CREATE TYPE {name} AS RANGE (", said),
        *comments([(f"TYPE {name}", kind.comment)]),
        *granted(f"TYPE {name}", kind.privileges, given),
    )


def alter_range(before: RangeType, after: RangeType) -> tuple[str, ...]:
    """Return the statements that change the comment and the privileges of a range type."""
    target = f"TYPE {type_name(after.name)}"
    return (
        *changed_comment(target, before.comment, after.comment),
        *changed_privileges(target, before.privileges, after.privileges),
    )


def create_collation(collation: Collation) -> tuple[str, ...]:
    """Return the statements for a new collation."""
    target = f"COLLATION {quote_name(collation.name)}"
    options = (
        ("LOCALE", collation.locale),
        ("LC_COLLATE", collation.lc_collate),
        ("LC_CTYPE", collation.lc_ctype),
    )
    given = [f"PROVIDER = {collation.provider}"]
    given += [f"{name} = {quote_literal(value)}" for name, value in options if value is not None]
    if not collation.deterministic:
        given.append("DETERMINISTIC = false")
    if collation.rules is not None:
        given.append(f"RULES = {quote_literal(collation.rules)}")
    return (listed(f"CREATE {target} (", given), *comments([(target, collation.comment)]))


def alter_collation(before: Collation, after: Collation) -> tuple[str, ...]:
    """Return the statement that changes the comment on a collation."""
    target = f"COLLATION {quote_name(after.name)}"
    return changed_comment(target, before.comment, after.comment)
