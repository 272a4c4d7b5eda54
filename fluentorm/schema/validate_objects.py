"""What is wrong with objects beside tables, and with what they say of tables.

What depends on the server's version, and what only the server can tell (whether a query or a body
is sound, whether bounds of partitions overlap), is not looked at. Sources: PostgreSQL manual, the
pages of the CREATE commands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from fluentorm.errors import Place, Problem
from fluentorm.schema.database_objects import (
    Aggregate,
    CompositeType,
    Domain,
    EventTrigger,
    MaterializedView,
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
from fluentorm.schema.nearest import Nearest
from fluentorm.schema.objects import SchemaModel, Table
from fluentorm.schema.qualified import namespace_of, sibling
from fluentorm.schema.refs import Kind, Ref
from fluentorm.schema.tokens import tokens
from fluentorm.schema.validate_expressions import flaw_of

if TYPE_CHECKING:
    from fluentorm.schema.database_objects import DatabaseObject

_WHOLE = "it has to be one whole piece of SQL"
_Named = tuple[str, str, Place | None]


def relations_of(item: DatabaseObject) -> Iterator[_Named]:
    """Yield kind, key and place of what an object takes in PostgreSQL's namespace of relations."""
    match item:
        case View() | MaterializedView() | Sequence() | CompositeType():
            yield item.ref.kind.value, item.name, item.origin
        case _:
            pass
    if isinstance(item, MaterializedView):
        for index in item.indexes:
            yield "index", sibling(item.name, index.name), index.origin


def types_of(item: DatabaseObject) -> Iterator[_Named]:
    """Yield kind, key and place of what an object takes in PostgreSQL's namespace of types."""
    match item:
        case View() | MaterializedView() | CompositeType() | Domain() | RangeType():
            yield item.ref.kind.value, item.name, item.origin
        case _:
            pass
    if isinstance(item, RangeType) and item.multirange is not None:
        yield "multirange type", item.multirange, item.origin


def object_problems(
    model: SchemaModel, nearest: Nearest, tables: Collection[str] | None = None
) -> Iterator[Problem]:
    """Say what is wrong with the objects of a model; with ``tables`` those that are on them."""
    for item in model.objects.values():
        if tables is None or _is_on(item, tables):
            yield from _problems_of(item, model, nearest)
    if tables is None:
        yield from _rename_problems(model)


def _flaws(item: DatabaseObject) -> Iterator[Problem]:
    """Say which SQL of an object is no whole piece; bodies and rules may have semicolons."""
    for what, text in _texts(item):
        if text is not None and (flaw := flaw_of(text)):
            yield Problem(f"{what} of {item.ref} has {flaw}: {text}", item.origin, _WHOLE)


def _texts(item: DatabaseObject) -> Iterator[tuple[str, str | None]]:
    match item:
        case View() | MaterializedView():
            yield "the query", item.query
        case Routine():
            yield "the argument list", item.arguments
            yield "returns", item.returns
        case Aggregate():
            yield "the argument list", item.arguments
        case Trigger():
            yield "when", item.when
            yield "the call", item.call
        case Policy():
            yield "using", item.using
            yield "check", item.check
        case Domain():
            yield "default", item.default
            for check in item.checks:
                yield f'check "{check.name}"', check.expression
        case Statistics():
            yield from (("an expression", text) for text in item.columns)
        case Publication():
            yield from (("where", table.where) for table in item.tables)
        case _:
            pass


def _is_on(item: DatabaseObject, tables: Collection[str]) -> bool:
    match item:
        case Trigger():
            return item.table in tables or item.references_table in tables
        case Rule() | Policy() | Statistics():
            return item.table in tables
        case Sequence():
            return item.owned_by is not None and item.owned_by.name in tables
        case Publication():
            return any(one.table in tables for one in item.tables)
        case _:
            return False


