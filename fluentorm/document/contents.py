"""What a page about a table, or about another object, says: titled sections of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.objects import Enum, ForeignKey
from fluentorm.schema.wording import (
    TEXTS,
    attached_text,
    column_text,
    constraint_text,
    index_text,
    one_line,
    relation_text,
    unusual,
)
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.document.links import Link
    from fluentorm.errors import Place
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import Constraint, SchemaModel, Table

_ATTACHED = {
    "trigger": "Triggers",
    "rule": "Rules",
    "policy": "Policies",
    "statistics": "Statistics",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One part: what it is called, what it is, what is said of it, where it is declared.

    ``target`` is the table that it leads to.
    """

    name: str
    text: str
    comment: str = ""
    place: str = ""
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Parts of one kind."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All about one object. ``kind`` is "table", "view"...; ``texts`` are its SQL, by what it is.

    ``migrations`` are the names of those that touched a table.
    """

    kind: str
    name: str
    comment: str = ""
    sources: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    migrations: tuple[str, ...] = ()


def table_pages(
    model: SchemaModel, links: Sequence[Link], migrations: Mapping[str, Sequence[str]]
) -> tuple[Page, ...]:
    """Return a page for each table, in the order of declaration."""
    incoming: dict[str, list[Link]] = {}
    for link in links:
        incoming.setdefault(link.target, []).append(link)
    attached = _attached(model)
    parts = _partitions(model)
    return tuple(
        Page(
            kind="table",
            name=table.name,
            comment=table.comment or "",
            sources=table.source_files,
            sections=tuple(
                section
                for section in (
                    *_own_sections(table),
                    _incoming(incoming.get(table.name, ())),
                    *_attached_sections(attached.get(table.name, ())),
                    Section(title="Partitions", rows=tuple(parts.get(table.name, ()))),
                )
                if section.rows
            ),
            migrations=tuple(migrations.get(table.name, ())),
        )
        for table in model.tables.values()
    )


def object_pages(model: SchemaModel) -> tuple[Page, ...]:
    """Return a page for everything that is no table and hangs on none, by kind and name."""
    on_tables = {item.ref for items in _attached(model).values() for item in items}
    others = [item for ref, item in model.objects.items() if ref not in on_tables]
    pages = [*map(_enum_page, model.enums.values()), *map(_object_page, others)]
    return tuple(sorted(pages, key=lambda page: (page.kind, page.name)))


def _own_sections(table: Table) -> Iterator[Section]:
    columns = (
        Row(name=c.name, text=column_text(c), comment=c.comment or "", place=_place(c.origin))
        for c in table.columns.values()
    )
    yield Section(title="Columns", rows=tuple(columns))
    constraints = (_constraint_row(c) for c in table.constraints.values())
    yield Section(title="Constraints", rows=tuple(constraints))
    indexes = (
        Row(name=i.name, text=index_text(i), comment=i.comment or "", place=_place(i.origin))
        for i in table.indexes.values()
    )
    yield Section(title="Indexes", rows=tuple(indexes))
    relations = (
        Row(name=r.name, text=relation_text(r), target=r.references_table)
        for r in table.relations.values()
    )
    yield Section(title="Relations", rows=tuple(relations))
    details = (Row(name=name, text=text) for name, text in unusual(table.details))
    yield Section(title="Details", rows=tuple(details))


def _constraint_row(constraint: Constraint) -> Row:
    target = constraint.references_table if isinstance(constraint, ForeignKey) else None
    return Row(
        name=constraint.name,
        text=constraint_text(constraint),
        comment=constraint.comment or "",
        place=_place(constraint.origin),
        target=target,
    )


def _incoming(links: Sequence[Link]) -> Section:
    rows = (
        Row(
            name=link.table,
            text=f"{link.name} ({', '.join(link.columns)}) to ({', '.join(link.target_columns)})",
            target=link.table,
        )
        for link in links
    )
    return Section(title="Referenced by", rows=tuple(rows))


def _attached(model: SchemaModel) -> dict[str, list[DatabaseObject]]:
    found: dict[str, list[DatabaseObject]] = {}
    for item in model.objects.values():
        table = getattr(item, "table", None)
        if table in model.tables:
            found.setdefault(str(table), []).append(item)
    return found


def _attached_sections(items: Sequence[DatabaseObject]) -> Iterator[Section]:
    for kind, title in _ATTACHED.items():
        rows = (
            Row(
                name=item.ref.part or item.name,
                text=attached_text(item),
                comment=getattr(item, "comment", None) or "",
                place=_place(item.origin),
            )
            for item in items
            if item.ref.kind.value == kind
        )
        yield Section(title=title, rows=tuple(rows))


def _partitions(model: SchemaModel) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for table in model.tables.values():
        parent = table.details.partition_of
        if parent is not None:
            row = Row(
                name=table.name,
                text=table.details.bound or "",
                place=_place(table.origin),
                target=table.name,
            )
            found.setdefault(parent, []).append(row)
    return found


def _enum_page(enum: Enum) -> Page:
    values = tuple(Row(name=value, text="") for value in enum.values)
    return Page(
        kind="enum",
        name=enum.name,
        comment=enum.comment or "",
        sources=_sources(enum),
        sections=(Section(title="Values", rows=values),),
    )


def _object_page(item: DatabaseObject) -> Page:
    part = f".{item.ref.part}" if item.ref.part is not None else ""
    rows = tuple(Row(name=name, text=text) for name, text in unusual(item) if name not in TEXTS)
    texts = ((name, getattr(item, name, None)) for name in TEXTS)
    return Page(
        kind=item.ref.kind.value,
        name=f"{item.ref.name}{part}",
        comment=one_line(getattr(item, "comment", None) or ""),
        sources=_sources(item),
        sections=(Section(title="Attributes", rows=rows),) if rows else (),
        texts=tuple((name, text.strip("\n")) for name, text in texts if isinstance(text, str)),
    )


def _sources(item: Enum | DatabaseObject) -> tuple[str, ...]:
    return (str(item.origin),) if item.origin else ()


def _place(place: Place | None) -> str:
    return str(place) if place else ""
