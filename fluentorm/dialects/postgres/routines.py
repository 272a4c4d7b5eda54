"""Functions, procedures and aggregates as statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.builtin import routine_name
from fluentorm.dialects.postgres.clauses import (
    changed_comment,
    closed,
    comments,
    joined,
    listed,
    parameter_name,
)
from fluentorm.dialects.postgres.privileges import changed_privileges, granted
from fluentorm.schema.privileges import NO_PRIVILEGES
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import Aggregate, Routine
    from fluentorm.schema.privileges import Privileges

# Settings whose value is a list of names, each of which is quoted (``GUC_LIST_QUOTE``).
_NAME_LISTS = frozenset(
    {
        "search_path",
        "temp_tablespaces",
        "local_preload_libraries",
        "session_preload_libraries",
        "shared_preload_libraries",
        "unix_socket_directories",
    }
)
_LIST_ITEM = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^",\s]+))\s*(?:,|$)')
_PLAIN_VALUE = re.compile(r"[a-z_][a-z0-9_]*|-?[0-9]+(?:\.[0-9]+)?")


def create_routine(routine: Routine, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new function or procedure."""
    target = routine_target(routine)
    return (
        _routine(routine, "CREATE"),
        *comments([(target, routine.comment)]),
        *granted(target, routine.privileges, given),
    )


def alter_routine(before: Routine, after: Routine) -> tuple[str, ...]:
    """Return the statements that change a function or a procedure in place.

    What does not touch the body is done by ALTER, the rest by CREATE OR REPLACE.
    """
    target, statements = routine_target(after), []
    if not _same_attributes(before, after):
        changes = _changed_attributes(before, after)
        if changes is None:
            statements.append(_routine(after, "CREATE OR REPLACE"))
        else:
            statements.append(joined([f"ALTER {target}", *changes]))
    return (
        *statements,
        *changed_comment(target, before.comment, after.comment),
        *changed_privileges(target, before.privileges, after.privileges),
    )


def routine_target(routine: Routine) -> str:
    """Return a routine's kind, name and argument types, as every statement but CREATE takes it."""
    kind = "PROCEDURE" if routine.procedure else "FUNCTION"
    return f"{kind} {_name(routine)}({routine.signature})"


def create_aggregate(aggregate: Aggregate, given: Privileges) -> tuple[str, ...]:
    """Return the statements for a new aggregate."""
    return (
        _aggregate(aggregate, "CREATE"),
        *comments([(aggregate_target(aggregate), aggregate.comment)]),
        *granted(_function(aggregate), aggregate.privileges, given),
    )


def alter_aggregate(before: Aggregate, after: Aggregate) -> tuple[str, ...]:
    """Return the statements that change an aggregate in place."""
    statements = []
    if (before.arguments, before.definition) != (after.arguments, after.definition):
        statements.append(_aggregate(after, "CREATE OR REPLACE"))
    return (
        *statements,
        *changed_comment(aggregate_target(after), before.comment, after.comment),
        *changed_privileges(_function(after), before.privileges, after.privileges),
    )


def aggregate_target(aggregate: Aggregate) -> str:
    """Return an aggregate's name and argument types, as COMMENT and DROP take it."""
    return f"AGGREGATE {_name(aggregate)}({aggregate.signature or '*'})"


def _function(aggregate: Aggregate) -> str:
    """GRANT calls an aggregate a function."""
    return f"FUNCTION {_name(aggregate)}({aggregate.signature})"


def _name(item: Routine | Aggregate) -> str:
    return routine_name(item.name, item.signature)


def _aggregate(aggregate: Aggregate, verb: str) -> str:
    head = f"{verb} AGGREGATE {_name(aggregate)}({aggregate.arguments or '*'}) ("
    return listed(head, (f"{name.upper()} = {value}" for name, value in aggregate.definition))


def _routine(routine: Routine, verb: str) -> str:
    kind = "PROCEDURE" if routine.procedure else "FUNCTION"
    lines = [f"{verb} {kind} {_name(routine)}({routine.arguments})"]
    if routine.returns is not None and not routine.procedure:
        lines.append(f"RETURNS {routine.returns}")
    lines.append(f"LANGUAGE {quote_identifier(routine.language)}")
    if attributes := _attributes(routine):
        lines.append(" ".join(attributes))
    lines += [f"SET {_setting(name, value)}" for name, value in routine.settings]
    return "\n".join([*lines, _body(routine)])


