"""Scratch databases: made for one proof, or kept as templates for the next.

Names are ``_fluent_scratch_<project>_<random>`` and ``_fluent_template_<project>_<digest>``. While
a scratch database is in use, its maker holds an advisory lock on its name through a connection of
its own; one whose lock is free was left behind by a run that was killed. A template is never
connected to, so that it can be copied at any time, and is made by renaming a scratch database, so
that it is complete from its first moment.
"""

from __future__ import annotations

import contextlib
import secrets
import time
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.scratch_roles import create_missing, drop_roles, missing_role
from fluentorm.errors import ConnectionFailed, DatabaseError, Failed, VerificationFailed
from fluentorm.schema.catalog import describe_difference
from fluentorm.schema.qualified import quote_name
from fluentorm.schema.sql_text import quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from fluentorm.dialects.base import Script, Session
    from fluentorm.dialects.postgres.rereading import CatalogReader
    from fluentorm.schema.catalog import CatalogState
    from fluentorm.schema.objects import SchemaModel

KEPT_TEMPLATES = 3
# Scripts and statements sent as one. Each table takes several locks until the transaction ends,
# and a server has 6400 by default (max_locks_per_transaction, manual 19.12).
_BATCH = 100
_ATTEMPTS = 3
_NO_SUCH_DATABASE, _NO_SUCH_OBJECT = "3D000", "42704"
# What renaming a database to a name that another process takes says: duplicate_database, or where
# both do it in the same moment unique_violation, of the catalog's own index.
_TAKEN = ("42P04", "23505")
_LEAVING = 1.0  # seconds that a closed session may take to be gone from the server
_NEEDS = (
    "the proof needs a user that may create databases and room for a few; "
    "to do without the proof: --no-verify, or FLUENT_VERIFY=0"
)


class ScratchDatabase:
    """One scratch database, with a session on it."""

    def __init__(self, server: ScratchServer, name: str) -> None:
        self.server = server
        self.name = name
        self.kept = False
        self._session: Session | None = None
        self._reader: CatalogReader | None = None

    @property
    def session(self) -> Session:
        """The session, opened at first use."""
        if self._session is None:
            self._session = self.server.connect_to(self.name)
        return self._session

    def run(self, scripts: Sequence[Script]) -> None:
        """Run scripts in order, many in one transaction as long as that works.

        Raises Failed for the first that fails, with those before it applied.
        """
        rest = iter(scripts)
        while batch := tuple(islice(rest, _BATCH)):
            if not self._run_as_one(batch):
                for script in batch:
                    self._run_alone(script)

    def _run_alone(self, script: Script) -> None:
        """Run a script; roles that it names and the server misses are created for it."""
        while True:
            try:
                return self.session.run_script(script)
            except Failed as error:
                if not (script.whole and self.server.ensure_missing_role(error.cause)):
                    raise

    def _run_as_one(self, batch: Sequence[Script]) -> bool:
        """Say whether the whole batch was run; it was not at all when one of them failed."""
        if len(batch) == 1 or not all(script.whole and script.code is None for script in batch):
            return False
        try:
            self.session.execute("\n;\n".join(script.text for script in batch))
        except ConnectionFailed:
            raise
        except DatabaseError:  # by itself each may work: a new enum value needs a commit first
            return False
        return True

    def undo(self, script: Script, expected: CatalogState) -> tuple[str, ...]:
        """Run a down script and return how the state then differs from the expected one.

        Where it does, or fails, a script that is one transaction is taken back. Raises Failed.
        """
        if not script.whole:
            self.session.run_script(script)
            return describe_difference(self.introspect(), expected)
        session = self.session
        differences: tuple[str, ...] = ("not compared yet",)
        session.query("BEGIN")
        with _leaving(lambda: session.query("ROLLBACK" if differences else "COMMIT")):
            session.run_script(script)
            state = self.introspect(inside_transaction=True)
            differences = describe_difference(state, expected)
        return differences

    def introspect(self, *, inside_transaction: bool = False) -> CatalogState:
        """Return the database's state, or what an open transaction sees of it."""
        if self._reader is None:
            from fluentorm.dialects.postgres.rereading import CatalogReader

            self._reader = CatalogReader(self.session)
        return self._reader.read(inside_transaction=inside_transaction)

    def declared(self, replaced: SchemaModel, statements: Sequence[str]) -> SchemaModel:
        """Return the model that the statements create in place of the replaced tables and enums.

        The database itself stays as it is. Raises DatabaseError.
        """
        whole = [*_drops(replaced), *statements]
        if len(whole) > _BATCH:
            with self._copy() as copy:
                for start in range(0, len(whole), _BATCH):
                    copy.session.execute(_as_one(whole[start : start + _BATCH]))
                return copy.introspect().model
        self.session.query("BEGIN")
        with _leaving(lambda: self.session.query("ROLLBACK")):
            self.session.execute(_as_one(whole))
            return self.introspect(inside_transaction=True).model

    @contextlib.contextmanager
    def _copy(self) -> Iterator[ScratchDatabase]:
        self.close()  # a database can be copied only while nobody is connected to it
        self.server.await_alone(self.name)
        with self.server.copy_of(self.name) as copy:
            yield copy

    def keep(self, digest: str) -> None:
        """Make the database the template of that digest; it cannot be used any more."""
        self.close()
        self.kept = self.server.keep(self.name, digest)

    def close(self) -> None:
        """End the session; the next use opens another."""
        if self._session is not None:
            self._session.close()
            self._session = self._reader = None


