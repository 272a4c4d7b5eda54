"""All tasks, in groups by what one wants to do: what ``fluentorm --help`` prints."""

from __future__ import annotations

import re
import shutil
import textwrap
from typing import TYPE_CHECKING

from doit.cmd_list import List

from fluentorm.tasks.action import say
from fluentorm.tasks.terminal import Tone, painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WIDEST = 80
_NARROWEST = 40

GROUPS = {
    "begin": "init adopt db_pull",
    "change the schema": "generate generate_migrations generate_models plan new_migration",
    "apply migrations": (
        "migrate migrate_up migrate_status migrate_down migrate_redo migrate_baseline seed"
    ),
    "busy databases": "preflight migrate_backfill migrate_abort migrate_repair",
    "look and compare": "show explain docs db_diff db_dump drift",
    "teams and CI": "check lint verify ci rebase amend squash",
    "the database": "db_start db_stop db_url db_shell db_reset",
    "editors and shells": "yaml_schema completion",
}
_ELSEWHERE = "other tasks"


class Overview(List):  # type: ignore[misc]  # doit ships no types
    """Lists the tasks by group, the project's own ones last."""

    def _execute(self) -> int:
        docs = {task.name: str(task.doc or "") for task in self.task_list if not task.subtask_of}
        for line in overview(docs, shutil.get_terminal_size((_WIDEST, 24)).columns):
            say(line)
        return 0


def overview(docs: Mapping[str, str], width: int) -> Iterator[str]:
    """Yield the lines for tasks and what they do, none of them wider than ``width`` or 80."""
    width = max(_NARROWEST, min(width, _WIDEST))
    widest = max((len(name) for name in docs), default=0)
    for title, names in _grouped(docs):
        yield painted(f"{title}:", Tone.STRONG)
        for name in names:
            yield from _entry(name, docs[name], widest, width)
        yield ""


def _grouped(docs: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    rest = dict.fromkeys(sorted(docs))
    for title, words in GROUPS.items():
        names = [name for name in words.split() if name in rest]
        for name in names:
            del rest[name]
        if names:
            yield title, names
    if rest:
        yield _ELSEWHERE, [name for name in rest if not name.startswith("_")]


def _short(doc: str) -> str:
    """Return what a task does, without the examples behind a colon."""
    return re.split(r"[:;] ", doc.strip().partition("\n")[0])[0].rstrip(".")


def _entry(name: str, doc: str, widest: int, width: int) -> list[str]:
    start = f"  {name:<{widest}}  "
    return textwrap.wrap(
        _short(doc) or "-",
        width=width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
