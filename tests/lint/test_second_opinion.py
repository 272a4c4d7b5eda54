"""squawk looks at all SQL that the cases hold: what it finds is ours too, or has a reason here.

It knows one file and no other, so it cannot tell what type a column had or what is new; it is a
program of its own, used in these tests only, and they are skipped where it is not installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fluentorm.dialects.postgres.ddl import render
from fluentorm.diff.differ import diff
from fluentorm.lint.effects import effect
from fluentorm.lint.reading import lint_text
from fluentorm.lint.replay import play, play_change
from fluentorm.lint.rule import Level, Settings
from fluentorm.lint.source import read
from fluentorm.lint.state import State
from fluentorm.schema.objects import EMPTY
from tests.cases.loading import model_of

HERE = Path(__file__).parent.parent
FOLDERS = sorted(
    path.parent
    for area in ("cases", "online/cases")
    for path in HERE.glob(f"{area}/*/*/new.py")
    if (path.parent / "up.sql").exists()
)
# Its rule -> ours that say the same of a statement.
OURS = {
    "require-concurrent-index-creation": {"LK001"},
    "require-concurrent-index-deletion": {"LK002"},
    "require-concurrent-partition-detach": {"LK017"},
    "disallowed-unique-constraint": {"LK006", "LK013", "LK014"},
    "adding-serial-primary-key-field": {"LK006", "LK007", "LK013", "LK014"},
    "constraint-missing-not-valid": {"LK006", "LK008", "LK010", "LK013", "LK014"},
    "adding-foreign-key-constraint": {"LK008", "LK013"},
    "adding-not-nullable-field": {"LK010", "CP003"},
    "adding-field-with-default": {"RW001", "RW002"},
    "changing-column-type": {"RW003", "RW004", "RW005"},
    "renaming-table": {"CP001"},
    "renaming-column": {"CP001"},
    "renaming-object": {"CP001"},
    "ban-set-schema": {"CP001"},
    "ban-drop-table": {"DL001", "CP002"},
    "ban-drop-column": {"DL001", "CP002"},
    "prefer-timestamp-tz": {"ST003"},
    "prefer-text-field": {"ST003"},
    "ban-char-field": {"ST003"},
    "prefer-bigint-over-int": {"ST003"},
    "prefer-bigint-over-smallint": {"ST003"},
    "ban-alter-domain-with-add-constraint": {"LK020"},
}
# False where nothing that is in use is read, written anew or indexed by the statement.
NO_WORK = {
    "require-concurrent-index-creation": "the table was made in the same file",
    "disallowed-unique-constraint": "the table is new, or the index was built before",
    "adding-serial-primary-key-field": "the table is new, or the index was built before",
    "constraint-missing-not-valid": "the table is new, or the rows are known to fulfil it",
    "adding-foreign-key-constraint": "the table is new, or its partitions have the key already",
    "adding-not-nullable-field": "a valid constraint proves it, so no row is read",
    "adding-field-with-default": "the default is the same for all rows, so none is written",
    "changing-column-type": "all values keep their bytes: the chain tells the old type",
    "ban-alter-domain-with-add-constraint": "NOT VALID, or no table has a column of the domain",
}
# False or no finding of ours for what it is in this project.
REASONS = {
    "prefer-robust-stmts": "IF EXISTS hides a wrong picture of the database; a file that fails is "
    "rolled back or resumed by a probe",
    "require-lock-timeout": "the runner sets it for every step",
    "require-statement-timeout": "the runner sets it for every step",
    "require-concurrent-index-deletion": "an index of a partitioned or of a new table",
    "require-concurrent-partition-detach": "there is a default partition, where CONCURRENTLY is "
    "refused, or the partition is new",
    "renaming-table": "a down file: whoever rolls back takes the code back too; or a swap",
    "renaming-column": "a down file, or a swap of two columns in one transaction",
    "renaming-object": "constraints, indexes, triggers and the like: no query uses their names; "
    "or a "
    "down file",
    "ban-set-schema": "a down file",
    "ban-drop-table": "the header states the loss: the schema file declared it",
    "ban-drop-column": "the header states the loss, or the file made the column itself",
    "ban-drop-type": "it fails while a column has the type",
    "ban-drop-domain": "it fails while a column has the type",
    "ban-drop-sequence": "the header states the loss",
    "ban-drop-schema": "it fails while anything is in it",
    "ban-drop-extension": "it fails while anything uses it",
    "ban-drop-view": "it holds no data, and fails while another view uses it",
    "ban-drop-function": "it holds no data, and fails while something uses it",
    "ban-drop-constraint": "it loses no data and loosens what may be written",
    "ban-drop-default": "CP003 says so where the column is NOT NULL",
    "ban-drop-not-null": "it loosens what may be written",
    "ban-drop-generated-expression": "the values stay",
    "ban-alter-identity": "inserts without the column go on",
    "ban-create-domain-with-constraint": "RW002 and LK020 say so where it begins to hurt",
    "prefer-bigint-over-int": "the column is no key, so it may be as large as declared",
    "prefer-bigint-over-smallint": "the column is no key, so it may be as large as declared",
    "require-enum-value-ordering": "the end is where the schema file has the value",
    "syntax-error": "its parser lacks what the server takes, such as STORAGE and COMPRESSION of "
    "ADD "
    "COLUMN in one",
}


def squawk() -> str | None:
    beside = Path(sys.executable).with_name("squawk")
    return str(beside) if beside.exists() else shutil.which("squawk")


pytestmark = pytest.mark.skipif(squawk() is None, reason="squawk-cli is not installed")


@cache
def opinions() -> dict[str, list[dict[str, Any]]]:
    """Return what squawk finds, by file."""
    files = [str(folder / name) for folder in FOLDERS for name in ("up.sql", "down.sql")]
    program = squawk()
    assert program is not None
    done = subprocess.run(
        [program, "--reporter", "json", *files], capture_output=True, text=True, check=False
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for item in json.loads(done.stdout):
        found.setdefault(item["file"], []).append(item)
    assert found, done.stderr
    return found


def state_before(folder: Path, down: bool) -> State:
    """Return the state that a case's file finds."""
    model = model_of(folder / ("new.py" if down else "old.py"))
    texts = [text for operation in diff(EMPTY, model) for text in render(operation)]
    state = State()
    for statement in read(";\n".join(texts), "before.sql").statements:
        play(statement, state)
    state.batch = 1
    return state


