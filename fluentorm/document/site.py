"""The static site: pages of HTML, a style sheet, and scripts that need no network."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from fluentorm.document.addresses import anchor, table_file
from fluentorm.document.contents import object_pages, table_pages
from fluentorm.document.links import links_of
from fluentorm.document.svg import diagram

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.document.contents import Page, Row, Section
    from fluentorm.schema.objects import SchemaModel

_TITLE = "Database schema"
ASSETS = ("style.css", "page.js", "diagram.js")
_SEARCHED = ("Columns", "Constraints", "Indexes", "Triggers", "Values")


def site(model: SchemaModel, migrations: Mapping[str, Sequence[str]]) -> dict[str, bytes]:
    """Return the files of a site by their path in its folder.

    ``migrations`` are the names of those that touched each table.
    """
    links = links_of(model)
    tables, objects = table_pages(model, links, migrations), object_pages(model)
    picture = diagram(model, links, table_file)
    bodies = {
        "index.html": ("Tables", "".join(_index(tables, objects))),
        "objects.html": ("Other objects", "".join(_objects(objects))),
        "diagram.html": ("Diagram", _diagram(picture)),
        **{table_file(page.name): (page.name, "".join(_table(page))) for page in tables},
    }
    texts = {path: _frame(path, heading, body) for path, (heading, body) in bodies.items()}
    texts["search.js"] = _search(tables, objects)
    assets = files("fluentorm.document") / "assets"
    return {
        **{path: text.encode() for path, text in texts.items()},
        **{name: (assets / name).read_bytes() for name in ASSETS},
    }


def _frame(path: str, heading: str, body: str) -> str:
    up = "../" * path.count("/")
    scripts = ["search.js", "page.js", *(["diagram.js"] if path == "diagram.html" else [])]
    links = {"index.html": "Tables", "diagram.html": "Diagram", "objects.html": "Other objects"}
    current = ' aria-current="page"'
    navigation = "".join(
        f'<a href="{up}{target}"{current if target == path else ""}>{text}</a>'
        for target, text in links.items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(heading)} - {_TITLE}</title>\n"
        f'<link rel="icon" href="data:,">\n<link rel="stylesheet" href="{up}style.css">\n'
        + "".join(f'<script defer src="{up}{name}"></script>\n' for name in scripts)
        + f'</head>\n<body data-root="{up}">\n<header>\n'
        f'<a class="home" href="{up}index.html">{_TITLE}</a>\n<nav>{navigation}</nav>\n'
        '<div class="search"><input id="search" type="search" placeholder="Search  /" '
        'aria-label="Search the schema" autocomplete="off" spellcheck="false">'
        '<ul id="results" role="listbox" hidden></ul></div>\n'
        '<button id="theme" type="button" aria-label="Switch between dark and light">◐</button>\n'
        f"</header>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _index(tables: Sequence[Page], objects: Sequence[Page]) -> Iterator[str]:
    yield "<h1>Tables</h1>\n"
    yield f"<p class=muted>Tables: {len(tables)}, other objects: {len(objects)}</p>\n"
    yield "<table class=list>\n<thead><tr><th>Table<th>Columns<th>Comment<th>Declared in</thead>\n"
    for page in tables:
        columns = next((len(s.rows) for s in page.sections if s.title == "Columns"), 0)
        yield (
            f'<tr><td><a href="{table_file(page.name)}">{escape(page.name)}</a>'
            f"<td>{columns}<td>{escape(page.comment)}<td class=place>"
            f"{escape(', '.join(page.sources))}\n"
        )
    yield "</table>\n"


def _table(page: Page) -> Iterator[str]:
    yield f"<h1><span class=kind>table</span> {escape(page.name)}</h1>\n"
    if page.comment:
        yield f"<p class=comment>{escape(page.comment)}</p>\n"
    yield (
        f"<p class=muted>Declared in <span class=place>{escape(', '.join(page.sources))}</span> · "
        f'<a href="../diagram.html#{quote(page.name, safe="")}">Show in the diagram</a></p>\n'
    )
    for section in page.sections:
        yield from _section(section, "../")
    if page.migrations:
        yield "<h2>Migrations</h2>\n<ol class=migrations>\n"
        yield from (f"<li><code>{escape(name)}</code>\n" for name in page.migrations)
        yield "</ol>\n"


def _section(section: Section, up: str) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>\n<table>\n"
    for row in section.rows:
        comment = f"<span class=comment>{escape(row.comment)}</span>" if row.comment else ""
        yield (
            f'<tr id="{anchor(section.title, row.name)}"><th scope=row>{_name(row, up)}<td>'
            f"<code>{escape(row.text)}</code>{comment}<td class=place>{escape(row.place)}\n"
        )
    yield "</table>\n"


def _name(row: Row, up: str) -> str:
    if row.target is None:
        return escape(row.name)
    return f'<a href="{up}{table_file(row.target)}">{escape(row.name)}</a>'


def _objects(pages: Sequence[Page]) -> Iterator[str]:
    yield "<h1>Other objects</h1>\n"
    if not pages:
        yield "<p class=muted>There are none.</p>\n"
    for page in pages:
        yield (
            f'<section id="{anchor(page.kind, page.name)}">\n<h2><span class=kind>'
            f"{escape(page.kind)}</span> {escape(page.name)}</h2>\n"
        )
        if page.comment:
            yield f"<p class=comment>{escape(page.comment)}</p>\n"
        yield f"<p class=place>{escape(', '.join(page.sources))}</p>\n"
        for section in page.sections:
            yield "<table>\n"
            for row in section.rows:
                yield f"<tr><th scope=row>{escape(row.name)}<td><code>{escape(row.text)}</code>\n"
            yield "</table>\n"
        for _, text in page.texts:
            yield f"<pre><code>{escape(text)}</code></pre>\n"
        yield "</section>\n"


def _diagram(picture: str) -> str:
    buttons = {"in": ("+", "Zoom in"), "out": ("−", "Zoom out"), "all": ("⤢", "Show all")}  # noqa: RUF001 - the sign
    return (
        '<div id="canvas">\n<div class="tools">'
        + "".join(
            f'<button type="button" data-zoom="{name}" aria-label="{label}">{sign}</button>'
            for name, (sign, label) in buttons.items()
        )
        + f'<output id="focused"></output></div>\n{picture}\n</div>\n'
    )


def _search(tables: Sequence[Page], objects: Sequence[Page]) -> str:
    """Return the script with what can be found: name, kind, more words, address."""
    entries = []
    for page in tables:
        entries.append((page.name, page.kind, page.comment, table_file(page.name)))
        for section in page.sections:
            if section.title in _SEARCHED:
                kind = section.title.lower().removesuffix("s").replace("indexe", "index")
                entries += [
                    (
                        f"{page.name}.{row.name}",
                        kind,
                        f"{row.text} {row.comment}".strip(),
                        f"{table_file(page.name)}#{anchor(section.title, row.name)}",
                    )
                    for row in section.rows
                ]
    entries += [
        (p.name, p.kind, p.comment, f"objects.html#{anchor(p.kind, p.name)}") for p in objects
    ]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"window.fluentSearch = [\n{lines}\n];\n"
