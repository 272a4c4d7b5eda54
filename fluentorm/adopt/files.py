"""What the migration files of another tool say: which of them are pending, and which fill rows.

Files in Python are parsed and never run: they import their project.
"""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from fluentorm.adopt.history import dotted
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from fluentorm.adopt.history import History
    from fluentorm.adopt.tools import Tool

_FLYWAY = re.compile(r"(?:V(?P<version>[\d._]+)__|R__).*\.sql", re.IGNORECASE)
_DBMATE = re.compile(r"(\d+)_?.*\.sql")
_SQL_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_ROWS = re.compile(r"\b(?:INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+[\w.\"]+\s+SET)\b", re.IGNORECASE)
_FUNCTION_BODY = re.compile(r"(\$\w*\$).*?\1", re.DOTALL)
_DOWN = re.compile(r"^--\s*migrate:down\b.*", re.MULTILINE | re.DOTALL)
_ALEMBIC_ROWS = re.compile(r"\b(?:bulk_insert|get_bind)\s*\(")
_DJANGO_ROWS = re.compile(r"\bRunPython\s*\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One migration of another tool: what its history calls it, and the file it is in.

    ``after`` are the migrations that it implies, ``stands_for`` those that it replaces;
    ``fills_rows`` says that it changes rows and not only the schema.
    """

    name: str
    file: str
    after: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    fills_rows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Files against history: not applied; applied without a file; applied and filling rows."""

    pending: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()


def read_files(tool: Tool, texts: Mapping[str, str]) -> tuple[Foreign, ...]:
    """Return the migrations among files, path -> text; what is no migration is passed over."""
    reader = _READERS[tool.name]
    return tuple(found for path in sorted(texts) if (found := reader(path, texts[path])))


def compare(tool: Tool, migrations: Iterable[Foreign], history: History) -> Comparison:
    """Return what the files have that the history lacks, and the other way round."""
    found = tuple(migrations)
    applied = _all_applied(found, history.applied)
    if history.floor:
        versions = (one.name for one in found if one.name[:1].isdigit())
        applied |= {name for name in versions if dotted(name) <= dotted(history.floor)}
    known = {name for one in found for name in (one.name, *one.stands_for)}
    return Comparison(
        pending=tuple(one.file for one in found if one.name not in applied),
        # Django's history also holds the apps of other packages, whose files are not here; Flyway
        # has migrations in Java.
        unknown=tuple(name for name in history.applied if name not in known)
        if tool.name in ("alembic", "dbmate", "prisma")
        else (),
        filling=tuple(one.file for one in found if one.fills_rows and one.name in applied),
    )


def _all_applied(migrations: tuple[Foreign, ...], names: Iterable[str]) -> set[str]:
    """Return the applied names, with those that they imply."""
    by_name = {one.name: one for one in migrations}
    applied: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in applied:
            applied.add(name)
            waiting += by_name[name].after if name in by_name else ()
    replaced = (m.name for m in migrations if m.stands_for and applied.issuperset(m.stands_for))
    instead = {name for m in migrations if m.name in applied for name in m.stands_for}
    return applied | set(replaced) | instead


def _alembic(path: str, text: str) -> Foreign | None:
    tree = _parsed(text)
    values = dict(_assignments(tree.body)) if tree else {}
    revision = values.get("revision")
    if tree is None or not isinstance(revision, str):
        return None
    upgrade = next((n for n in tree.body if getattr(n, "name", "") == "upgrade"), None)
    body = ast.unparse(upgrade) if upgrade is not None else ""
    return Foreign(
        name=revision,
        file=path,
        after=(*_names(values.get("down_revision")), *_names(values.get("depends_on"))),
        fills_rows=bool(_ALEMBIC_ROWS.search(body) or _ROWS.search(body)),
    )


def _django(path: str, text: str) -> Foreign | None:
    place = PurePosixPath(path)
    folder, name = place.parent.parent.name, place.stem
    if place.parent.name != "migrations":
        return None
    tree = _parsed(text)
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef)) if tree else ()
    migration = next((node for node in classes if node.name == "Migration"), None)
    if migration is None or not folder:
        return None
    replaced = dict(_assignments(migration.body)).get("replaces")
    pairs = replaced if isinstance(replaced, list) else []
    body = ast.unparse(migration)
    return Foreign(
        name=f"{folder}.{name}",
        file=path,
        stands_for=tuple(f"{pair[0]}.{pair[1]}" for pair in pairs),
        fills_rows=bool(_DJANGO_ROWS.search(body) or _ROWS.search(body)),
    )


def _flyway(path: str, text: str) -> Foreign | None:
    match = _FLYWAY.fullmatch(PurePosixPath(path).name)
    if match is None:
        return None
    version = match["version"]
    name = version.replace("_", ".") if version else PurePosixPath(path).name
    return Foreign(name=name, file=path, fills_rows=_changes_rows(text))


def _dbmate(path: str, text: str) -> Foreign | None:
    match = _DBMATE.fullmatch(PurePosixPath(path).name)
    if match is None:
        return None
    return Foreign(name=match[1], file=path, fills_rows=_changes_rows(_DOWN.sub("", text)))


def _prisma(path: str, text: str) -> Foreign | None:
    place = PurePosixPath(path)
    if place.name != "migration.sql":
        return None
    return Foreign(name=place.parent.name, file=path, fills_rows=_changes_rows(text))


def _changes_rows(sql: str) -> bool:
    """Say whether statements change rows; what stands in functions does so later, if at all."""
    return _ROWS.search(_SQL_COMMENT.sub("", _FUNCTION_BODY.sub("", sql))) is not None


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _assignments(body: Iterable[ast.stmt]) -> Iterator[tuple[str, object]]:
    """Yield the names that are given a literal value, and that."""
    for node in body:
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        try:
            if isinstance(target, ast.Name):
                yield target.id, ast.literal_eval(value)
        except ValueError:
            continue


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


_READERS: dict[str, Callable[[str, str], Foreign | None]] = {
    "alembic": _alembic,
    "django": _django,
    "flyway": _flyway,
    "dbmate": _dbmate,
    "prisma": _prisma,
}
