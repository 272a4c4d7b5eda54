"""One client of the database, a process of its own: ``python -m benchmarks.traffic.client``.

It gets the URL, what it does (read, write, or beside: work on a table that nobody changes) and a
seed, works until its input ends, and then prints what it saw as JSON: how many statements, those
that failed, and when it had to wait.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import psycopg

from benchmarks.traffic.database import EVENT_DAYS, TEAMS

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE = 0.002
_WORTH_NOTING = 0.02  # seconds
_NEW_ID = 1_000_000_000


class Client:
    """Runs statements one after the other and notes how long each takes."""

    def __init__(self, url: str, kind: str, seed: int) -> None:
        # Not prepared: a prepared statement that gives a column of another type than before has to
        # be prepared anew, however the column came to it.
        self._connection = psycopg.connect(url, autocommit=True, prepare_threshold=None)
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        self._acts: list[Callable[[], None]]
        self._acts = {"read": self._reading, "write": self._writing, "beside": self._beside}[kind]()
        ((self._rows,),) = self._connection.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = 'accounts'::regclass"
        ).fetchall()
        self._next = _NEW_ID * seed
        self.count = 0
        self.failed: list[tuple[float, str]] = []
        self.waits: list[tuple[float, float, str]] = []

    def work(self, stop: threading.Event) -> None:
        """Work until told to stop."""
        while not stop.is_set():
            act = self._chance.choice(self._acts)
            try:
                act()
            except psycopg.Error as error:
                self.failed.append((time.time(), f"{error.sqlstate} {error}".strip()))
                if self._connection.closed:
                    return
                self._connection.rollback()
            time.sleep(_PAUSE)

    def _run(self, statement: str, *parameters: Any) -> None:
        start = time.time()
        try:
            self._connection.execute(statement.encode(), parameters)
        finally:
            took = time.time() - start
            self.count += 1
            if took > _WORTH_NOTING:
                self.waits.append((start, took, statement))

    def _key(self) -> int:
        return self._chance.randint(1, self._rows)

    def _reading(self) -> list[Callable[[], None]]:
        run = self._run
        return [
            lambda: run("SELECT email, n FROM accounts WHERE id = %s", self._key()),
            lambda: run(
                "SELECT a.email, t.name FROM accounts a LEFT JOIN teams t ON t.id = a.team_id "
                "WHERE a.id BETWEEN %s AND %s + 5",
                *[self._key()] * 2,
            ),
            lambda: run("SELECT email FROM accounts WHERE note = %s", f"note {self._key()}"),
            lambda: run("SELECT * FROM events WHERE id = %s", self._key()),
            lambda: run("SELECT events FROM events_a_day WHERE day = '2024-02-29'"),
        ]

    def _beside(self) -> list[Callable[[], None]]:
        chance, run = self._chance, self._run
        return [
            lambda: run("SELECT id FROM bystander WHERE id = %s", chance.randint(1, 1000)),
            # Its commit waits for the disk, as those of the others do.
            lambda: run("UPDATE bystander SET n = n + 1 WHERE id = %s", chance.randint(1, 1000)),
        ]

    def _writing(self) -> list[Callable[[], None]]:
        run = self._run
        return [
            lambda: run("UPDATE accounts SET n = n + 1 WHERE id = %s", self._key()),
            lambda: run("UPDATE accounts SET note = 'x' WHERE id = %s", self._key()),
            self._come_and_go,
            self._both_tables,
            lambda: run(
                "INSERT INTO events (id, day, note) VALUES (%s, date '2023-01-01' + %s::int, 'n')",
                self._key(),
                self._chance.randrange(EVENT_DAYS),
            ),
        ]

    def _come_and_go(self) -> None:
        self._next += 1
        self._run(
            "INSERT INTO accounts (id, code, email, n, note, team_id) "
            "VALUES (%s, %s, %s, 1, 'new', 1)",
            self._next,
            self._next % 1_000_000_000 + 1_000_000_000 + self._next // _NEW_ID * 100_000_000,
            f"new{self._next}@x",
        )
        self._run("DELETE FROM accounts WHERE id = %s", self._next)

    def _both_tables(self) -> None:
        """Lock the row of a parent, then that of a child: the other way round is a deadlock."""
        with self._connection.transaction():
            team = self._chance.randint(1, TEAMS)
            self._run("UPDATE teams SET name = 'y' WHERE id = %s", team)
            self._run("UPDATE accounts SET team_id = %s WHERE id = %s", team, self._key())


def main(url: str, kind: str, seed: str) -> None:
    """Work until the input ends, and print what was seen."""
    client = Client(url, kind, int(seed))
    stop = threading.Event()
    worker = threading.Thread(target=client.work, args=(stop,))
    worker.start()
    print("ready", flush=True)
    sys.stdin.read()
    stop.set()
    worker.join()
    print(json.dumps({"count": client.count, "failed": client.failed, "waits": client.waits}))


if __name__ == "__main__":
    main(*sys.argv[1:])
