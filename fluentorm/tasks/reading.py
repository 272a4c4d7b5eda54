"""Reading what is to be compared: databases side by side, the rest through scratch databases."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from fluentorm.dialects.postgres.introspect import introspect
from fluentorm.diff.steering import with_steering
from fluentorm.errors import ConnectionFailed
from fluentorm.schema.catalog import CatalogState
from fluentorm.schema.objects import EMPTY
from fluentorm.tasks.loading import load_model, load_sql
from fluentorm.tasks.scratch import scratch_home
from fluentorm.tasks.sides import SideKind, declared_model
from fluentorm.tasks.wording import differ_in_version, in_scratch_words
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from fluentorm.embedded import EmbeddedServer
    from fluentorm.schema.objects import SchemaModel
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.sides import Side

NOTHING = CatalogState()
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A side as a server reports it, and as it was declared: EMPTY for a database or SQL.

    ``version`` is the server's number, 0 where there was none.
    """

    side: Side
    state: CatalogState = NOTHING
    declared: SchemaModel = EMPTY
    version: int = 0


def read_sides(project: Project, sides: Sequence[Side]) -> list[Reading]:
    """Read all sides, at the same time, each in one snapshot of its database.

    What servers of different versions hold is in the words of the scratch server then.
    Raises the FluentError of the first side that cannot be read.
    """
    with _home(project, sides) as home:
        readings = _together([_reader(side, home) for side in sides])
        if differ_in_version(readings):
            return in_scratch_words(project, readings, home)
        return readings


@contextlib.contextmanager
def _home(project: Project, sides: Sequence[Side]) -> Iterator[EmbeddedServer | None]:
    if not any(side.needs_scratch for side in sides):
        yield None
        return
    with scratch_home(project, "to load what is compared") as home:
        yield home


def _reader(side: Side, home: EmbeddedServer | None) -> Callable[[], Reading]:
    if side.kind is SideKind.DATABASE:
        return lambda: _read_database(side)
    if home is None or side.kind is SideKind.EMPTY:
        return lambda: Reading(side=side)
    return lambda: _read_through_scratch(side, home)


def _read_database(side: Side) -> Reading:
    from fluentorm.dialects.postgres.driver import connect
    from fluentorm.tasks.database import hint_elsewhere

    try:
        connection = connect(side.conninfo)
    except ConnectionFailed as error:
        if side.option and error.hint:
            error.hint = hint_elsewhere(error.hint, f"the URL of {side.option}")
        raise
    with contextlib.closing(connection) as session:
        return Reading(side=side, state=introspect(session), version=session.server.version)


def _read_through_scratch(side: Side, home: EmbeddedServer) -> Reading:
    from fluentorm.dialects.postgres.scratch import ScratchServer

    # Before the server is asked for anything: most mistakes are found here.
    declared = declared_model(side)
    with ScratchServer(home.url("postgres"), str(Path.cwd())) as server:
        if side.kind is SideKind.SQL:
            with load_sql(server, home, side) as database:
                version = database.session.server.version
                return Reading(side=side, state=database.introspect(), version=version)
        with load_model(server, declared) as database:
            version, state = database.session.server.version, database.introspect()
            state = replace(state, model=with_steering(state.model, declared))
            return Reading(side=side, state=state, declared=declared, version=version)


def _together(functions: Sequence[Callable[[], _Value]]) -> list[_Value]:
    """Call functions at the same time and return their results; raises what the first raised.

    The first is called by this thread, so that Ctrl-C reaches it; the others end with the process.
    """
    results: list[_Value | BaseException | None] = [None] * len(functions)

    def call(number: int) -> None:
        try:
            results[number] = functions[number]()
        except BaseException as error:  # noqa: BLE001 - raised by the caller's thread
            results[number] = error

    threads = [
        threading.Thread(target=call, args=(number,), daemon=True)
        for number in range(1, len(functions))
    ]
    for thread in threads:
        thread.start()
    values = [functions[0]()] if functions else []
    for thread in threads:
        thread.join()
    for result in results[1:]:
        if isinstance(result, BaseException):
            raise result
        values.append(result)  # type: ignore[arg-type]  # every call gave a value or an error
    return values
