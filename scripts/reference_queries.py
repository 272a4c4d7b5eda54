"""The reference of queries: models, queries, columns, functions, databases.

Examples stand in ``query_examples.py``; their SQL is what the query compiler makes of them.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path
from typing import Any, NamedTuple

from query_examples import EXAMPLES, SECTIONS, Section
from reference_text import anchor, check_anchors, method_signature, signature, told

import fluentorm
import fluentorm.query
from fluentorm import build_sql
from fluentorm.query import Condition, Expression, Ordering, Query

ROOT = Path(__file__).parent.parent
INTRODUCTION = """\
Every method that an application calls, with its types. [Models](../models.md) and
[Queries](../queries.md) tell the same as guides. What takes `db` runs: with a `Database` or a
`Transaction` it returns the result that is shown, with an `AsyncDatabase` or an `AsyncTransaction`
an awaitable of it. Below an example stands the SQL that it becomes; of a condition or an
expression only that. The examples use the models of the blog in `schemas/`.
"""

WIDTH = 100
CLAUSES = (
    " FROM ",
    " WHERE ",
    " GROUP BY ",
    " ORDER BY ",
    " LIMIT ",
    " ON CONFLICT ",
    " RETURNING ",
)


class Entry(NamedTuple):
    """A method or a function: its heading, signature, text, and example."""

    heading: str
    signature: str
    text: str
    example: str | None


def query_page() -> str:
    """Return the page as Markdown."""
    _check_complete()
    parts = ["# Queries, call by call\n", INTRODUCTION]
    parts.append("\n".join(_contents(section) for section in SECTIONS) + "\n")
    for section in SECTIONS:
        parts += [f"## {section.title}\n", *([f"{section.text}\n"] if section.text else [])]
        parts += [_written(_entry(section, name)) for name in section.names]
    check_anchors(parts)
    if unused := EXAMPLES.keys() - {_heading(s, name) for s in SECTIONS for name in s.names}:
        raise SystemExit(f"examples of nothing: {sorted(unused)}")
    return "\n".join(parts)


def _check_complete() -> None:
    """Refuse a public method or function that is in no section."""
    for kind in {section.kind for section in SECTIONS if section.kind is not None}:
        told_of = {n for s in SECTIONS if s.kind is kind for n in (*s.names, *s.inner)}
        public = {n for n in dir(kind) if not n.startswith("_")}
        if public != told_of:
            raise SystemExit(f"{kind.__name__}: in no section: {sorted(public ^ told_of)}")
    functions = {name for s in SECTIONS if s.kind is None for name in s.names}
    public = {n for n in fluentorm.query.__all__ if inspect.isfunction(_function(n))}
    if missing := public - functions:
        raise SystemExit(f"functions in no section: {sorted(missing)}")


def _function(name: str) -> Any:
    return getattr(fluentorm.query, name, None) or getattr(fluentorm, name)


def _heading(section: Section, name: str) -> str:
    return name if section.kind is None else f"{section.shown}.{name}"


def _contents(section: Section) -> str:
    headings = ((name, _heading(section, name)) for name in section.names)
    links = ", ".join(f"[`{name}`](#{anchor(heading)})" for name, heading in headings)
    return f"- [{section.title}](#{anchor(section.title)}): {links}"


def _entry(section: Section, name: str) -> Entry:
    heading = _heading(section, name)
    if section.kind is None:
        found = _function(name)
        shown = signature(found, name)
    else:
        found = inspect.getattr_static(section.kind, name)
        shown = method_signature(section.kind, name).removeprefix(f"{section.kind.__name__}.")
    text, _ = told(found, heading)
    return Entry(heading, shown, text, EXAMPLES.get(heading))


def _written(entry: Entry) -> str:
    parts = [f"### {entry.heading}\n", f"```py\n{entry.signature}\n```\n", f"{entry.text}\n"]
    if entry.example is not None:
        parts.append(f"```py\n{entry.example}\n```\n```sql\n{sql_of(entry.example)}\n```\n")
    return "\n".join(parts)


def sql_of(example: str) -> str:
    """Return what an example becomes: a query, or the part of one that an expression is."""
    value = eval(example, _names())  # noqa: S307 an example of ours
    if isinstance(value, Query):
        return _statement(value)
    posts = _names()["Posts"].query().select(_names()["Posts"].id)
    if isinstance(value, Condition):
        return _statement(posts.where(value)).partition(" WHERE ")[2]
    if isinstance(value, Ordering):
        return _statement(posts.order_by(value)).partition(" ORDER BY ")[2]
    if isinstance(value, Expression):
        selected = _statement(posts.select(value))
        return selected.removeprefix("SELECT ").removesuffix(" FROM posts")
    raise SystemExit(f"no query: {example}")


def _statement(query: Query[Any]) -> str:
    """Return the SQL of a query, its clauses on lines of their own where it is long."""
    sql = build_sql(query)[0]
    return sql if len(sql) <= WIDTH else _folded(sql)


def _folded(sql: str) -> str:
    for word in CLAUSES:
        head, found, rest = sql.rpartition(word)
        if found and head.count("(") == head.count(")"):
            sql = f"{head}\n{found.strip()} {rest}"
    return sql


def _names() -> dict[str, Any]:
    """Return what examples may name."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    import models

    public = {name: getattr(fluentorm.query, name) for name in fluentorm.query.__all__}
    shown = ("Categories", "Comments", "Posts", "PostsStatus", "Users")
    news = models.Categories.CreateInput(name="news", color="red")
    return {**public, **{name: getattr(models, name) for name in shown}, "news": news}
