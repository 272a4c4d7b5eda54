"""What lint says about migrations that were just generated, without reading those before them.

The tables that a generation changes are in the last snapshot. Their statements, as they would be
written for an empty database, give the linter the state that it needs, so that a chain of ten
thousand files costs nothing here; and a generation that only makes new things is not linted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.dialects.postgres.parsing import available
from fluentorm.diff.inheritance import parents
from fluentorm.schema.objects import EMPTY, SchemaModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fluentorm.lint.state import State
    from fluentorm.migrate.generate import Generation
    from fluentorm.tasks.project import Project


def lint_notes(project: Project, generation: Generation, old: SchemaModel) -> Iterator[str]:
    """Yield a line for each error and warning in what was just written."""
    names = {change.table for change in generation.changes} & old.tables.keys()
    if not names or not available():
        return
    from fluentorm.lint.chain import Migration, Text, lint_batch
    from fluentorm.lint.findings import settle
    from fluentorm.lint.rule import Severity
    from fluentorm.tasks.linting import settings_of

    state = _state_of(_part(old, names))
    items = []
    for pair in generation.pairs:
        up, down = (
            Text(str(project.migrations_dir / file.name), file.text)
            for file in (pair.up, pair.down)
        )
        items.append(Migration("", up, down))
    found = lint_batch(items, state, settings_of(project))
    raw = [item for part, _ in found for item in part]
    notes = [note for _, part in found for note in part]
    for finding in settle(raw, {note.path: note for note in notes}, None):
        if finding.severity is not Severity.INFO and not finding.allowed:
            where = f"{finding.path}:{finding.line}"
            yield f"{finding.severity.value}: {where}: {finding.message} ({finding.rule})"


def _part(model: SchemaModel, names: set[str]) -> SchemaModel:
    """Return the tables named, those that they refer to, and the enums that they use."""
    tables = {name: model.tables[name] for name in sorted(names)}
    for table in list(tables.values()):
        for other in (*parents(table), *(key.references_table for key in table.foreign_keys)):
            if other in model.tables:
                tables.setdefault(other, model.tables[other])
    types = {column.type for table in tables.values() for column in table.columns.values()}
    enums = {name: enum for name, enum in model.enums.items() if name in types}
    return SchemaModel(tables=tables, enums=enums)


def _state_of(part: SchemaModel) -> State:
    from fluentorm.dialects.postgres.ddl import render
    from fluentorm.diff.differ import diff
    from fluentorm.lint.replay import play
    from fluentorm.lint.source import read
    from fluentorm.lint.state import State

    state = State()
    texts = [text for operation in diff(EMPTY, part) for text in render(operation)]
    for statement in read(";\n".join(texts), "").statements:
        play(statement, state)
    state.batch += 1
    return state
