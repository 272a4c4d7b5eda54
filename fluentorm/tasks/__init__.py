"""The doit tasks, the one place that wires everything.

A project's dodo.py is ``from fluentorm.tasks import *``. Creators run at every command, so this
package and what it imports stay light: no driver, no evaluation, no connection.
"""

from __future__ import annotations

import atexit
import gc

from fluentorm.tasks.comparison import task_db_diff, task_db_dump, task_db_pull, task_drift
from fluentorm.tasks.databases import (
    task_db_reset,
    task_db_shell,
    task_db_start,
    task_db_stop,
    task_db_url,
)
from fluentorm.tasks.generation import (
    task_generate,
    task_generate_migrations,
    task_generate_models,
)
from fluentorm.tasks.inspection import (
    task_check,
    task_ci,
    task_completion,
    task_docs,
    task_explain,
    task_init,
    task_lint,
    task_new_migration,
    task_plan,
    task_show,
    task_verify,
    task_yaml_schema,
)
from fluentorm.tasks.memory import Checker, ForgivingCodec, memory_file
from fluentorm.tasks.migration import (
    task_migrate,
    task_migrate_abort,
    task_migrate_backfill,
    task_migrate_baseline,
    task_migrate_down,
    task_migrate_redo,
    task_migrate_repair,
    task_migrate_status,
    task_migrate_up,
    task_preflight,
)
from fluentorm.tasks.reporter import Reporter
from fluentorm.tasks.seeding import task_seed
from fluentorm.tasks.team import task_adopt, task_amend, task_rebase, task_squash

# `doit` alone brings everything generated up to date, and `doit clean` removes what is derived.
DOIT_CONFIG = {
    "default_tasks": ["generate", "generate_migrations", "generate_models"],
    "verbosity": 2,
    "reporter": Reporter,
    "backend": "json",
    "codec_cls": ForgivingCodec,
    "check_file_uptodate": Checker,
    "dep_file": memory_file(),
}

# At its end Python looks for cycles in all that is there, which takes longer than doing nothing.
atexit.register(gc.freeze)

__all__ = [
    "DOIT_CONFIG",
    "task_adopt",
    "task_amend",
    "task_check",
    "task_ci",
    "task_completion",
    "task_db_diff",
    "task_db_dump",
    "task_db_pull",
    "task_db_reset",
    "task_db_shell",
    "task_db_start",
    "task_db_stop",
    "task_db_url",
    "task_docs",
    "task_drift",
    "task_explain",
    "task_generate",
    "task_generate_migrations",
    "task_generate_models",
    "task_init",
    "task_lint",
    "task_migrate",
    "task_migrate_abort",
    "task_migrate_backfill",
    "task_migrate_baseline",
    "task_migrate_down",
    "task_migrate_redo",
    "task_migrate_repair",
    "task_migrate_status",
    "task_migrate_up",
    "task_new_migration",
    "task_plan",
    "task_preflight",
    "task_rebase",
    "task_seed",
    "task_show",
    "task_squash",
    "task_verify",
    "task_yaml_schema",
]
