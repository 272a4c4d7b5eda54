"""Whether a command goes over many databases, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.tasks.action import WrongUsage
from fluentorm.tasks.project import current_project
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetOptions:
    """How a command goes over many databases; ``only`` are names, all where it is empty."""

    jobs: int | None = None
    max_failures: int | None = None
    canary: str | None = None
    only: Sequence[str] = ()

    @property
    def given(self) -> bool:
        """Whether any of it was asked for."""
        return bool(self.jobs or self.max_failures or self.canary or self.only)

    def single(self) -> str:
        """Return the one target that is named. Raises WrongUsage."""
        if len(self.only) != 1 or self.jobs or self.max_failures or self.canary:
            raise WrongUsage(
                "rolling back is about one database",
                "name one of FLUENT_DB_TARGETS with --target, or none for that of FLUENT_DB_*",
            )
        return self.only[0]


def is_fleet(options: FleetOptions) -> bool:
    """Say whether a command is about many databases.

    Raises WrongUsage for options that mean nothing with one.
    """
    many = current_project().config.targets is not None
    if options.given and not many:
        raise WrongUsage(
            "--jobs, --max-failures, --canary and --target are about many databases",
            "set FLUENT_DB_TARGETS to a file of them, or to a query",
        )
    return many


ONE = FleetOptions()
