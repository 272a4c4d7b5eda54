"""What the header of a generated migration says."""

from __future__ import annotations

from pathlib import Path

from tests.cases.loading import model_of
from tests.online.running import generated

CASE = Path(__file__).parent.parent / "cases/composite_types/reorder_and_drop_attribute_in_use"


def test_a_hazard_is_told_once() -> None:
    pairs = generated(model_of(CASE / "old.py"), model_of(CASE / "new.py"), 18, online=False)
    for pair in pairs:
        lines = [line for line in pair.up.text.splitlines() if line.startswith("-- Hazard:")]
        assert lines
        assert len(lines) == len(set(lines))