def _attributes(routine: Routine) -> list[str]:
    """Return the attributes that are not the usual ones."""
    parts = ["WINDOW"] if routine.window else []
    if routine.volatility != "volatile":
        parts.append(routine.volatility.upper())
    if routine.leakproof:
        parts.append("LEAKPROOF")
    if routine.strict:
        parts.append("STRICT")
    if routine.security_definer:
        parts.append("SECURITY DEFINER")
    if routine.parallel != "unsafe":
        parts.append(f"PARALLEL {routine.parallel.upper()}")
    if routine.cost is not None:
        parts.append(f"COST {_number(routine.cost)}")
    if routine.rows is not None:
        parts.append(f"ROWS {_number(routine.rows)}")
    if routine.support is not None:
        parts.append(f"SUPPORT {routine.support}")
    return parts


def _same_attributes(before: Routine, after: Routine) -> bool:
    return before == replace(after, comment=before.comment, privileges=before.privileges)


def _changed_attributes(before: Routine, after: Routine) -> list[str] | None:
    """Return what ALTER FUNCTION takes, None where that is not enough (manual, ALTER FUNCTION)."""
    if _rest(before) != _rest(after) or (before.support is not None and after.support is None):
        return None
    parts = []
    if before.volatility != after.volatility:
        parts.append(after.volatility.upper())
    if before.leakproof != after.leakproof:
        parts.append("LEAKPROOF" if after.leakproof else "NOT LEAKPROOF")
    if before.strict != after.strict:
        parts.append("STRICT" if after.strict else "CALLED ON NULL INPUT")
    if before.security_definer != after.security_definer:
        parts.append(f"SECURITY {'DEFINER' if after.security_definer else 'INVOKER'}")
    if before.parallel != after.parallel:
        parts.append(f"PARALLEL {after.parallel.upper()}")
    if before.cost != after.cost:
        usual = 1 if after.language in ("c", "internal") else 100
        parts.append(f"COST {_number(usual if after.cost is None else after.cost)}")
    if before.rows != after.rows:
        parts.append(f"ROWS {_number(1000 if after.rows is None else after.rows)}")
    if before.support != after.support:
        parts.append(f"SUPPORT {after.support}")
    return parts + _changed_settings(before, after)


def _rest(routine: Routine) -> Routine:
    """Return a routine without what ALTER FUNCTION can change."""
    return replace(
        routine,
        volatility="volatile",
        leakproof=False,
        strict=False,
        security_definer=False,
        parallel="unsafe",
        cost=None,
        rows=None,
        support=None,
        settings=(),
        comment=None,
        privileges=NO_PRIVILEGES,
    )


def _changed_settings(before: Routine, after: Routine) -> list[str]:
    old, new = dict(before.settings), dict(after.settings)
    gone = [f"RESET {parameter_name(name)}" for name in old if name not in new]
    changed = ((name, value) for name, value in new.items() if old.get(name) != value)
    return [*gone, *(f"SET {_setting(name, value)}" for name, value in changed)]


def _setting(name: str, value: str) -> str:
    """Return a SET clause; the value is spelled as PostgreSQL keeps it (``pg_proc.proconfig``)."""
    if name.lower() in _NAME_LISTS:
        text = ", ".join(quote_literal(item) for item in _items(value)) or "''"
    else:
        text = value if _PLAIN_VALUE.fullmatch(value) else quote_literal(value)
    return f"{parameter_name(name)} TO {text}"


def _items(value: str) -> Iterable[str]:
    for match in _LIST_ITEM.finditer(value):
        quoted, plain = match.groups()
        yield plain.lower() if quoted is None else quoted.replace('""', '"')


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


def _body(routine: Routine) -> str:
    """Return the body: an SQL body as it is, a text in dollar quotes that it does not contain."""
    if routine.atomic:
        return closed(routine.body)
    if routine.library is not None:
        return f"AS {quote_literal(routine.library)}, {quote_literal(routine.body)}"
    if "\r" in routine.body:  # in a file it would be taken for a line end
        return f"AS {quote_literal(routine.body)}"
    tag = _tag(routine)
    return f"AS {tag}{routine.body}{tag}"


def _tag(routine: Routine) -> str:
    """Return the first of ``$$``, ``$function$``, ``$function2$``... that ends behind the body."""
    kind = "procedure" if routine.procedure else "function"
    words = chain(["", kind], (f"{kind}{number}" for number in count(2)))
    tags = (f"${word}$" for word in words)
    return next(tag for tag in tags if (routine.body + tag).find(tag) == len(routine.body))
