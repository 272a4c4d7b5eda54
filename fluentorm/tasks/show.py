"""The schema as fluentorm sees it: tables and everything else, with the place of each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fluentorm.errors import Problem, SchemaError
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import Enum, Table
from fluentorm.schema.qualified import key_of
from fluentorm.snapshot.tables import encode_enum, encode_table
from fluentorm.tasks.action import say, say_json
from fluentorm.tasks.generate import evaluated
from fluentorm.tasks.project import current_project
from fluentorm.tasks.show_text import object_lines, table_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import SchemaModel

    Shown = Table | Enum | DatabaseObject


def show(names: Sequence[str], *, as_json: bool) -> None:
    """Print what the names mean, all without a name; the schema files are what is shown.

    Raises SchemaError for a name that nothing declared has.
    """
    model = evaluated(current_project()).model
    attached = _attached(model)
    chosen = _chosen(model, names) if names else list(_all(model, attached))
    if as_json:
        say_json({_title(item): _as_json(item, attached) for item in chosen})
        return
    for number, item in enumerate(chosen):
        if number:
            say()
        for line in _lines(item, model, attached):
            say(line)


def _attached(model: SchemaModel) -> dict[str, list[DatabaseObject]]:
    """Return what hangs on each table: triggers, rules, policies, statistics."""
    found: dict[str, list[DatabaseObject]] = {}
    for item in model.objects.values():
        table = getattr(item, "table", None)
        if table in model.tables:
            found.setdefault(str(table), []).append(item)
    return found


def _all(model: SchemaModel, attached: dict[str, list[DatabaseObject]]) -> Iterator[Shown]:
    """Yield everything, what hangs on a table with the table only."""
    yield from model.tables.values()
    yield from model.enums.values()
    hanging = {item.ref for items in attached.values() for item in items}
    yield from (item for ref, item in model.objects.items() if ref not in hanging)


def _chosen(model: SchemaModel, names: Sequence[str]) -> list[Shown]:
    known: dict[str, list[Shown]] = {}
    for item in (*model.tables.values(), *model.enums.values(), *model.objects.values()):
        for name in _names(item):
            known.setdefault(name, []).append(item)
    problems, found = [], []
    for name in names:
        meant = known.get(name) or known.get(key_of(name), [])
        found += meant
        if not meant:
            near = nearest(name, known)
            hint = f'did you mean "{near}"?' if near else "fluentorm show lists all there is"
            problems.append(Problem(f'nothing that is declared is called "{name}"', hint=hint))
    if problems:
        raise SchemaError(problems)
    return found


def _names(item: Shown) -> tuple[str, ...]:
    """Return what an object may be called: a routine also without its arguments."""
    if isinstance(item, Table | Enum):
        return (item.name,)
    ref = item.ref
    if ref.part is not None:
        return (f"{ref.name}.{ref.part}",)
    return (ref.name, item.name) if ref.name != item.name else (ref.name,)


def _title(item: Shown) -> str:
    if isinstance(item, Table):
        return item.name
    if isinstance(item, Enum):
        return f"enum {item.name}"
    part = f".{item.ref.part}" if item.ref.part is not None else ""
    return f"{item.ref.kind.value} {item.ref.name}{part}"


def _lines(
    item: Shown, model: SchemaModel, attached: dict[str, list[DatabaseObject]]
) -> Iterator[str]:
    if isinstance(item, Table):
        partitions = [t for t in model.tables.values() if t.details.partition_of == item.name]
        return table_lines(item, attached.get(item.name, ()), partitions)
    return object_lines(item)


def _as_json(item: Shown, attached: dict[str, list[DatabaseObject]]) -> dict[str, Any]:
    if isinstance(item, Enum):
        return {**encode_enum(item), "origin": str(item.origin or "")}
    if not isinstance(item, Table):
        return _object_json(item)
    data = encode_table(item)
    parts = {"fields": item.columns, "constraints": item.constraints, "indexes": item.indexes}
    for key, objects in parts.items():
        for entry in data[key]:
            entry["origin"] = str(objects[entry["name"]].origin or "")
    if item.name in attached:
        data["attached"] = [
            {"kind": other.ref.kind.value, **_object_json(other)} for other in attached[item.name]
        ]
    return data


def _object_json(item: DatabaseObject) -> dict[str, Any]:
    from fluentorm.snapshot.objects import encode_object

    return {**encode_object(item), "origin": str(item.origin or "")}
