"""Views and routines as SQL files of their own: a header that says what it is, then the body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fluentorm.pull.objects import object_call
from fluentorm.pull.yaml_text import document
from fluentorm.schema.database_objects import MaterializedView, Routine, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fluentorm.schema.database_objects import DatabaseObject

_FOLDERS = {
    "view": "views",
    "materialized_view": "materialized_views",
    "function": "functions",
    "procedure": "procedures",
}
_NO_TEXT = ("c", "internal")


def has_body(item: DatabaseObject) -> bool:
    """Say whether an object has SQL, or source, that can stand in a file of its own.

    Line ends are those of the file there, so a text with carriage returns cannot.
    """
    match item:
        case View(query=text) | MaterializedView(query=text):
            return "\r" not in text
        case Routine(body=text, language=language):
            return "\r" not in text and language not in _NO_TEXT
        case _:
            return False


def sql_files(items: Iterable[DatabaseObject]) -> dict[str, str]:
    """Return the files of objects that have a body: path in the schemas folder -> text."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for item in items:
        if has_body(item):
            call = object_call(item)
            arguments = dict(call.arguments)
            body = str(arguments.pop("body" if isinstance(item, Routine) else "query", ""))
            header = {call.method: arguments.pop("name"), **arguments}
            path = _path(_FOLDERS[call.method], item.name, taken)
            found[path] = _text(header, body)
    return found


def _path(folder: str, name: str, taken: set[str]) -> str:
    """Return a path that no other file has, on systems that take case for nothing too."""
    word = re.sub(r"[^A-Za-z0-9_.-]+", "_", name).strip("_.-") or "object"
    path, number = f"{folder}/{word}.sql", 2
    while path.lower() in taken:
        path, number = f"{folder}/{word}_{number}.sql", number + 1
    taken.add(path.lower())
    return path


def _text(header: dict[str, object], body: str) -> str:
    head = "".join(f"-- {line}\n" for line in document(header, blocks=False).splitlines())
    # A comment at the beginning of the body would be taken for the header.
    end = "--\n" if body.startswith("--") else ""
    return f"{head}{end}{body}\n"
