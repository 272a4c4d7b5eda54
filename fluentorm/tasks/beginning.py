"""Beginning a migration by hand: empty files under the next version."""

from __future__ import annotations

import datetime
import re

from fluentorm.errors import ConfigError
from fluentorm.files import replace_file
from fluentorm.migrate.directory import next_version, scan
from fluentorm.migrate.names import down_name, up_name
from fluentorm.tasks.action import say
from fluentorm.tasks.locking import generation_lock
from fluentorm.tasks.project import current_project


def new_migration(name: str, *, python: bool = False) -> None:
    """Write an empty pair of files for a migration by hand, or one file in Python.

    Raises ConfigError when the name has no letter or digit.
    """
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:100]
    if not slug:
        raise ConfigError(
            f'"{name}" is no name for a migration' if name else "a migration needs a name",
            hint="doit new_migration --name fill_slugs",
        )
    project = current_project()
    with generation_lock(project):
        directory = scan(project.migrations_dir)
        version = next_version(directory.entries, datetime.datetime.now(datetime.UTC))
        up = up_name(version, slug, ".py" if python else ".sql")
        parent = directory.entries[-1].name if directory.entries else None
        texts = _python_text(up, parent) if python else _sql_texts(up, parent)
        for file, text in texts.items():
            replace_file(project.migrations_dir / file, text.encode())
    for file in texts:
        say(f"wrote {project.migrations_dir / file}")
    what = "up(db) and down(db)" if python else "the SQL"
    say(f"next: write {what}, then: doit generate_models verify migrate")


def _sql_texts(up: str, parent: str | None) -> dict[str, str]:
    """Return an empty pair of files by name."""
    after = f"-- Parent: {parent}\n" if parent else ""
    return {
        up: f"-- Migration: {up}\n{after}-- Write the statements below; the file is one "
        "transaction.\n",
        down_name(up): f"-- Rollback: {up}\n-- Write what undoes the up file below. If nothing "
        'can, replace this line\n-- by one that says why: "-- Irreversible: the reason"\n',
    }


def _python_text(up: str, parent: str | None) -> dict[str, str]:
    """Return a migration in Python that does nothing yet, by its name."""
    after = f"# Parent: {parent}\n" if parent else ""
    return {
        up: f"# Migration: {up}\n{after}"
        "# Each function is one transaction. If there is no way back, write instead of down(db)\n"
        '# a line here that says why: "# Irreversible: the reason"\n'
        "from fluentorm import Transaction\n\n\n"
        "def up(db: Transaction) -> None:\n"
        '    raise NotImplementedError("write what the migration does")\n\n\n'
        "def down(db: Transaction) -> None:\n"
        '    raise NotImplementedError("write what undoes it")\n',
    }
