"""The forms that generation writes for tables in use are ones that lint has nothing against."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fluentorm.lint.findings import settle
from fluentorm.lint.reading import lint_text
from fluentorm.lint.rule import Level, Settings, Severity
from tests.lint.test_second_opinion import state_before

HERE = Path(__file__).parent.parent / "online" / "cases"
FILES = sorted(path for name in ("up", "down") for path in HERE.glob(f"*/*/{name}.sql"))
NO_OTHER_WAY = {
    "refused/unlogged/down.sql": {"RW006"},  # the reason stands in the up file
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE)))
def test_there_is_no_error_in_it(path: Path) -> None:
    """A case holds all files of a generation in one, each with its header."""
    down = path.stem == "down"
    state = state_before(path.parent, down)
    # Two migrations that follow each other are a batch, and an expand with its contract one.
    texts = re.split(r"^(?=-- (?:Migration|Rollback): )", path.read_text("utf-8"), flags=re.M)
    told = []
    for text in texts:
        version = path.parent / "version"
        minimum = int(version.read_text("utf-8")) if version.exists() else 14
        raw, notes = lint_text(
            text, str(path), state, Settings(minimum=minimum), Level.STATE, down=down
        )
        told += [
            (finding.rule, finding.message)
            for finding in settle(raw, {notes.path: notes}, None)
            if finding.severity is Severity.ERROR and not finding.allowed
        ]
    allowed = NO_OTHER_WAY.get(str(path.relative_to(HERE)), set())
    assert [item for item in told if item[0] not in allowed] == []
