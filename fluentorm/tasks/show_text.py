"""What a part of the schema is, in the words of ``show``: a name, a description, a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.schema.objects import Enum
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fluentorm.errors import Place
    from fluentorm.schema.database_objects import DatabaseObject
    from fluentorm.schema.objects import Table

Row = tuple[str, str, str]

_SECTIONS = {
    "trigger": "triggers",
    "rule": "rules",
    "policy": "policies",
    "statistics": "statistics",
}


def table_lines(
    table: Table, attached: Iterable[DatabaseObject], partitions: Iterable[Table]
) -> Iterator[str]:
    """Yield a table with its parts, each with the place where it is declared."""
    comment = f"  -- {one_line(table.comment)}" if table.comment else ""
    yield f"{table.name} ({', '.join(table.source_files)}){comment}"
    sections: dict[str, list[Row]] = {
        "columns": [(c.name, column_text(c), _place(c.origin)) for c in table.columns.values()],
        "constraints": [
            (c.name, constraint_text(c), _place(c.origin)) for c in table.constraints.values()
        ],
        "indexes": [(i.name, index_text(i), _place(i.origin)) for i in table.indexes.values()],
        "relations": [(r.name, relation_text(r), "") for r in table.relations.values()],
        "details": [(name, text, "") for name, text in unusual(table.details)],
    }
    for item in attached:
        title = _SECTIONS[item.ref.kind.value]
        row = (item.ref.part or item.name, attached_text(item), _place(item.origin))
        sections.setdefault(title, []).append(row)
    sections["partitions"] = [(p.name, p.details.bound or "", _place(p.origin)) for p in partitions]
    yield from _aligned(sections)


def object_lines(item: DatabaseObject | Enum) -> Iterator[str]:
    """Yield an object of any other kind with its attributes; texts come last, as they are."""
    kind = "enum" if isinstance(item, Enum) else item.ref.kind.value
    said = getattr(item, "comment", None)
    comment = f"  -- {one_line(said)}" if said else ""
    origin = f" ({item.origin})" if item.origin else ""
    yield f'{kind} "{item.name}"{origin}{comment}'
    rows = [(name, text, "") for name, text in unusual(item) if name not in TEXTS]
    yield from _aligned({"": rows})
    for name in TEXTS:
        text = getattr(item, name, None)
        if isinstance(text, str):
            yield f"  {name}"
            yield from (f"    {line}".rstrip() for line in text.strip("\n").split("\n"))


def _aligned(sections: dict[str, list[Row]]) -> Iterator[str]:
    rows = [row for section in sections.values() for row in section]
    if not rows:
        return
    name_width = max(len(row[0]) for row in rows)
    text_width = min(60, max(len(row[1]) for row in rows))
    for title, section in sections.items():
        if section and title:
            yield f"  {title}"
        margin = "    " if title else "  "
        for name, text, place in section:
            yield f"{margin}{name:<{name_width}}  {text:<{text_width}}  {place}".rstrip()


def _place(place: Place | None) -> str:
    return str(place) if place else ""
