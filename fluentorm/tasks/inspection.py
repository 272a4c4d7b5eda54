"""Tasks that show, check, prove and begin: nothing here changes a database of the user's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fluentorm.errors import ConfigError
from fluentorm.tasks.action import action
from fluentorm.tasks.options import (
    CHECKED,
    CI_FORMAT,
    DOCS_FORMAT,
    DOCS_OUTPUT,
    GIT,
    JSON,
    LEVEL,
    LIVE,
    NAME,
    PYTHON,
    REPORT,
    SEVERITY,
    SQL,
    STATS,
    WRITE_STATS,
)
from fluentorm.tasks.project import command

if TYPE_CHECKING:
    from fluentorm.tasks.project import Project


@command
def task_plan(_: Project) -> dict[str, Any]:
    """Show what generate_models and migrate would do; writes nothing."""
    return {"actions": [(plan,)], "params": [SQL, JSON]}


@command
def task_check(_: Project) -> dict[str, Any]:
    """Fail when schema files, registry, snapshot, migrations and models do not agree."""
    return {"actions": [(check,)], "params": [CHECKED, JSON]}


@command
def task_ci(_: Project) -> dict[str, Any]:
    """Run check, lint and verify as one, as a CI job wants it."""
    return {"actions": [(ci,)], "params": [CI_FORMAT]}


@command
def task_lint(_: Project) -> dict[str, Any]:
    """Look for what hurts on a busy database, in all migrations or the files named."""
    return {
        "actions": [(lint,)],
        "params": [LEVEL, SEVERITY, STATS, WRITE_STATS, LIVE, REPORT, JSON],
        "pos_arg": "files",
    }


@command
def task_verify(_: Project) -> dict[str, Any]:
    """Prove every migration up and down on a scratch database."""
    return {"actions": [(verify,)], "params": [JSON]}


@command
def task_new_migration(_: Project) -> dict[str, Any]:
    """Begin a migration by hand: --name fill_slugs, in SQL or --python."""
    return {"actions": [(new_migration,)], "params": [NAME, PYTHON]}


@command
def task_show(_: Project) -> dict[str, Any]:
    """Show tables as declared, with the place that each part comes from: show users posts."""
    return {"actions": [(show,)], "params": [JSON], "pos_arg": "tables", "flags_last": True}


@command
def task_docs(_: Project) -> dict[str, Any]:
    """Write the schema as a site to look at, or as text for other places: --format mermaid."""
    return {"actions": [(docs,)], "params": [DOCS_FORMAT, DOCS_OUTPUT]}


@command
def task_yaml_schema(_: Project) -> dict[str, Any]:
    """Print the JSON Schema of YAML schema files, for editors."""
    return {"actions": [(yaml_schema,)]}


@command
def task_explain(_: Project) -> dict[str, Any]:
    """Say what an error or a rule of lint means: explain LK001, explain checksum-mismatch."""
    return {"actions": [(explain,)], "pos_arg": "id_", "flags_last": True}


@command
def task_completion(_: Project) -> dict[str, Any]:
    """Print the completion of a shell: completion bash, zsh or fish."""
    return {"actions": [(completion,)], "pos_arg": "shell", "flags_last": True}


@command
def task_init(_: Project) -> dict[str, Any]:
    """Make a new project: init my_project; --git lets git merge its snapshot."""
    return {"actions": [(init,)], "params": [GIT], "pos_arg": "folder", "flags_last": True}


@action
def plan(sql: bool, as_json: bool) -> None:
    """Show what would be written and run."""
    from fluentorm.tasks.plan import show_plan

    show_plan(sql=sql, as_json=as_json)


@action
def check(style: str, as_json: bool) -> None:
    """Compare everything that is generated with what would be."""
    from fluentorm.tasks.check import check as work

    work(style="json" if as_json else style)


@action
def ci(style: str) -> None:
    """Run every check that there is."""
    from fluentorm.tasks.ci import ci as work

    work(style)


@action
def lint(
    files: list[str] | None,
    level: str,
    severity: str,
    stats: str,
    write_stats: str,
    live: bool,
    style: str,
    as_json: bool,
) -> None:
    """Run the rules and print what they find."""
    from fluentorm.tasks.lint import LintOptions
    from fluentorm.tasks.lint import lint as work

    work(
        LintOptions(
            files=tuple(files or ()),
            level=level,
            severity=severity,
            stats=stats,
            write_stats=write_stats,
            live=live,
            style="json" if as_json else style,
        )
    )


@action
def verify(as_json: bool) -> None:
    """Run the whole chain up and down."""
    from fluentorm.tasks.proof import verify as work

    work(as_json=as_json)


@action
def new_migration(name: str, python: bool) -> None:
    """Write an empty pair."""
    from fluentorm.tasks.beginning import new_migration as work

    work(name, python=python)


@action
def show(tables: list[str] | None, as_json: bool) -> None:
    """Print tables and where their parts come from."""
    from fluentorm.tasks.show import show as work

    work(tables or [], as_json=as_json)


@action
def docs(style: str, output: str) -> None:
    """Write or print the schema in the format asked for."""
    from fluentorm.tasks.docs import docs as work

    work(style, output)


@action
def yaml_schema() -> None:
    """Print the schema."""
    from fluentorm.registry.json_schema import yaml_schema as text
    from fluentorm.tasks.action import say

    say(text().rstrip())


@action
def explain(id_: list[str] | None) -> None:
    """Print what an id means."""
    from fluentorm.tasks.explain import explain as work

    work(" ".join(id_ or ()))


@action
def completion(shell: list[str] | None) -> None:
    """Print the script."""
    from fluentorm.tasks.completion import completion as work

    work(" ".join(shell or ()))


@action
def init(folder: list[str] | None, git: bool) -> None:
    """Make the project in the folder named, or in this one."""
    from fluentorm.tasks.init import init as work

    names = folder or ["."]
    if len(names) > 1:
        raise ConfigError(f"init makes one project, and {len(names)} folders are named")
    work(Path(names[0]), git=git)
