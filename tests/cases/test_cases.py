"""One folder per behaviour: from old.py to new.py, with the exact SQL of the way there and back.

A function of old.py or new.py is the ``build`` of the table that has its name; ``tables`` maps
names that are no identifiers. ``rows.sql`` is what the tables hold when the migration comes.
FLUENT_REWRITE_CASES=1 writes up.sql and down.sql anew, to be reviewed as code.
"""

from __future__ import annotations

import inspect
import os
import re
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import get_args

import pytest

from fluentorm.dialects.postgres.ddl import down_notes, hazards, render
from fluentorm.diff.changes import changes
from fluentorm.diff.differ import diff
from fluentorm.diff.operations import Operation, inverse
from fluentorm.migrate.compare import without_made_up_names
from fluentorm.migrate.generate import Renderer, informed
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.catalog import describe_difference
from fluentorm.schema.objects import EMPTY, SchemaModel
from fluentorm.schema.validate import merge_enums, validate

HERE = Path(__file__).parent
CASES = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/new.py"))
AREAS = sorted({case.split("/")[0] for case in CASES})
REWRITE = os.environ.get("FLUENT_REWRITE_CASES") == "1"


def model_of(path):
    spec = spec_from_file_location(f"case_{path.parent.name}_{path.stem}", path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    tables = getattr(module, "tables", None) or {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }
    built = [TableSchema.create(name, build).build() for name, build in tables.items()]
    enums, problems = merge_enums(enum for _, enums in built for enum in enums)
    model = SchemaModel(tables={table.name: table for table, _ in built}, enums=enums)
    assert [*problems, *validate(model)] == []
    return model


def changes_of(case):
    return changes(diff(model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")))


def up_sql(found):
    says = informed(Renderer(render=render, hazards=hazards, down_notes=down_notes), found)
    parts = []
    for change in found:
        notes = [f"Hazard: {line}" for o in change.operations for line in says.hazards(o)]
        notes += [f"Down: {line}" for o in change.operations for line in says.down_notes(o)]
        parts.append(text(change.slug, notes, change.operations))
    return "\n".join(parts)


def down_sql(found):
    return "\n".join(text(change.slug, [], undo(change)) for change in reversed(found))


def undo(change):
    return [inverse(operation) for operation in reversed(change.operations)]


def text(slug, notes, operations):
    lines = [f"-- {line}" for line in (slug, *notes)]
    lines += (f"{statement};" for step in operations for statement in render(step))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("case", CASES)
def test_sql_is_as_reviewed(case):
    found = changes_of(case)
    for name, sql in (("up.sql", up_sql(found)), ("down.sql", down_sql(found))):
        path = HERE / case / name
        if REWRITE:
            path.write_text(sql, encoding="utf-8")
        assert sql == path.read_text(encoding="utf-8")


def test_every_kind_of_operation_has_a_case():
    seen = {
        type(step) for case in CASES for change in changes_of(case) for step in change.operations
    }
    assert seen == set(get_args(Operation))


def test_nothing_hides_a_wrong_picture_of_the_database():
    for path in HERE.glob("*/*/*.sql"):
        text = path.read_text(encoding="utf-8")
        assert "EXISTS" not in text
        assert "CASCADE" not in re.sub("ON (DELETE|UPDATE) CASCADE", "", text)


@pytest.fixture
def session(database):
    from fluentorm.dialects.postgres.driver import connect

    session = connect(database)
    yield session
    session.close()


@pytest.mark.acceptance
@pytest.mark.parametrize("area", AREAS)
def test_sql_leads_there_and_back_on_a_server(session, area):
    """Up gives the catalog of a database made from new.py, down that of one made from old.py."""
    for case in CASES:
        if case.startswith(f"{area}/"):
            try:
                there_and_back(session, case)
            except Exception as error:
                error.add_note(f"case: {case}")
                raise


def there_and_back(session, case):
    from fluentorm.dialects.postgres.introspect import introspect

    old, new = model_of(HERE / case / "old.py"), model_of(HERE / case / "new.py")
    create(session, new)
    expected = introspect(session)
    create(session, old)
    before = introspect(session)
    rows = HERE / case / "rows.sql"
    if rows.exists():
        session.execute(rows.read_text(encoding="utf-8"))
    found = changes(diff(old, new))
    up = [change.operations for change in found]
    run(session, up)
    assert describe_difference(as_told(introspect(session), expected), expected) == ()
    run(session, [undo(change) for change in reversed(found)])
    assert describe_difference(introspect(session), before) == ()
    run(session, up)
    assert describe_difference(as_told(introspect(session), expected), expected) == ()


def as_told(state, expected):
    """Return a state without the names that PostgreSQL made up and that a rename left behind."""
    wanted = expected.model.tables
    tables = {
        name: without_made_up_names(table, wanted[name]) if name in wanted else table
        for name, table in state.model.tables.items()
    }
    return replace(state, model=replace(state.model, tables=tables))


def create(session, model):
    session.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    run(session, [diff(EMPTY, model)])


def run(session, groups):
    """Run each group of operations in one transaction, as a migration file is."""
    for operations in groups:
        statements = [statement for step in operations for statement in render(step)]
        session.execute("BEGIN;\n" + ";\n".join([*statements, "COMMIT"]))
