"""Constraints and index keys as SQL text."""

from __future__ import annotations

from typing import assert_never

from fluentorm.dialects.postgres.clauses import (
    INDENT,
    alter_table,
    changed_parameters,
    comments,
    in_parentheses,
    names,
    parameters,
)
from fluentorm.schema.objects import (
    Action,
    Check,
    Constraint,
    Exclusion,
    ForeignKey,
    IndexKey,
    Match,
    PrimaryKey,
    Unique,
)
from fluentorm.schema.qualified import quote_name, sibling
from fluentorm.schema.sql_text import quote_identifier


def constraint_definition(constraint: Constraint) -> str:
    """Return a constraint with its name, as CREATE TABLE and ADD take it."""
    return f"CONSTRAINT {quote_identifier(constraint.name)} {_rule(constraint)}"


def constraint_target(table: str, constraint: str) -> str:
    """Return what COMMENT ON calls a constraint."""
    return f"CONSTRAINT {quote_identifier(constraint)} ON {quote_name(table)}"


def alter_constraint(table: str, before: Constraint, after: Constraint) -> tuple[str, ...]:
    """Return the statements that change a constraint in place, without checking what was checked.

    A check can be validated; a foreign key too, and its deferral changes, and (PostgreSQL 18)
    whether it is enforced. The rest stays as it is.
    """
    if not isinstance(after, Check | ForeignKey) or not isinstance(before, Check | ForeignKey):
        return _alter_key(table, before, after)
    if before.validated and not after.validated and before.enforced == after.enforced:
        # What was checked cannot be forgotten otherwise: the way back of VALIDATE.
        clauses = [f"DROP CONSTRAINT {quote_identifier(before.name)}"]
        again = alter_table(table, [*clauses, f"ADD {constraint_definition(after)}"])
        return (again, *comments([(constraint_target(table, after.name), after.comment)]))
    name, clauses = quote_identifier(after.name), list[str]()
    if attributes := _altered_attributes(before, after):
        clauses.append(f"ALTER CONSTRAINT {name} {attributes}")
    enforced = after.enforced and not before.enforced  # which validates it as well
    if after.validated and not before.validated and not enforced:
        clauses.append(f"VALIDATE CONSTRAINT {name}")
    return tuple(alter_table(table, [clause]) for clause in clauses)


def _alter_key(table: str, before: Constraint, after: Constraint) -> tuple[str, ...]:
    """Return the statements for the storage parameters of a key's index."""
    if isinstance(after, Check | ForeignKey) or isinstance(before, Check | ForeignKey):
        return ()
    index = quote_name(sibling(table, after.name))
    clauses = changed_parameters(before.storage, after.storage)
    return tuple(f"ALTER INDEX {index} {clause}" for clause in clauses)


def _altered_attributes(before: Check | ForeignKey, after: Check | ForeignKey) -> str:
    if not isinstance(before, ForeignKey) or not isinstance(after, ForeignKey):
        return ""
    parts = []
    old, new = ((key.deferrable, key.initially_deferred) for key in (before, after))
    if old != new:
        parts.append(deferral(after).strip() or "NOT DEFERRABLE")
    if before.enforced != after.enforced:
        parts.append("ENFORCED" if after.enforced else "NOT ENFORCED")
    return " ".join(parts)


def index_key(key: IndexKey) -> str:
    """Return one key of an index; an expression stands in parentheses (manual, CREATE INDEX)."""
    if key.column is not None:
        parts = [quote_identifier(key.column)]
    else:
        parts = [in_parentheses(key.expression or "")]
    if key.collation is not None:
        parts.append(f"COLLATE {key.collation}")
    if key.opclass is not None:
        parts.append(key.opclass)
    if key.descending:
        parts.append("DESC")
    if key.nulls_first is not None:
        parts.append("NULLS FIRST" if key.nulls_first else "NULLS LAST")
    return " ".join(parts)


def action(value: Action) -> str:
    """Return a foreign key's action as SQL."""
    return value.value.replace("_", " ").upper()


def deferral(constraint: PrimaryKey | Unique | ForeignKey | Exclusion) -> str:
    """Return when a constraint is checked, empty where that is at once."""
    if constraint.initially_deferred:
        return " DEFERRABLE INITIALLY DEFERRED"
    return " DEFERRABLE" if constraint.deferrable else ""


def _rule(constraint: Constraint) -> str:
    match constraint:
        case PrimaryKey():
            return f"PRIMARY KEY {_key(constraint)}"
        case Unique(nulls_not_distinct=nulls_not_distinct):
            nulls = " NULLS NOT DISTINCT" if nulls_not_distinct else ""
            return f"UNIQUE{nulls} {_key(constraint)}"
        case Check():
            return f"CHECK {in_parentheses(constraint.expression)}{_check_attributes(constraint)}"
        case Exclusion():
            return _exclusion(constraint)
        case ForeignKey():
            return _foreign_key(constraint)
        case _:
            assert_never(constraint)


def _key(key: PrimaryKey | Unique) -> str:
    columns = names(key.columns)
    if key.without_overlaps:
        columns = f"{columns[:-1]} WITHOUT OVERLAPS)"
    return f"{columns}{_index_attributes(key)}{deferral(key)}"


def _index_attributes(constraint: PrimaryKey | Unique | Exclusion) -> str:
    include = f" INCLUDE {names(constraint.include)}" if constraint.include else ""
    storage = f" WITH {parameters(constraint.storage)}" if constraint.storage else ""
    return f"{include}{storage}"


def _check_attributes(check: Check) -> str:
    inherit = " NO INHERIT" if check.no_inherit else ""
    return f"{inherit}{_state(check)}"


def _state(constraint: Check | ForeignKey) -> str:
    if not constraint.enforced:
        return " NOT ENFORCED"
    return "" if constraint.validated else " NOT VALID"


def _exclusion(rule: Exclusion) -> str:
    elements = ", ".join(f"{index_key(key)} WITH {sign}" for key, sign in rule.elements)
    where = f" WHERE {in_parentheses(rule.where)}" if rule.where is not None else ""
    method = quote_identifier(rule.method)
    return f"EXCLUDE USING {method} ({elements}){_index_attributes(rule)}{where}{deferral(rule)}"


def _foreign_key(key: ForeignKey) -> str:
    columns, targets = names(key.columns), names(key.references_columns)
    if key.period:
        columns, targets = _with_period(key.columns), _with_period(key.references_columns)
    match_full = " MATCH FULL" if key.match is Match.FULL else ""
    touched = f" {names(key.on_delete_columns)}" if key.on_delete_columns else ""
    return (
        f"FOREIGN KEY {columns} REFERENCES {quote_name(key.references_table)} {targets}{match_full}"
        f"\n{INDENT * 2}ON DELETE {action(key.on_delete)}{touched}"
        f" ON UPDATE {action(key.on_update)}"
        f"{deferral(key)}{_state(key)}"
    )


def _with_period(columns: tuple[str, ...]) -> str:
    *first, last = (quote_identifier(column) for column in columns)
    return f"({', '.join([*first, f'PERIOD {last}'])})"
