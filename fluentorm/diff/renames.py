"""Drops and additions that may have been meant as renames, with the line that would say so.

Renames are never guessed: the drop and the addition are generated, and the author is told what to
write if they were one and the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
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
from fluentorm.diff.uses import enum_of, is_named_after
from fluentorm.errors import Place
from fluentorm.schema.objects import Column, Enum, Table
from fluentorm.values import dataclass

_Kind: TypeAlias = Literal["table", "column", "enum", "enum_value"]
_Value = TypeVar("_Value")
_Object = TypeVar("_Object", Table, Enum)
# Beyond this nobody reads the suggestions, and comparing names takes seconds.
_MAX_COMPARED = 10_000
# Columns that ``timestamps()`` and ``soft_delete()`` declare, which take no options.
_MIXED_IN = frozenset({"created_at", "updated_at", "deleted_at"})


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
    changed = [o.enum for o in sequence if isinstance(o, DropEnum | CreateEnum)]
    enums = {enum.name: enum for enum in changed}
    tables = _table_pairs(sequence, enums)
    columns = _column_pairs(sequence, enums)
    pairs = [(before.name, after.name, _same_columns(before, after)) for before, after in tables]
    pairs += [(table, table, found) for table, found in columns.items()]
    following = set(_following(pairs))
    return (
        *(_table(before, after) for before, after in tables),
        *(_column(table, *pair) for table, pairs in columns.items() for pair in pairs),
        *(s for s in _enums(sequence) if (s.before, s.after) not in following),
        *_enum_values(sequence),
    )


def _following(
    pairs: Iterable[tuple[str, str, Sequence[tuple[Column, Column]]]],
) -> Iterator[tuple[str, str]]:
    """Yield the enums, old and new, whose name follows those of a table and column by itself."""
    for old_table, new_table, columns in pairs:
        for before, after in columns:
            if is_named_after(before, old_table) and is_named_after(after, new_table):
                yield enum_of(before.type), enum_of(after.type)


def like_types(before: str, after: str, enums: Mapping[str, Enum]) -> bool:
    """Say whether a column of one type may have been renamed to one of the other.

    So it may be where both are among ``enums`` and have the same values.
    """
    one, two = enums.get(enum_of(before)), enums.get(enum_of(after))
    if one is None or two is None:
        return alike(before, after)
    return one.values == two.values and before.endswith("[]") == after.endswith("[]")


def column_line(before: str, after: Column) -> str:
    """Return what to write at a column that was renamed; a call where a mixin declares it."""
    if after.name not in _MIXED_IN:
        return option_line("renamed_from", before, after.origin)
    old, new = _text(before), _text(after.name)
    if _is_yaml(after.origin):
        return f"rename_fields: {{{old}: {new}}}"
    return f"t.rename_field({old}, {new})"


def option_line(option: str, text: str, place: Place | None) -> str:
    """Return an option with a text as the file of that place is written, Python or YAML."""
    return f"{option}: {_text(text)}" if _is_yaml(place) else f"{option}={_text(text)}"


def _table_pairs(
    operations: Sequence[Operation], enums: Mapping[str, Enum]
) -> list[tuple[Table, Table]]:
    dropped = [o.table for o in operations if isinstance(o, DropTable)]
    created = [o.table for o in operations if isinstance(o, CreateTable)]
    return _alike_pairs(dropped, created, lambda table: _shape(table, enums))


def _table(before: Table, after: Table) -> RenameSuggestion:
    return RenameSuggestion(
        kind="table",
        owner="",
        before=before.name,
        after=after.name,
        line=_table_line(before.name, after.origin),
        place=after.origin,
    )


def _shape(table: Table, enums: Mapping[str, Enum]) -> Hashable:
    """Return the columns' names and types, an enum that changes by its values."""
    shape: list[tuple[str, Hashable]] = []
    for column in table.columns.values():
        enum = enums.get(enum_of(column.type))
        own = (enum.values, column.type.endswith("[]")) if enum else column.type
        shape.append((column.name, own))
    return frozenset(shape)


def _same_columns(before: Table, after: Table) -> Sequence[tuple[Column, Column]]:
    return [(column, after.columns[name]) for name, column in before.columns.items()]


def _column_pairs(
    operations: Sequence[Operation], enums: Mapping[str, Enum]
) -> dict[str, list[tuple[Column, Column]]]:
    tables: dict[str, tuple[list[Column], list[Column]]] = {}
    for operation in operations:
        match operation:
            case DropColumn(table=table, column=column):
                tables.setdefault(table, ([], []))[0].append(column)
            case AddColumn(table=table, column=column):
                tables.setdefault(table, ([], []))[1].append(column)
            case _:
                pass
    return {
        table: _pairs(dropped, added, lambda one, two: _column_score(one, two, enums))
        for table, (dropped, added) in tables.items()
    }


def _column(table: str, before: Column, after: Column) -> RenameSuggestion:
    return RenameSuggestion(
        kind="column",
        owner=table,
        before=before.name,
        after=after.name,
        line=column_line(before.name, after),
        place=after.origin,
    )


def _column_score(before: Column, after: Column, enums: Mapping[str, Enum]) -> float | None:
    """Return how likely it is that a column was renamed, None where it cannot have been.

    One that is made anew keeps its name; otherwise it must be of a like type.
    """
    if before.name == after.name or not like_types(before.type, after.type, enums):
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
            line=option_line("type_renamed_from", before.name, after.origin),
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


def _value_line(after: str, before: str, place: Place | None) -> str:
    option = f"{{{_text(after)}: {_text(before)}}}"
    return f"renamed_values: {option}" if _is_yaml(place) else f"renamed_values={option}"


def _text(name: str) -> str:
    """Return a name as a literal that Python and YAML read alike."""
    import json  # only where something was dropped and added

    return json.dumps(name, ensure_ascii=False)
