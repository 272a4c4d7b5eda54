"""Operations as one script for psql."""

from fluentorm.dialects.postgres.ddl import down_notes, hazards, render
from fluentorm.diff.differ import diff
from fluentorm.migrate.generate import Renderer
from fluentorm.migrate.script import down_steps, script, up_steps
from fluentorm.schema.objects import EMPTY, Column, Enum, SchemaModel, Table

RENDERER = Renderer(render=render, hazards=hazards, down_notes=down_notes)


def _model(values: str, default: str | None = None) -> SchemaModel:
    column = Column(name="a", type="mood", nullable=True, default=default)
    return SchemaModel(
        tables={"t": Table(name="t", columns={"a": column})},
        enums={"mood": Enum(name="mood", values=tuple(values.split()))},
    )


def _script(old: SchemaModel, new: SchemaModel) -> str:
    return script(up_steps(diff(old, new), RENDERER))


def test_no_operation_is_no_text() -> None:
    assert _script(EMPTY, EMPTY) == ""


def test_one_transaction_with_the_path_that_the_names_are_written_for() -> None:
    assert _script(EMPTY, _model("sad")) == (
        "BEGIN;\nSET LOCAL search_path = public;\n\n"
        "CREATE TYPE mood AS ENUM ('sad');\n\n"
        "CREATE TABLE t (\n    a mood\n);\n\nCOMMIT;\n"
    )


def test_a_new_value_is_committed_before_it_is_used() -> None:
    text = _script(_model("sad"), _model("sad ok", "'ok'"))
    added, used = text.index("ADD VALUE"), text.index("SET DEFAULT")
    assert "COMMIT;\n\nBEGIN;\nSET LOCAL search_path = public;\n" in text[added:used]
    assert text.count("BEGIN;") == text.count("COMMIT;") == 2


def test_a_new_value_at_the_end_needs_no_other_transaction() -> None:
    text = _script(_model("sad"), _model("sad ok"))
    assert text.count("BEGIN;") == text.count("COMMIT;") == 1


def test_the_way_back_comes_in_the_other_order() -> None:
    down = script(down_steps(diff(EMPTY, _model("sad")), RENDERER))
    assert down.index("DROP TABLE t;") < down.index("DROP TYPE mood;")
    assert "-- hazard: loses every row of t\n" in down
