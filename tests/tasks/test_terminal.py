"""Tables, colours and widths, on a real terminal and without one."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fluentorm.tasks import terminal
from fluentorm.tasks.terminal import Cell, Tone, shown_width, table, wrapped

ROWS = [
    (Cell("✓", Tone.GOOD), Cell("a"), Cell("one two three four five six seven eight nine")),
    (Cell("○"), Cell("日本"), Cell("")),
    (Cell("○"), Cell("abc"), Cell("ten", Tone.BAD)),
]
ESCAPE = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def at_terminal(monkeypatch: pytest.MonkeyPatch):
    """A terminal of some columns, with colours or without."""

    def set_up(columns: int, **env: str) -> None:
        monkeypatch.setattr(terminal.sys.stdout, "isatty", lambda: True, raising=False)
        for name, value in {
            "COLUMNS": str(columns),
            "TERM": "xterm",
            "NO_COLOR": "",
            **env,
        }.items():
            monkeypatch.setenv(name, value)

    return set_up


def _lines(indent: int = 0) -> list[str]:
    return [line for lines in table(ROWS, indent) for line in lines]


def test_columns_stand_below_each_other_and_the_last_is_broken(at_terminal) -> None:
    at_terminal(40, NO_COLOR="1")
    assert _lines(indent=1) == [
        " ✓  a     one two three four five six",
        "          seven eight nine",
        " ○  日本",
        " ○  abc   ten",
    ]
    assert _lines() == [line[1:] for line in _lines(indent=1)]
    assert list(table([])) == []


def test_a_narrow_terminal_gets_rows_below_each_other(at_terminal) -> None:
    at_terminal(30, NO_COLOR="1")
    assert _lines() == [
        "✓ a",
        "    one two three four five",
        "    six seven eight nine",
        "○ 日本",
        "○ abc",
        "    ten",
    ]


def test_columns_that_all_leave_empty_take_no_room(at_terminal) -> None:
    at_terminal(30, NO_COLOR="1")
    rows = [(Cell("a"), Cell("a long text of many words for it"), Cell(""))]
    assert next(table(rows))[0] == "a  a long text of many words"


def test_colours_are_for_terminals_that_want_them(at_terminal) -> None:
    at_terminal(60)
    assert _lines()[0].startswith("\x1b[32m✓\x1b[0m  a     one")
    assert _lines()[-1] == "○  abc   \x1b[31mten\x1b[0m"
    assert list(wrapped("so", 2, Tone.CARE)) == ["  \x1b[33mso\x1b[0m"]
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        at_terminal(60, **env)
        assert _lines()[-1] == "○  abc   ten"


def test_wide_and_combining_letters_are_counted_as_they_are_shown() -> None:
    assert [shown_width(text) for text in ("abc", "日本", "e\u0301", "✓")] == [3, 4, 1, 1]


def _at_pty(folder: Path, columns: int, env: dict[str, str], *words: str) -> list[str]:
    """Run a command with a terminal for its output, and return what that shows."""
    ours, theirs = pty.openpty()
    environ = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "fluentorm.tasks.script", *words],
        cwd=folder,
        env={**environ, "TERM": "xterm", "COLUMNS": str(columns), **env},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            more = os.read(ours, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not more:
            break
        shown += more
    os.close(ours)
    process.wait(60)
    return shown.decode().splitlines()


def test_commands_at_a_terminal(generated) -> None:
    generated.write("migrations/20300101000000_bad.sql", "DELETE FROM users;\n")
    generated.write("migrations/20300101000000_bad_down.sql", "SELECT 1;\n")
    env = {**generated.env, "FLUENT_LINT": "0"}
    shown = _at_pty(generated.root, 60, env, "lint")
    assert "\x1b[31merror\x1b[0m" in "\n".join(shown)
    assert max(len(ESCAPE.sub("", line)) for line in shown) <= 60
    plain = _at_pty(generated.root, 60, {**env, "NO_COLOR": "1"}, "lint")
    assert plain == [ESCAPE.sub("", line) for line in shown]
    piped = generated.script("lint").out
    assert "\x1b" not in piped
    assert "     1  error    DM001  " in piped


@pytest.mark.acceptance
def test_status_at_a_terminal(generated, database: str) -> None:
    env = {**generated.env, "FLUENT_DB_URL": database}
    generated.env = env
    assert generated.script("migrate").status == 0
    generated.write("migrations/20300101000000_more.sql", "SELECT 1;\n")
    generated.write("migrations/20300101000000_more_down.sql", "SELECT 1;\n")
    shown = _at_pty(generated.root, 100, env, "migrate_status")
    assert shown[0] == "\x1b[1mApplied migrations: 3\x1b[0m"
    rows = [ESCAPE.sub("", line) for line in shown[1:4]]
    assert len({line.index(" 20", 4) for line in rows}) == 1  # times below each other
    assert shown[4:] == [
        "\x1b[1mPending migrations: 1\x1b[0m",
        "\x1b[33m○\x1b[0m  20300101000000_more.sql",
    ]
    assert "Applied migrations:\n  ✓ " in generated.script("migrate_status").out
    drifted = _at_pty(generated.root, 100, {**env, "FLUENT_DRIFT_IGNORE": "nothing"}, "plan")
    assert "  \x1b[32m+\x1b[0m 20300101000000_more.sql" in drifted