class ScratchServer:
    """The scratch databases of one project on one server; a context manager.

    ``connect`` opens a session for a libpq URL, ``url`` is of a user who may create databases,
    ``project`` anything that tells this project from others.
    """

    def __init__(
        self, url: str, project: str, *, connect: Callable[[str], Session] | None = None
    ) -> None:
        self._url = url
        self._key = sha256(project.encode()).hexdigest()[:8]
        self._connect = connect or _connect
        self._opened: Session | None = None
        self._roles: list[str] = []

    def __enter__(self) -> ScratchServer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection; databases in use count as left behind from then on."""
        if self._opened is not None:
            drop_roles(self._opened, self._roles)
            self._opened.close()
            self._opened = None

    @property
    def _admin(self) -> Session:
        if self._opened is None:
            self._opened = self._connect(self._url)
            self.clean_up()
        return self._opened

    def ensure_roles(self, names: Iterable[str]) -> None:
        """Create the roles that the server misses; those are dropped in the end."""
        self._roles += create_missing(self._admin, names)

    def ensure_missing_role(self, error: DatabaseError) -> bool:
        """Create the role that the server says it misses, and say whether it was that."""
        known = len(self._roles)
        if error.sqlstate == _NO_SUCH_OBJECT and (name := missing_role(error.message)) is not None:
            self.ensure_roles([name])
        return len(self._roles) > known

    def empty(self) -> contextlib.AbstractContextManager[ScratchDatabase]:
        """Make an empty database.

        Raises VerificationFailed when the server refuses, here and in ``clone``.
        """
        return self._scratch(self._create_empty)

    def clone(
        self, digest: str, build: Callable[[ScratchDatabase], None]
    ) -> contextlib.AbstractContextManager[ScratchDatabase]:
        """Copy the template of that digest, which is built first when there is none."""
        return self._scratch(partial(self._create_clone, digest, build))

    def copy_of(self, name: str) -> contextlib.AbstractContextManager[ScratchDatabase]:
        """Copy a database that nobody is connected to."""
        return self._scratch(lambda copy: self._create(copy, quote_identifier(name)))

    def template(self, digest: str, build: Callable[[ScratchDatabase], None]) -> str:
        """Return the name of the template of that digest, which is built when there is none."""
        name = self._template_name(digest)
        if self._databases(name):
            self._mark_used(name)
        else:
            with self.empty() as database:
                build(database)
                database.keep(digest)
        return name

    def keep(self, name: str, digest: str) -> bool:
        """Make a scratch database a template; False when another process had the same first."""
        self.await_alone(name)
        target = quote_identifier(self._template_name(digest))
        try:
            self._admin.query(f"ALTER DATABASE {quote_identifier(name)} RENAME TO {target}")
        except DatabaseError as error:
            if error.sqlstate not in _TAKEN:
                raise
            return False
        self._mark_used(self._template_name(digest))
        for old in self._databases(f"_fluent_template_{self._key}_%")[KEPT_TEMPLATES:]:
            self._drop(old)
        return True

    def _mark_used(self, template: str) -> None:
        """Note the time on a template: those used last are kept."""
        # Two runs may mark it at once, which the server refuses to one of them; either time does.
        with contextlib.suppress(DatabaseError):
            name = quote_identifier(template)
            self._admin.query(f"COMMENT ON DATABASE {name} IS 'used {time.time():017.6f}'")

    def await_alone(self, name: str) -> None:
        """Wait until closed sessions are gone; the server itself would look every 0.1 s only."""
        deadline = time.monotonic() + _LEAVING
        while time.monotonic() < deadline and self._admin.query(
            "SELECT FROM pg_stat_activity WHERE datname = %s", (name,)
        ):
            time.sleep(0.001)

    def clean_up(self) -> tuple[str, ...]:
        """Drop what killed runs of this project left behind, and return the names."""
        return tuple(
            name
            for name in self._databases(f"_fluent_scratch_{self._key}_%")
            if self._drop_if_abandoned(name)
        )

    def drop_all(self) -> tuple[str, ...]:
        """Drop the templates of this project too, and return all names."""
        templates = self._databases(f"_fluent_template_{self._key}_%")
        for name in templates:
            self._drop(name)
        return (*self.clean_up(), *templates)

    def connect_to(self, name: str) -> Session:
        """Open a session on another database of the server; a crash may lose what it writes."""
        return self._connect(_scratch_conninfo(self._url, name))

    @contextlib.contextmanager
    def _scratch(self, create: Callable[[str], None]) -> Iterator[ScratchDatabase]:
        name = f"_fluent_scratch_{self._key}_{secrets.token_hex(6)}"
        self._admin.query("SELECT pg_advisory_lock(%s)", (_lock_key(name),))
        database = ScratchDatabase(self, name)
        with _leaving(lambda: self._leave(database)):
            create(name)
            yield database

    def _leave(self, database: ScratchDatabase) -> None:
        database.close()
        if not database.kept:
            self.await_alone(database.name)
            self._drop(database.name)
        self._admin.query("SELECT pg_advisory_unlock(%s)", (_lock_key(database.name),))

    def _create_empty(self, name: str) -> None:
        encoding = self._admin.query(
            "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'template0'"
        )[0][0]
        other = "" if encoding == "UTF8" else " ENCODING 'UTF8' LOCALE 'C'"
        self._create(name, f"template0{other}")

    def _create_clone(
        self, digest: str, build: Callable[[ScratchDatabase], None], name: str
    ) -> None:
        for attempt in range(_ATTEMPTS):
            template = self.template(digest, build)
            try:
                return self._create(name, quote_identifier(template))
            except VerificationFailed as error:  # another process may have dropped it just now
                gone = getattr(error.__cause__, "sqlstate", None) == _NO_SUCH_DATABASE
                if not gone or attempt == _ATTEMPTS - 1:
                    raise
        return None

    def _create(self, name: str, template: str) -> None:
        try:
            self._admin.query(f"CREATE DATABASE {quote_identifier(name)} TEMPLATE {template}")
        except ConnectionFailed:
            raise
        except DatabaseError as error:
            raise VerificationFailed(
                f"no scratch database can be made: {error.message}", hint=_NEEDS
            ) from error

    def _drop(self, name: str) -> None:
        self._admin.query(f"DROP DATABASE IF EXISTS {quote_identifier(name)} WITH (FORCE)")

    def _drop_if_abandoned(self, name: str) -> bool:
        key = (_lock_key(name),)
        if not self._admin.query("SELECT pg_try_advisory_lock(%s)", key)[0][0]:
            return False
        self._drop(name)
        self._admin.query("SELECT pg_advisory_unlock(%s)", key)
        return True

    def _databases(self, pattern: str) -> list[str]:
        """Return the databases whose names are LIKE the pattern, the one used last first."""
        rows = self._admin.query(
            "SELECT datname::text FROM pg_database WHERE datname LIKE %s "
            "ORDER BY shobj_description(oid, 'pg_database') DESC NULLS LAST, oid DESC",
            (pattern.replace("_", r"\_"),),
        )
        return [name for (name,) in rows]

    def _template_name(self, digest: str) -> str:
        return f"_fluent_template_{self._key}_{sha256(digest.encode()).hexdigest()[:16]}"


@contextlib.contextmanager
def _leaving(leave: Callable[[], object]) -> Iterator[None]:
    """Do what ends a block; where the block failed, its error is told and not one of the end.

    On a connection that is lost the end fails too, and knows less about it.
    """
    try:
        yield
    except BaseException:
        with contextlib.suppress(DatabaseError):
            leave()
        raise
    leave()


def _connect(url: str) -> Session:
    from fluentorm.dialects.postgres.driver import connect

    return connect(url)


def _as_one(statements: Sequence[str]) -> str:
    """Return statements as one; what functions call may come after them."""
    return ";\n".join(("SET LOCAL check_function_bodies = off", *statements))


def _drops(replaced: SchemaModel) -> Iterator[str]:
    """Yield statements that remove the tables, enums and objects, and whatever stands on them."""
    from fluentorm.dialects.postgres.ddl import render
    from fluentorm.diff.operations import DropObject

    for kind, names in (("TABLE", replaced.tables), ("TYPE", replaced.enums)):
        for name in names:
            yield f"DROP {kind} IF EXISTS {quote_name(name)} CASCADE"
    for item in replaced.objects.values():
        for statement in render(DropObject(object=item)):
            yield _unless_gone(statement)


def _unless_gone(statement: str) -> str:
    """Return a statement that drops an object with what stands on it, if it is still there."""
    cascade = " CASCADE" if statement.startswith("DROP ") else ""
    return (
        f"DO $do$ BEGIN EXECUTE {quote_literal(statement + cascade)}; EXCEPTION WHEN "
        "undefined_object OR undefined_table OR undefined_function OR invalid_schema_name "
        "THEN NULL; END $do$"
    )


def _lock_key(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)


def _scratch_conninfo(url: str, name: str) -> str:
    """Return how to connect to another database of a server, where nothing need be durable."""
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    options = f"{conninfo_to_dict(url).get('options') or ''} -c synchronous_commit=off"
    return make_conninfo(url, dbname=name, options=options.strip())
