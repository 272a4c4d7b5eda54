"""Drops and additions that may have been meant as renames, with the line that would say so.

Renames are never guessed: the drop and the addition are generated, and the author is told what to
write if they were one and the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

from fluentorm.diff.families import alike
from fluentorm.diff.operations import (
    AddColumn,
    AlterEnum,
    CreateEnum,
    CreateTable,
    DropColumn,
    DropEnum,
    DropTable,
    Operation,
)
from fluentorm.errors import Place
from fluentorm.schema.objects import Column, Enum, Table

_Kind: TypeAlias = Literal["table", "column", "enum", "enum_value"]
_Value = TypeVar("_Value")
_Object = TypeVar("_Object", Table, Enum)
# Beyond this nobody reads the suggestions, and comparing names takes seconds.
_MAX_COMPARED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RenameSuggestion:
    """What might be a rename: ``before`` is dropped and ``after``, of the same kind, is new.

    ``owner`` is the table of a column, the enum of a value, else "". ``line`` is what to write at
    the declaration of ``after``, which is at ``place`` if that is known.
    """

    kind: _Kind
    owner: str
    before: str
    after: str
    line: str
    place: Place | None = None

    def __str__(self) -> str:
        what = {"enum_value": "value"}.get(self.kind, self.kind)
        owner = {"column": "table", "enum_value": "enum"}.get(self.kind)
        of = f' of {owner} "{self.owner}"' if owner else ""
        where = f"{self.place}: " if self.place else ""
        target = f'enum "{self.owner}"' if self.kind == "enum_value" else f'{what} "{self.after}"'
        return (
            f'{where}{what} "{self.before}"{of} is dropped and "{self.after}" is new; '
            f"if that is a rename, write {self.line} for {target}"
        )


def suggestions(operations: Iterable[Operation]) -> tuple[RenameSuggestion, ...]:
    """Return what may have been meant as renames: tables, columns, enums, then enum values.

    Columns of like type within a table, tables with the same columns, enums with the same values,
    and values of one enum; each drop is paired with one addition at most, the most similar one.
    """
    sequence = tuple(operations)
    return (*_tables(sequence), *_columns(sequence), *_enums(sequence), *_enum_values(sequence))


def _tables(operations: Sequence[Operation]) -> list[RenameSuggestion]:
    dropped = [o.table for o in operations if isinstance(o, DropTable)]
    created = [o.table for o in operations if isinstance(o, CreateTable)]
    return [
        RenameSuggestion(
            kind="table",
            owner="",
            before=before.name,
            after=after.name,
            line=_table_line(before.name, after.origin),
            place=after.origin,
        )
        for before, after in _alike_pairs(dropped, created, _shape)
    ]


def _shape(table: Table) -> frozenset[tuple[str, str]]:
    return frozenset((column.name, column.type) for column in table.columns.values())


def _columns(operations: Sequence[Operation]) -> list[RenameSuggestion]:
    tables: dict[str, tuple[list[Column], list[Column]]] = {}
    for operation in operations:
        match operation:
            case DropColumn(table=table, column=column):
                tables.setdefault(table, ([], []))[0].append(column)
            case AddColumn(table=table, column=column):
                tables.setdefault(table, ([], []))[1].append(column)
            case _:
                pass
    return [
        RenameSuggestion(
            kind="column",
            owner=table,
            before=before.name,
            after=after.name,
            line=_line("renamed_from", before.name, after.origin),
            place=after.origin,
        )
        for table, (dropped, added) in tables.items()
        for before, after in _pairs(dropped, added, _column_score)
    ]


def _column_score(before: Column, after: Column) -> float | None:
    """Return how likely it is that a column was renamed, None where the types differ."""
    if not alike(before.type, after.type):
        return None
    same = (before.type == after.type) + (before.nullable == after.nullable)
    return same + _similarity(before.name, after.name)


def _enums(operations: Sequence[Operation]) -> list[RenameSuggestion]:
    dropped = [o.enum for o in operations if isinstance(o, DropEnum)]
    created = [o.enum for o in operations if isinstance(o, CreateEnum)]
    return [
        RenameSuggestion(
            kind="enum",
            owner="",
            before=before.name,
            after=after.name,
            line=_line("type_renamed_from", before.name, after.origin),
            place=after.origin,
        )
        for before, after in _alike_pairs(dropped, created, lambda enum: enum.values)
    ]


def _enum_values(operations: Sequence[Operation]) -> list[RenameSuggestion]:
    found = []
    for operation in operations:
        if not isinstance(operation, AlterEnum):
            continue
        enum = operation.after
        removed = [v for v in operation.before.values if v not in enum.values]
        added = [v for v in enum.values if v not in operation.before.values]
        for before, after in _pairs(removed, added, _similarity):
            found.append(
                RenameSuggestion(
                    kind="enum_value",
                    owner=enum.name,
                    before=before,
                    after=after,
                    line=_value_line(after, before, enum.origin),
                    place=enum.origin,
                )
            )
    return found


def _alike_pairs(
    dropped: Sequence[_Object], added: Sequence[_Object], shape: Callable[[_Object], Hashable]
) -> list[tuple[_Object, _Object]]:
    """Return the likeliest pairs among those of equal shape, without comparing all with all."""
    shapes: dict[Hashable, tuple[list[_Object], list[_Object]]] = {}
    for item in dropped:
        shapes.setdefault(shape(item), ([], []))[0].append(item)
    for item in added:
        shapes.setdefault(shape(item), ([], []))[1].append(item)
    return [
        pair
        for gone, new in shapes.values()
        for pair in _pairs(gone, new, lambda a, b: _similarity(a.name, b.name))
    ]


def _pairs(
    dropped: Sequence[_Value],
    added: Sequence[_Value],
    score: Callable[[_Value, _Value], float | None],
) -> list[tuple[_Value, _Value]]:
    """Return the likeliest pairs, each value in one of them at most, in the order of drops."""
    if len(dropped) * len(added) > _MAX_COMPARED:
        return []
    scored = []
    for i, before in enumerate(dropped):
        for j, after in enumerate(added):
            value = score(before, after)
            if value is not None:
                scored.append((-value, i, j))
    chosen: dict[int, int] = {}
    taken = set()
    for _, i, j in sorted(scored):
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return [(dropped[i], added[chosen[i]]) for i in sorted(chosen)]


def _similarity(before: str, after: str) -> float:
    """Return how alike two names are, from 0 to 1."""
    from difflib import SequenceMatcher  # only where something was dropped and added

    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def _is_yaml(place: Place | None) -> bool:
    return place is not None and place.file.endswith((".yaml", ".yml"))


def _table_line(before: str, place: Place | None) -> str:
    text = _text(before)
    return f"renamed_from: {text}" if _is_yaml(place) else f"t.renamed_from({text})"


def _line(option: str, before: str, place: Place | None) -> str:
    return f"{option}: {_text(before)}" if _is_yaml(place) else f"{option}={_text(before)}"


def _value_line(after: str, before: str, place: Place | None) -> str:
    option = f"{{{_text(after)}: {_text(before)}}}"
    return f"renamed_values: {option}" if _is_yaml(place) else f"renamed_values={option}"


def _text(name: str) -> str:
    """Return a name as a literal that Python and YAML read alike."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
