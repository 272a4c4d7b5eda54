"""What is shown while migrations with steps run."""

import dataclasses
import io
import sys

import pytest

from fluentorm.dialects.running import (
    BackfillProgress,
    Blocker,
    Held,
    LockRetry,
    StepFinished,
    StepStarted,
)
from fluentorm.migrate.execution import Direction, Done
from fluentorm.tasks.progress import reporting

BATCH = BackfillProgress(
    script="x.sql", number=2, rows=1234, passed=5000, total=20000, rate=2500.4, left=3661.0
)
LINE = "    backfill: 1,234 rows updated, 2,500 rows/s read, 25 %, 1:01:01 left"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_step_is_a_line_with_its_time_where_that_is_long(capsys):
    with reporting(quiet=False) as report:
        report(StepStarted(script="x.sql", number=1, total=3, kind="short"))
        for seconds in (0.1, 61.25):
            report(StepFinished(script="x.sql", number=1, total=3, kind="bare", seconds=seconds))
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "    step 1 of 3 (bare)\n    step 1 of 3 (bare) (61.2 s)\n"


def test_a_run_says_once_that_it_is_not_yet_durable(capsys):
    with reporting(quiet=False) as report:
        for number, durable in enumerate((False, False, True), 1):
            report(
                Done(
                    name=f"{number}.sql",
                    number=number,
                    total=3,
                    direction=Direction.UP,
                    seconds=0.1,
                    durable=durable,
                )
            )
    shown = capsys.readouterr()
    assert shown.out == "  ✓ 1.sql\n  ✓ 2.sql\n  ✓ 3.sql\n"
    assert shown.err.count("not yet durable") == 1


def test_a_backfill_tells_its_progress_now_and_then(capsys):
    with reporting(quiet=False) as report:
        for _ in range(3):
            report(BATCH)
    assert capsys.readouterr().err == f"{LINE}\n"


def test_on_a_terminal_the_line_of_a_backfill_changes_in_place(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with reporting(quiet=False) as report:
        report(BATCH)
        report(BATCH)
        report(StepFinished(script="x.sql", number=2, total=3, kind="backfill", seconds=0.2))
    assert terminal.getvalue() == f"\r\x1b[K{LINE}" * 2 + "\n    step 2 of 3 (backfill)\n"


@pytest.mark.parametrize("quiet", [True, False])
def test_who_holds_a_lock_is_told_also_beside_json(capsys, quiet):
    blocker = Blocker(pid=7, user="app", application="web", query="SELECT\n 1", age=1.25)
    with reporting(quiet=quiet) as report:
        for attempt in (1, 2):
            report(
                LockRetry(
                    script="x.sql",
                    attempt=attempt,
                    pause=0.2,
                    waited=0.15,
                    budget=600,
                    blockers=(blocker,),
                )
            )
        report(Held(script="x.sql", reason="paused"))
    assert capsys.readouterr().err == (
        "x.sql: no lock in try 1, for 0.1 s of 600 s at most\n"
        '  held by process 7 of "web" as "app", in a transaction for 1.2 s: SELECT 1\n'
        "x.sql: waiting, paused\n"
    )


def test_one_row_is_no_rows(capsys):
    with reporting(quiet=False) as report:
        report(dataclasses.replace(BATCH, rows=1, total=None, left=None))
    assert capsys.readouterr().err == "    backfill: 1 row updated, 2,500 rows/s read\n"
