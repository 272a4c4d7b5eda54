"""The schema as one Markdown document, with the diagram as Mermaid, which many sites draw."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.document.contents import object_pages, table_pages
from fluentorm.document.links import links_of
from fluentorm.document.mermaid import mermaid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.document.contents import Page, Section
    from fluentorm.schema.objects import SchemaModel

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def markdown(model: SchemaModel, migrations: Mapping[str, Sequence[str]]) -> str:
    """Return the document; ``migrations`` are the names of those that touched each table."""
    pages = [*table_pages(model, links_of(model), migrations), *object_pages(model)]
    parts = ["# Database schema", ""]
    if model.tables:
        parts += ["```mermaid", mermaid(model).rstrip(), "```", ""]
    for page in pages:
        parts += _page(page)
    return "\n".join(parts).rstrip() + "\n"


def _page(page: Page) -> Iterator[str]:
    kind = "" if page.kind == "table" else f"{page.kind} "
    yield f"## {kind}{_plain(page.name)}"
    yield ""
    if page.comment:
        yield from (_plain(page.comment), "")
    if page.sources:
        yield from (f"Declared in {', '.join(map(_code, page.sources))}.", "")
    for section in page.sections:
        yield from _section(section)
    for name, text in page.texts:
        fence = "`" * max(3, _longest_run(text) + 1)
        yield from (f"**{name.capitalize()}**", "", f"{fence}sql", text, fence, "")
    if page.migrations:
        yield from ("**Migrations**", "", *(f"- {_code(name)}" for name in page.migrations), "")


def _section(section: Section) -> Iterator[str]:
    yield from (f"**{section.title}**", "", "| name | | comment |", "|---|---|---|")
    for row in section.rows:
        text = _code(row.text) if row.text else ""
        yield f"| {_plain(row.name)} | {text} | {_plain(row.comment)} |"
    yield ""


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """Return a code span for a cell of a table: a bar has to be escaped even in one."""
    text = " ".join(text.split()).replace("|", "\\|")
    ticks = "`" * (_longest_run(text) + 1)
    space = " " if "`" in text else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
