"""The databases of FLUENT_DB_TARGETS: lines of a file, or rows of a query on the target database.

A line has a name, which may be left out, and where the target is: a URL, ``database=NAME`` on the
server of FLUENT_DB_URL, ``namespace=NAME`` in its database, or a URL and a namespace in it.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from fluentorm.config import TARGETS, target_of
from fluentorm.errors import ConfigError, DatabaseError, Place
from fluentorm.schema.nearest import nearest
from fluentorm.tasks.database import target_session, target_url
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fluentorm.dialects.postgres.home import Home
    from fluentorm.tasks.project import Project

_QUERY = re.compile(r"\s*(?:SELECT|WITH|VALUES|TABLE)\s", re.IGNORECASE)
_COMMENT = re.compile(r"(?:^|\s)#.*")
_KEYS = ("name", "url", "database", "namespace", "shared")
_FORM = (
    "a line is: NAME postgresql://user@host/database, NAME database=acme, NAME namespace=acme "
    "or NAME namespace=acme shared=extensions"
)
_QUERY_FORM = "its columns are name, url, database, namespace and shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """One database, or a namespace of one, known by its ``name``; nothing shown has a password."""

    name: str
    where: str
    conninfo: str = field(repr=False)
    home: Home | None = None


def read_targets(project: Project) -> list[Tenant]:
    """Return the targets, in the order that the file or the query gives them.

    Raises ConfigError for what cannot be one, with the line, and for two of one name or place.
    """
    setting = project.config.targets
    if setting is None:
        raise ConfigError(f"{TARGETS} is not set", hint=f"set {TARGETS} to a file or a query")
    found = _of_query(project, setting) if _QUERY.match(setting) else _of_file(project, setting)
    base = _Base(project)
    tenants: dict[str, Tenant] = {}
    places: dict[tuple[str, Home | None], str] = {}
    for place, words in found:
        tenant = base.tenant(words, place)
        if tenant.name in tenants:
            raise ConfigError(
                f'there are two targets "{tenant.name}"',
                place=place,
                hint="write a name of its own in front of each",
            )
        other = places.setdefault((tenant.conninfo, tenant.home), tenant.name)
        if other != tenant.name:
            raise ConfigError(f'"{tenant.name}" is where "{other}" is', place=place)
        tenants[tenant.name] = tenant
    if not tenants:
        raise ConfigError(f"{TARGETS} names no target", hint=_FORM)
    return list(tenants.values())


class _Base:
    """Works out where targets are; the target database is asked for only where one needs it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._conninfo: str | None = None

    def _base(self) -> str:
        if self._conninfo is None:
            self._conninfo = target_url(self._project)
        return self._conninfo

    def tenant(self, words: Mapping[str, str], place: Place) -> Tenant:
        """Return the target that words mean."""
        from fluentorm.dialects.postgres.connecting import with_database
        from fluentorm.dialects.postgres.home import Home

        url, database, namespace = words.get("url"), words.get("database"), words.get("namespace")
        if url and database:
            raise ConfigError("a URL and a database contradict each other", place=place, hint=_FORM)
        if not (url or database or namespace):
            raise ConfigError("where the target is, is not said", place=place, hint=_FORM)
        if words.get("shared") and not namespace:
            raise ConfigError("only a namespace shares others", place=place, hint=_FORM)
        if url:
            shown, conninfo = _of_url(url, place)
        elif database:
            shown, conninfo = f"database {database}", with_database(self._base(), database)
        else:
            shown, conninfo = "", self._base()
        home = None
        if namespace:
            shared = tuple(one for one in (words.get("shared") or "").split(",") if one)
            home = Home(namespace=namespace, shared=shared)
            shown = f"namespace {namespace}" + (f" of {shown}" if shown else "")
        name = words.get("name") or namespace or database or shown
        return Tenant(name=name, where=shown, conninfo=conninfo, home=home)


def _of_url(url: str, place: Place) -> tuple[str, str]:
    try:
        target = target_of("the URL", url)
    except ConfigError as error:
        raise ConfigError(error.message, place=place, hint=error.hint) from None
    return target.shown, target.conninfo()


def _of_file(project: Project, setting: str) -> Iterator[tuple[Place, dict[str, str]]]:
    path = project.config.root / setting
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(
            f'{TARGETS} is the file "{setting}", which cannot be read: {str(reason).lower()}',
            hint="it is a file, or a query that begins with SELECT",
        ) from error
    for number, line in enumerate(text.splitlines(), 1):
        words = _COMMENT.sub("", line).split()
        if words:
            place = Place(setting, number)
            yield place, _line(words, place)


def _line(words: list[str], place: Place) -> dict[str, str]:
    """Take a line apart; nothing of a word that may hold a password is shown."""
    found: dict[str, str] = {}
    for number, word in enumerate(words):
        key, sign, value = word.partition("=")
        if "://" in word and "://" not in key.removeprefix("url"):
            key, value = "url", word.removeprefix("url=")
        elif "://" in word:
            key, value = "url", word
        elif not sign and ":" in word and "@" in word:
            raise ConfigError(
                "a word looks like an address without postgresql:// in front of it",
                place=place,
                hint=_FORM,
            )
        elif not sign:
            key, value = "name", word
        if key == "name" and (number or sign):
            raise ConfigError("a line has one name, at its beginning", place=place, hint=_FORM)
        if key not in _KEYS:
            near = nearest(key, _KEYS)
            hint = f"did you mean {near}=?" if near else _FORM
            raise ConfigError("a word of the line means nothing", place=place, hint=hint)
        if key in found or not value:
            what = "stands twice in a line" if key in found else "has no value"
            raise ConfigError(f'"{key}" {what}', place=place, hint=_FORM)
        found[key] = value
    return found


def _of_query(project: Project, query: str) -> Iterator[tuple[Place, dict[str, str]]]:
    place = Place(TARGETS)
    text = query.strip().rstrip(";")
    with target_session(project) as session:
        try:
            rows = session.query(f"SELECT pg_catalog.to_jsonb(q) FROM (\n{text}\n) AS q")  # noqa: S608 - the user's own query
        except DatabaseError as error:
            raise ConfigError(
                f"the query of {TARGETS} is refused: {error.message}",
                hint=error.hint or _QUERY_FORM,
            ) from error
    for number, (row,) in enumerate(rows, 1):
        unknown = [key for key in row if key not in _KEYS]
        if unknown:
            message = f'the query of {TARGETS} has a column "{unknown[0]}"'
            raise ConfigError(message, hint=_QUERY_FORM)
        words = {key: str(value) for key, value in row.items() if value is not None}
        yield Place(f"{place.file}, row {number}"), words
