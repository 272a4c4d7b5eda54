"""What is declared, created in a scratch database: models statement by statement, SQL by psql."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from typing import TYPE_CHECKING

from fluentorm.diff.differ import diff
from fluentorm.diff.operations import Change
from fluentorm.errors import ConnectionFailed, DatabaseError, Place, VerificationFailed
from fluentorm.migrate.generate import origin_of
from fluentorm.schema.objects import EMPTY
from fluentorm.schema.roles import roles_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.dialects.base import Session
    from fluentorm.dialects.postgres.scratch import ScratchDatabase, ScratchServer
    from fluentorm.diff.operations import Operation
    from fluentorm.embedded import EmbeddedServer
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.tasks.sides import Side

# Each table takes several locks until the transaction ends (max_locks_per_transaction).
_BATCH = 100
_SETTINGS = "SET search_path = public; SET check_function_bodies = off"
_MOST_ROLES = 100
_PSQL_PLACE = re.compile(r"^psql:.*?:(\d+): (?:ERROR|FATAL): +(.*)$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^\\(?:c|connect)\b", re.MULTILINE)


@contextlib.contextmanager
def load_model(server: ScratchServer, model: SchemaModel) -> Iterator[ScratchDatabase]:
    """Give a scratch database that holds what a model declares.

    Raises VerificationFailed, with the place of the declaration, where the server refuses a part.
    """
    from fluentorm.dialects.postgres.ddl import render

    steps = [(operation, render(operation)) for operation in diff(EMPTY, model)]
    server.ensure_roles(roles_of(model))
    with server.empty() as database:
        session = database.session
        session.execute(_SETTINGS)
        for start in range(0, len(steps), _BATCH):
            _run(session, steps[start : start + _BATCH])
        yield database


def _run(session: Session, steps: Sequence[tuple[Operation, tuple[str, ...]]]) -> None:
    """Run statements in one transaction; after an error one by one, to find the one refused."""
    try:
        session.execute(_joined([text for _, texts in steps for text in texts]))
    except ConnectionFailed:
        raise
    except DatabaseError:
        for operation, texts in steps:
            try:
                session.execute(_joined(texts))
            except ConnectionFailed:
                raise
            except DatabaseError as error:
                raise _refused(operation, error) from error


def _joined(statements: Sequence[str]) -> str:
    return ";\n".join(statements)


def _refused(operation: Operation, error: DatabaseError) -> VerificationFailed:
    change = Change(slug="", kind="", table="", operations=(operation,))
    detail = f": {error.detail}" if error.detail else ""
    return VerificationFailed(
        f"the scratch server refuses this: {error.message}{detail}",
        place=origin_of(change),
        hint=error.hint or "what only migrations by hand make is not there; compare databases then",
    )


@contextlib.contextmanager
def load_sql(server: ScratchServer, home: EmbeddedServer, side: Side) -> Iterator[ScratchDatabase]:
    """Give a scratch database in which psql ran a file; roles that it misses are made for it.

    Raises VerificationFailed with the line that the server refuses.
    """
    text = side.path.read_text(encoding="utf-8", errors="replace")
    elsewhere = _ELSEWHERE.search(text)
    if elsewhere:
        line = text.count("\n", 0, elsewhere.start()) + 1
        raise VerificationFailed(
            "the file connects to another database, which is not the scratch one",
            place=Place(side.shown, line),
            hint="take that line out: all of the file is run in one scratch database",
        )
    for _ in range(_MOST_ROLES):
        with server.empty() as database:
            output = _psql(home, database.name, side)
            if output is None:
                yield database
                return
        server.ensure_roles([_missing_role(output, side)])
    raise VerificationFailed("the file names too many roles", place=Place(side.shown))


def _missing_role(output: str, side: Side) -> str:
    """Return the role that psql said is missing; raises VerificationFailed for anything else."""
    from fluentorm.dialects.postgres.scratch_roles import missing_role

    found = _PSQL_PLACE.search(output)
    message = found[2] if found else output.strip()
    name = missing_role(message)
    if name is not None:
        return name
    place = Place(side.shown, int(found[1])) if found else Place(side.shown)
    raise VerificationFailed(
        f"the scratch server refuses this: {message}", place=place, hint="correct the file"
    )


def _psql(home: EmbeddedServer, database: str, side: Side) -> str | None:
    """Run the file; return psql's complaints, None where there is none."""
    program, url = home.shell_command(database)
    settings = "-c synchronous_commit=off -c client_min_messages=warning"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environ |= {"PGOPTIONS": settings, "PGCLIENTENCODING": "UTF8", "LC_ALL": "C"}
    options = ["-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f", str(side.path)]
    done = subprocess.run(  # noqa: S603 - the psql of the embedded server, and the user's file
        [program, *options, url],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    return None if done.returncode == 0 else done.stderr