def _problems_of(item: DatabaseObject, model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    yield from _flaws(item)
    match item:
        case Trigger():
            yield from _trigger_problems(item, model, nearest)
        case Rule():
            yield from _relation_problems(item, model, nearest, "a table or a view")
        case Policy():
            yield from _policy_problems(item, model, nearest)
        case Statistics():
            yield from _statistics_problems(item, model, nearest)
        case Sequence():
            yield from _sequence_problems(item, model, nearest)
        case Publication():
            yield from _publication_problems(item, model, nearest)
        case EventTrigger():
            yield from _event_trigger_problems(item, model)
        case _:
            pass


def _relation(key: str, model: SchemaModel) -> Table | View | MaterializedView | None:
    table = model.tables.get(key)
    if table is not None:
        return table
    for kind in (Kind.VIEW, Kind.MATERIALIZED_VIEW):
        found = model.objects.get(Ref(kind, key))
        if isinstance(found, View | MaterializedView):
            return found
    return None


def _relation_problems(
    item: Trigger | Rule | Policy | Statistics,
    model: SchemaModel,
    nearest: Nearest,
    expected: str,
    allowed: tuple[type, ...] = (Table, View),
) -> Iterator[Problem]:
    """Say whether what an object is on exists, and is of a kind that can have it."""
    relation = _relation(item.table, model)
    what = f'{item.ref.kind.value} "{item.name}"'
    if relation is None:
        views = (ref.name for ref in model.objects if ref.kind is Kind.VIEW)
        yield Problem(
            f'{what} is on table "{item.table}", which does not exist',
            item.origin,
            nearest.hint(item.table, (*model.tables, *views)),
        )
    elif not isinstance(relation, allowed):
        noun = _noun(relation)
        yield Problem(f'{what} is on {noun} "{item.table}"; it must be {expected}', item.origin)


def _noun(relation: Table | View | MaterializedView) -> str:
    return "table" if isinstance(relation, Table) else relation.ref.kind.value


def _missing_columns(
    what: str,
    key: str,
    names: Collection[str],
    model: SchemaModel,
    place: Place | None,
    near: Nearest,
) -> Iterator[Problem]:
    """Say which columns a table does not have; those of views are not known."""
    table = model.tables.get(key)
    for name in names if table is not None else ():
        if table is not None and name not in table.columns:
            yield Problem(
                f'{what} uses column "{name}", which table "{key}" does not have',
                place,
                near.hint(name, table.columns),
            )


def _trigger_problems(item: Trigger, model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    what, place = f'trigger "{item.name}"', item.origin
    yield from _relation_problems(item, model, nearest, "a table or a view")
    yield from _missing_columns(what, item.table, item.columns, model, place, nearest)
    on_view = isinstance(_relation(item.table, model), View)
    instead = item.timing == "INSTEAD OF"
    rules = (
        (not item.events, "has no events", "name insert, update, delete or truncate"),
        (
            "TRUNCATE" in item.events and item.each_row,
            "is for each row, but a TRUNCATE has none",
            "add each_row=False",
        ),
        (
            bool(item.columns) and "UPDATE" not in item.events,
            "has columns, but not the event update",
            "add update to its events, or remove columns",
        ),
        (instead and not on_view, "is instead_of, which only views have", "use before or after"),
        (instead and not item.each_row, "is instead_of, which is for each row", None),
        (instead and item.when is not None, "is instead_of, which takes no when", "remove when"),
        (
            on_view and not instead and item.each_row,
            "is on a view: for each row it must be instead_of",
            'use "instead_of", or each_row=False',
        ),
        (
            (item.old_table or item.new_table) is not None and item.timing != "AFTER",
            "has transition tables, which only an after trigger has",
            'use "after"',
        ),
        (
            item.constraint and (item.timing != "AFTER" or not item.each_row),
            "is a constraint trigger: it must be after, and for each row",
            None,
        ),
        (
            not item.constraint and (item.deferrable or item.references_table is not None),
            "is deferrable or references a table, which only a constraint trigger can",
            "add constraint=True",
        ),
    )
    for applies, text, hint in rules:
        if applies:
            yield Problem(f"{what} {text}", place, hint)
    other = item.references_table
    if other is not None and other not in model.tables:
        text = f'{what} references table "{other}", which does not exist'
        yield Problem(text, place, nearest.hint(other, model.tables))


def _policy_problems(item: Policy, model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    what = f'policy "{item.name}"'
    yield from _relation_problems(item, model, nearest, "a table", (Table,))
    if item.command == "INSERT" and item.using is not None:
        text = f"{what} is for insert, which sees no rows: it takes no using"
        yield Problem(text, item.origin, "write check= instead")
    if item.command in ("SELECT", "DELETE") and item.check is not None:
        text = f"{what} is for {item.command.lower()}, which writes no rows: it takes no check"
        yield Problem(text, item.origin, "write using= instead")


def _statistics_problems(
    item: Statistics, model: SchemaModel, nearest: Nearest
) -> Iterator[Problem]:
    what = f'statistics "{item.name}"'
    expected = "a table or a materialized view"
    yield from _relation_problems(item, model, nearest, expected, (Table, MaterializedView))
    names = [_plain_name(text) for text in item.columns if not text.startswith("(")]
    yield from _missing_columns(what, item.table, names, model, item.origin, nearest)
    if len(item.columns) < 2 and len(names) == len(item.columns):
        text = f"{what} needs two columns or more, or an expression"
        yield Problem(text, item.origin, "a column alone has statistics= of its own")


def _plain_name(text: str) -> str:
    found = tokens(text)
    return found[0].name or text if found else text


def _sequence_problems(item: Sequence, model: SchemaModel, nearest: Nearest) -> Iterator[Problem]:
    owner = item.owned_by
    if owner is None:
        return
    what = f'sequence "{item.name}"'
    if owner.name not in model.tables:
        text = f'{what} is owned by a column of table "{owner.name}", which does not exist'
        yield Problem(text, item.origin, nearest.hint(owner.name, model.tables))
        return
    names = (owner.part or "",)
    yield from _missing_columns(what, owner.name, names, model, item.origin, nearest)
    if namespace_of(owner.name) != namespace_of(item.name):
        text = f'{what} must be in the namespace of its table, "{namespace_of(owner.name)}"'
        yield Problem(text, item.origin)


def _publication_problems(
    item: Publication, model: SchemaModel, nearest: Nearest
) -> Iterator[Problem]:
    what = f'publication "{item.name}"'
    if item.all_tables and (item.tables or item.namespaces):
        text = f"{what} has all tables, and some of them besides"
        yield Problem(text, item.origin, "remove all_tables, or the rest")
    for published in item.tables:
        if published.table not in model.tables:
            text = f'{what} has table "{published.table}", which does not exist'
            yield Problem(text, item.origin, nearest.hint(published.table, model.tables))
        names = published.columns
        yield from _missing_columns(what, published.table, names, model, item.origin, nearest)


def _event_trigger_problems(item: EventTrigger, model: SchemaModel) -> Iterator[Problem]:
    found = model.objects.get(Ref(Kind.FUNCTION, f"{item.function}()"))
    if isinstance(found, Routine) and found.returns != "event_trigger":
        yield Problem(
            f'event trigger "{item.name}" calls function "{item.function}", '
            f"which returns {found.returns}",
            item.origin,
            "it must return event_trigger",
        )


def _rename_problems(model: SchemaModel) -> Iterator[Problem]:
    """Say where ``renamed_from`` names what is still declared, or what two objects claim."""
    claimed: dict[tuple[Kind, str, str | None], Place | None] = {}
    for ref, item in model.objects.items():
        old: str | None = getattr(item, "renamed_from", None)
        if old is None:
            continue
        before = _renamed(ref, old)
        what = f'{ref.kind.value} "{ref.part or ref.name}"'
        if before in model.objects:
            yield Problem(
                f'{what} is renamed from "{old}", but a {ref.kind.value} "{old}" is declared too',
                item.origin,
                f'remove "{old}" if it was renamed, or else the renamed_from',
            )
        key = (before.kind, before.name, before.part)
        if key in claimed:
            text = f'{what} is renamed from "{old}", as another {ref.kind.value} is'
            yield Problem(text, item.origin, "keep renamed_from at one of them")
        claimed[key] = item.origin


def _renamed(ref: Ref, old: str) -> Ref:
    """Return the reference to what an object was before; a routine keeps its arguments."""
    if ref.part is not None:
        return Ref(ref.kind, ref.name, old)
    _, opened, arguments = ref.name.partition("(")
    return Ref(ref.kind, f"{old}{opened}{arguments}")