def unexplained(path: Path, found: list[dict[str, Any]]) -> list[str]:
    text = path.read_text(encoding="utf-8")
    down = path.stem == "down"
    state = state_before(path.parent, down)
    mark = state.mark()
    ours, _ = lint_text(text, str(path), state, Settings(minimum=18), Level.STATE, down=down)
    state.back(mark)
    spans, working = [], set()
    for statement in read(text, str(path)).statements:
        last = statement.line + statement.text.count("\n")
        spans.append((statement.line, last))
        for change in statement.changes:
            works = effect(change, state).works
            if any(not state.is_new(table) for table in works):
                working.add((statement.line, last))
            play_change(change, statement, state)
    wrong = []
    for item in found:
        rule, line = item["rule_name"], item["line"] + 1
        span = next((s for s in spans if s[0] <= line <= s[1]), (line, line))
        said = {raw.rule for raw in ours if span[0] <= raw.line <= span[1]}
        if said & OURS.get(rule, set()) or rule in REASONS:
            continue
        if rule not in NO_WORK or span in working:
            wrong.append(f"{path.relative_to(HERE)}:{line}: {rule}: {item['message']}")
    return wrong


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}"
)
def test_its_findings_are_ours_or_false(folder: Path) -> None:
    wrong = []
    for name in ("up.sql", "down.sql"):
        path = folder / name
        wrong += unexplained(path, opinions().get(str(path), []))
    assert wrong == []


def test_every_reason_is_needed() -> None:
    rules = {item["rule_name"] for found in opinions().values() for item in found}
    assert (REASONS.keys() | NO_WORK.keys()) <= rules
