"""The pieces that statements are made of: columns, constraints, index keys, comments.

Everything returns SQL text. Names are quoted here and nowhere else, and only when they need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from fluentorm.schema.objects import (
    Action,
    Check,
    Column,
    Constraint,
    Exclusion,
    ForeignKey,
    Identity,
    IndexKey,
    Match,
    PrimaryKey,
    Unique,
)
from fluentorm.schema.sql_text import quote_identifier, quote_literal

INDENT = "    "
WIDTH = 100
_TYPE = (
    r"(?:character varying|bit varying|double precision"
    r"|time(?:stamp)?(?:\(\d\))? with(?:out)? time zone|[a-z_]\w*)(?:\([\d, ]+\))?(?:\[\])?"
)
# What DEFAULT takes without parentheses, though it accepts no AT TIME ZONE, IN, IS, AND, OR and
# the like (b_expr of the grammar): numbers, words, literals with a cast, plain function calls.
_PLAIN = re.compile(
    rf"[+-]?\d+(?:\.\d+)?|'(?:[^']|'')*'(?:::{_TYPE})?|(?!not\b)[a-z_]\w*(?:\([^()]*\))?",
    re.IGNORECASE,
)


def names(columns: Iterable[str]) -> str:
    """Return a list of names in parentheses."""
    return "(" + ", ".join(quote_identifier(column) for column in columns) + ")"


def in_parentheses(expression: str) -> str:
    """Return an expression in parentheses, which a comment at its end does not swallow."""
    return f"({expression}\n)" if "--" in expression else f"({expression})"


def bare(expression: str) -> str:
    """Return an expression for a place that needs no parentheses around it."""
    return in_parentheses(expression) if "--" in expression else expression


def operand(expression: str) -> str:
    """Return an expression in parentheses where the grammar needs or a reader misses them."""
    return expression if _PLAIN.fullmatch(expression) else in_parentheses(expression)


def column_definition(column: Column, *, default: str | None = None) -> str:
    """Return a column as CREATE TABLE and ADD COLUMN take it; ``default`` stands in for its own."""
    parts = [quote_identifier(column.name), column.type]
    if not column.nullable:
        parts.append("NOT NULL")
    default = column.default if default is None else default
    if default is not None:
        parts.append(f"DEFAULT {operand(default)}")
    if column.identity is not None:
        parts.append(identity(column.identity))
    return " ".join(parts)


def identity(value: Identity) -> str:
    """Return the clause that makes a column an identity column."""
    return f"GENERATED {'ALWAYS' if value.always else 'BY DEFAULT'} AS IDENTITY"


def constraint_definition(constraint: Constraint) -> str:
    """Return a constraint with its name, as CREATE TABLE and ADD take it."""
    return f"CONSTRAINT {quote_identifier(constraint.name)} {_rule(constraint)}"


def _rule(constraint: Constraint) -> str:
    match constraint:
        case PrimaryKey(columns=columns):
            return f"PRIMARY KEY {names(columns)}{_deferral(constraint)}"
        case Unique(columns=columns, nulls_not_distinct=nulls_not_distinct):
            nulls = " NULLS NOT DISTINCT" if nulls_not_distinct else ""
            return f"UNIQUE{nulls} {names(columns)}{_deferral(constraint)}"
        case Check(expression=expression):
            return f"CHECK {in_parentheses(expression)}"
        case Exclusion():
            return _exclusion(constraint)
        case ForeignKey():
            return _foreign_key(constraint)
        case _:
            assert_never(constraint)


def _exclusion(rule: Exclusion) -> str:
    elements = ", ".join(f"{index_key(key)} WITH {sign}" for key, sign in rule.elements)
    where = f" WHERE {in_parentheses(rule.where)}" if rule.where is not None else ""
    return f"EXCLUDE USING {quote_identifier(rule.method)} ({elements}){where}{_deferral(rule)}"


def _foreign_key(key: ForeignKey) -> str:
    references = f"{quote_identifier(key.references_table)} {names(key.references_columns)}"
    match_full = " MATCH FULL" if key.match is Match.FULL else ""
    return (
        f"FOREIGN KEY {names(key.columns)} REFERENCES {references}{match_full}"
        f"\n{INDENT * 2}ON DELETE {_action(key.on_delete)} ON UPDATE {_action(key.on_update)}"
        f"{_deferral(key)}"
    )


def _action(action: Action) -> str:
    return action.value.replace("_", " ").upper()


def _deferral(constraint: PrimaryKey | Unique | ForeignKey | Exclusion) -> str:
    if constraint.initially_deferred:
        return " DEFERRABLE INITIALLY DEFERRED"
    return " DEFERRABLE" if constraint.deferrable else ""


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


def comment_on(target: str, comment: str | None) -> str:
    """Return the statement that sets an object's comment; ``target`` is its kind and name."""
    return f"COMMENT ON {target} IS {'NULL' if comment is None else quote_literal(comment)}"


def alter_table(table: str, clauses: Iterable[str]) -> str:
    """Return one ALTER TABLE: on one line where it is short, one clause a line otherwise."""
    head, clauses = f"ALTER TABLE {quote_identifier(table)}", tuple(clauses)
    line = f"{head} {clauses[0]}"
    if len(clauses) == 1 and "\n" not in line and len(line) <= WIDTH:
        return line
    return f"{head}\n{INDENT}" + f",\n{INDENT}".join(clauses)
