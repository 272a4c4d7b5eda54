"""Tasks from schema files to registry, snapshot, migrations and models.

The creators run at every command, so they list files and import nothing heavy; the actions do
the work.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fluentorm.config import VERIFY
from fluentorm.registry.discover import tracked_files
from fluentorm.tasks.action import action
from fluentorm.tasks.options import ALLOW_EDITED, NO_VERIFY, SKIP_MIGRATIONS
from fluentorm.tasks.project import creator, current_project, override_setting
from fluentorm.tasks.uptodate import Untouched

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project
    from fluentorm.tasks.task import FluentTask

# What writes the files, of fluentorm itself: after an upgrade they are written anew.
_CODEGEN = Path(__file__).parent.parent / "codegen"
_WRITER = Path(__file__).parent.parent / "registry" / "writer.py"


@creator
def task_generate(project: Project) -> dict[str, Any]:
    """Evaluate the schema files and write their registry."""
    sources = tracked_files(project.schemas_dir)
    return {
        "actions": [(write_registry,)],
        "file_dep": sources,
        "targets": [str(project.registry)],
        "uptodate": [Untouched(project.registry, _WRITER)] if sources else [False],
        "clean": [(remove_registry,)],
    }


@creator
def task_generate_migrations(project: Project) -> dict[str, Any]:
    """Write the snapshot and a migration for everything that changed in it."""
    return {
        "actions": [(write_migrations,)],
        "file_dep": [str(project.registry)],
        "targets": [str(project.snapshot)],
        "uptodate": [Untouched(project.snapshot, write_once=project.migrations_dir)],
        "params": [NO_VERIFY, ALLOW_EDITED],
        "clean": [(remove_caches,)],
    }


@creator
def task_generate_models(project: Project) -> dict[str, Any]:
    """Write registry, snapshot, migrations and models, whatever of it is out of date."""
    return {
        "actions": [(write_models,)],
        "file_dep": [str(project.snapshot)],
        "targets": [str(project.models_dir / "__init__.py")],
        "uptodate": [Untouched(project.models_dir, _CODEGEN)],
        "params": [SKIP_MIGRATIONS, NO_VERIFY],
        "on_options": _heed,
        "clean": [(remove_models,)],
    }


def _heed(task: FluentTask) -> None:
    """Let the options of generate_models reach the tasks before it, or leave one of them out."""
    if task.options["no_verify"]:
        override_setting(VERIFY, "0")
    if task.options["skip_migrations"]:
        task.file_dep = {str(current_project().registry)}
        task.task_dep = ["generate"]


@action
def write_registry() -> None:
    """Evaluate what changed and write the registry if its content did."""
    from fluentorm.tasks.generate import generate_registry

    generate_registry()


@action
def write_migrations(no_verify: bool, allow_changed: list[str]) -> None:
    """Write migrations and snapshot."""
    from fluentorm.tasks.generate import generate_migrations

    generate_migrations(verify=not no_verify, allow_changed=allow_changed)


@action
def write_models(skip_migrations: bool) -> None:
    """Write the models that changed."""
    from fluentorm.tasks.generate import generate_models

    generate_models(from_schema=skip_migrations)


@action
def remove_registry() -> None:
    """Remove the registry."""
    from fluentorm.tasks.generate import clean_registry

    clean_registry()


@action
def remove_caches() -> None:
    """Remove what was remembered of earlier runs; never migrations or the snapshot."""
    from fluentorm.tasks.generate import clean_caches

    clean_caches()


@action
def remove_models() -> None:
    """Remove the generated models."""
    from fluentorm.tasks.generate import clean_models

    clean_models()
