"""A schema file as Python source."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from fluentorm.pull.python_text import Group, keyword, lines, node
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.database_builder import DatabaseSchema
from fluentorm.schema.sql_text import SqlText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from fluentorm.pull.calls import Call, FilePlan
    from fluentorm.pull.python_text import Node

# Arguments with a default that read better without their names.
_POSITIONAL = {
    "numeric": ("precision", "scale"),
    "char": ("length",),
    "bit": ("length",),
    "index": ("name", "columns"),
    "function": ("arguments",),
    "procedure": ("arguments",),
    "sequence": ("type",),
    "not_null": ("name",),
    "partition_by": ("columns",),
    "replica_identity": ("identity",),
    "storage": ("parameters",),
}
_FIRST = ("comment",)
_SECTIONS = (
    (1, ("primary_key unique check exclude belongs_to has_many has_one_in").split()),
    (2, ("index",)),
    (
        3,
        ("unlogged partition_by inherits storage row_security replica_identity cluster_on").split(),
    ),
    (4, ("trigger rule policy statistics").split()),
    (5, ("grant", "revoke")),
    (6, ("partition",)),
)
_SECTION_OF = {name: number for number, names in _SECTIONS for name in names}


def python_file(plan: FilePlan) -> str:
    """Return the source of a file, formatted as ``ruff format`` leaves it."""
    build = list(_body("t", plan.calls)) if plan.table is not None else []
    define = list(_body("db", plan.objects))
    parts = [_imports(plan)]
    if plan.table is not None:
        parts.append(f"\ntable_name = {node(plan.table)}\n")
        parts.append(_function("build", "t: TableSchema", build))
    if define:
        parts.append(_function("define", "db: DatabaseSchema", define))
    return "".join(parts)


def _imports(plan: FilePlan) -> str:
    names = ["DatabaseSchema"] if plan.objects else []
    names += ["TableSchema"] if plan.table is not None else []
    names += ["sql"] if any(_has_sql(c) for c in (*plan.calls, *plan.objects)) else []
    return f"from fluentorm import {', '.join(names)}\n"


def _has_sql(call: Call) -> bool:
    return any(map(_is_sql, call.arguments.values())) or any(map(_has_sql, call.parts))


def _is_sql(value: object) -> bool:
    match value:
        case SqlText():
            return True
        case list() | tuple():
            return any(map(_is_sql, value))
        case dict():
            return any(map(_is_sql, value.values()))
        case _:
            return False


def _function(name: str, parameter: str, body: list[str]) -> str:
    text = "\n".join(body) if body else "    pass"
    return f"\n\ndef {name}({parameter}) -> None:\n{text}\n"


def _body(receiver: str, calls: Iterable[Call]) -> Iterator[str]:
    """Yield the lines of a function, with an empty line between sections and long calls."""
    before: tuple[int, bool] | None = None
    taken = {receiver}
    for call in calls:
        text = list(_statement(receiver, call, taken))
        long = len(text) > 1 or receiver == "db"
        here = (_SECTION_OF.get(call.method, 0) if call.method not in _FIRST else -1, long)
        alone = receiver == "db" and (len(text) > 1 or (before is not None and before[1]))
        if before is not None and (here[0] != before[0] or alone):
            yield ""
        yield from text
        before = (here[0], len(text) > 1)


def _statement(receiver: str, call: Call, taken: set[str]) -> Iterator[str]:
    if not call.parts:
        yield from lines(_call_node(receiver, call), indent=1)
        return
    name = _variable(str(call.arguments["name"]), taken)
    yield from lines(_call_node(receiver, call), indent=1, prefix=f"{name} = ")
    for part in call.parts:
        yield from _statement(name, part, taken)


def _variable(name: str, taken: set[str]) -> str:
    """Return a name for a variable that is not taken, from that of a table."""
    word = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    word = word if word and word.isascii() and keyword(word) else f"table_{word}".rstrip("_")
    number = 2
    found = word
    while found in taken:
        found = f"{word}_{number}"
        number += 1
    taken.add(found)
    return found


def _call_node(receiver: str, call: Call) -> Node:
    is_database = receiver == "db"
    values = call.arguments.get("parameters")
    if call.method == "storage" and isinstance(values, dict) and all(map(keyword, values)):
        return Group(opening=f"{receiver}.storage(", closing=")", items=tuple(_named(values)))
    items: list[tuple[str, Node]] = []
    ordered = _positional(call.method, is_database)
    plain = True
    for name in ordered:
        if name in call.arguments:
            items.append(("" if plain else f"{name}=", node(call.arguments[name])))
        else:
            # What follows one that is left out needs its name.
            plain = plain and call.method == "index"
    items += _named({n: v for n, v in call.arguments.items() if n not in ordered})
    return Group(opening=f"{receiver}.{call.method}(", closing=")", items=tuple(items))


def _named(arguments: Mapping[str, object]) -> list[tuple[str, Node]]:
    return [(f"{name}=", node(value)) for name, value in arguments.items()]


@lru_cache(maxsize=256)
def _positional(method: str, is_database: bool) -> tuple[str, ...]:
    """Return the arguments that are written without their names, in their order."""
    builder = DatabaseSchema if is_database else TableSchema
    parameters = list(inspect.signature(getattr(builder, method)).parameters.values())[1:]
    return tuple(p.name for p in parameters if _is_positional(p, method))


def _is_positional(parameter: inspect.Parameter, method: str) -> bool:
    if parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD):
        return False
    chosen = parameter.name in _POSITIONAL.get(method, ())
    return chosen or parameter.default is parameter.empty
