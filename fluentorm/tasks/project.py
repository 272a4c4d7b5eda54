"""A user's project: where its files are."""

from __future__ import annotations

import functools
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fluentorm.config import Config, load_config
from fluentorm.errors import ConfigError, FluentError
from fluentorm.snapshot import SNAPSHOT_NAME
from fluentorm.tasks.task import WRONG_USAGE, FluentTask, end
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PREFIX = "task_"
_TAKE_A_VALUE = frozenset(
    "--to --onto --steps --name --allow-changed --level --stats --env".split()
) | frozenset("--jobs --max-failures --canary --target".split())
# What only tells something, so that one need not wait for another, nor for its success.
_REPORTS = frozenset(
    "check db_url docs explain lint migrate_status plan show verify yaml_schema".split()
)
# The names of all tasks that are ours.
_tasks: set[str] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The project in the folder that doit runs in.

    All paths are relative to that folder, so that messages show them as the user would type them.
    """

    config: Config
    schemas_dir: Path
    migrations_dir: Path
    models_dir: Path
    seeds_dir: Path = Path("seeds")
    state_dir: Path = Path(".fluent")

    @property
    def registry(self) -> Path:
        """The generated list of tables."""
        return self.schemas_dir / "registry.py"

    @property
    def snapshot(self) -> Path:
        """The generated picture of the schema."""
        return self.schemas_dir / SNAPSHOT_NAME

    @property
    def snapshot_copy(self) -> Path:
        """The last snapshot once more, for when the one in schemas/ is lost or edited."""
        return self.state_dir / "snapshot.json"

    @property
    def journal(self) -> Path:
        """The note of a generation that is being written."""
        return self.state_dir / "journal.json"

    @property
    def lock(self) -> Path:
        """The lock that a generation holds."""
        return self.state_dir / "generate.lock"

    @property
    def chain_cache(self) -> Path:
        """The migrations that were read before."""
        return self.state_dir / "chain.cache"

    @property
    def chain_memory(self) -> Path:
        """The chain of migrations when it was last right, to name what changed since."""
        return self.state_dir / "chain_memory"

    @property
    def replaced_dir(self) -> Path:
        """Migrations that a rebase or an amendment took away."""
        return self.state_dir / "replaced"

    @property
    def evaluation_cache(self) -> Path:
        """The results of schema files that were evaluated before."""
        return self.state_dir / "evaluated.cache"

    @property
    def seen_version(self) -> Path:
        """The major version of the server that was seen last."""
        return self.state_dir / "server_version"

    @property
    def lint_cache(self) -> Path:
        """What lint found before, and the state that the migrations end in."""
        return self.state_dir / "lint.cache"

    @property
    def models_cache(self) -> Path:
        """What each generated model was made from."""
        return self.state_dir / "models.cache"


@lru_cache(maxsize=1)
def _load(folder: str) -> Project:
    root = Path(folder)
    config = load_config(root, os.environ)
    return Project(
        config=config,
        schemas_dir=_shown(config.schemas_dir, root),
        migrations_dir=_shown(config.migrations_dir, root),
        models_dir=_shown(config.models_dir, root),
        seeds_dir=_shown(config.seeds_dir, root),
    )


def current_project() -> Project:
    """Return the project in the working directory, which doit sets to the dodo.py's folder.

    Raises ConfigError for settings that do not parse.
    """
    return _load(str(Path.cwd()))


def override_setting(name: str, value: str) -> None:
    """Let an option win over a setting, for the rest of this process and those it starts."""
    os.environ[name] = value
    _load.cache_clear()


def creator(function: Callable[[Project], dict[str, Any]]) -> Callable[[], FluentTask]:
    """Make a doit task creator of a function that takes the project.

    Settings that do not parse, and schema files that cannot be listed, end the command with their
    message.
    """
    name = function.__name__.removeprefix(_PREFIX)
    _tasks.add(name)

    @functools.wraps(function)
    def wrapper() -> FluentTask:
        try:
            definition = function(current_project())
        except FluentError as error:
            status = WRONG_USAGE if isinstance(error, ConfigError) else 1
            end(str(error), status, cause=error)
        return FluentTask(name, doc=function.__doc__, **definition)

    return wrapper


def command(
    function: Callable[[Project], dict[str, Any]],
) -> Callable[[], FluentTask]:
    """Make the creator of a task that does its work whenever it is asked for.

    It waits for the tasks that were typed before it, also where doit runs several at once (-n).
    """
    name = function.__name__.removeprefix(_PREFIX)

    @functools.wraps(function)
    def with_defaults(project: Project) -> dict[str, Any]:
        return {
            "uptodate": [False],
            "io": {"capture": False},
            "task_dep": typed_before(name, sys.argv[1:]),
            **function(project),
        }

    return creator(with_defaults)


def typed_before(name: str, words: Sequence[str]) -> list[str]:
    """Return the tasks of ours that a command line names before this one, and that matter to it."""
    found: dict[str, None] = {}
    for before, word in zip(["", *words], words, strict=False):
        if before in _TAKE_A_VALUE:
            continue
        if word == name:
            return [other for other in found if not {name, other} <= _REPORTS]
        if word in _tasks:
            found[word] = None
    return []


def _shown(path: Path, root: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path
