"""The ``fluentorm`` command: doit with fluentorm's tasks built in.

``fluentorm migrate`` equals ``doit migrate``, in projects without a dodo.py too. Only what a task
itself has to say goes to standard output; errors go to standard error. Exit status: 0 done or
nothing to do, 1 the answer is no, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fluentorm.tasks.action import INTERRUPTED

if TYPE_CHECKING:
    from collections.abc import Sequence

_USAGE = 2
_INTERRUPTED = 130
# What doit returns for errors before any task ran: unknown tasks and options, a broken dodo.py.
_DOIT_USAGE = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; ``arguments`` are sys.argv's by default."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        from fluentorm import __version__

        sys.stdout.write(f"fluentorm {__version__}\n")
        return 0
    if not words or words in (["--help"], ["-h"]):
        words = ["list"]
    return _run(words)


def _run(words: list[str]) -> int:
    from doit.doit_cmd import DoitMain

    class FluentMain(DoitMain):  # type: ignore[misc]  # doit ships no types
        BIN_NAME = "fluentorm"

    reporter = _reporter()
    main = FluentMain(_loader(), extra_config={"GLOBAL": {"reporter": reporter}})
    try:
        status = main.run(words)
    except KeyboardInterrupt:
        sys.stderr.write(f"{INTERRUPTED}\n")
        return _INTERRUPTED
    if reporter.interrupted:
        return _INTERRUPTED
    return _USAGE if status == _DOIT_USAGE else int(status or 0)


def _loader() -> Any:
    """Return the loader of the project's dodo.py, or of the built-in tasks where there is none."""
    from doit.cmd_base import DodoTaskLoader, ModuleTaskLoader

    if Path("dodo.py").exists():
        return DodoTaskLoader()
    import fluentorm.tasks

    return ModuleTaskLoader(fluentorm.tasks)


def _reporter() -> Any:
    from doit.reporter import ZeroReporter

    class FluentReporter(ZeroReporter):  # type: ignore[misc]  # doit ships no types
        """Says nothing but what failed."""

        desc = "only the tasks' own output"
        interrupted = False

        def add_failure(self, task: Any, fail: Any) -> None:
            message = fail.get_msg().strip()
            if message.startswith(INTERRUPTED):
                type(self).interrupted = True
            sys.stdout.flush()
            if message:
                sys.stderr.write(f"error: {message}\n")

        def runtime_error(self, msg: str) -> None:
            sys.stderr.write(f"error: {msg}\n")

    return FluentReporter


if __name__ == "__main__":
    sys.exit(main())
