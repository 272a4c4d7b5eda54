"""What doit says about a run: its own lines for each task, and failures in our words.

doit would print ``TaskFailed - taskid:migrate`` before a message of ours, and both to standard
output, among the results.
"""

from __future__ import annotations

import sys
from typing import Any

from doit.exceptions import UnmetDependency
from doit.reporter import ConsoleReporter

from fluentorm.tasks.action import (
    abandon_output,
    flush_output,
    is_ours,
    note,
    status_of,
    system_error,
)


class Reporter(ConsoleReporter):  # type: ignore[misc]  # doit ships no types
    """Says which tasks ran and which were up to date; errors go to standard error."""

    desc = 'each task as it runs; errors as "error: message"'

    def write(self, text: str) -> None:
        """Write a line; nothing more once it cannot be written."""
        try:
            self.outstream.write(text)
        except OSError as error:
            self._give_up(error)

    def add_failure(self, task: Any, fail: Any) -> None:
        """Say why a task failed; the failures of the user's own tasks are left to doit."""
        if is_ours(fail):
            if fail.report:
                self._say_error(fail.get_msg())
        elif isinstance(fail, UnmetDependency):
            self._say_error(f"{task.name} was not run: {fail.message} did not succeed")
        else:
            super().add_failure(task, fail)

    def runtime_error(self, msg: str) -> None:
        """Say what went wrong outside of any task."""
        self._say_error(msg)

    def complete_run(self) -> None:
        """End the run."""
        super().complete_run()
        error = flush_output()
        if error is not None:
            self._give_up(error)

    def _say_error(self, message: str) -> None:
        flush_output()  # so that both come in order where they go to one place
        sys.stderr.write(f"error: {message.strip()}\n")

    def _give_up(self, error: OSError) -> None:
        abandon_output()
        if not isinstance(error, BrokenPipeError):
            sys.stderr.write(f"error: {system_error(error)}\n")


class QuietReporter(Reporter):
    """Says nothing but what failed: standard output is for the tasks' own results."""

    desc = "only the tasks' own output"
    status = 0

    def __init__(self, _: Any, options: Any) -> None:
        super().__init__(sys.stderr, options)

    def add_failure(self, task: Any, fail: Any) -> None:
        """Say why a task failed, and remember the exit status that it asks for."""
        cls = type(self)
        cls.status = max(cls.status, status_of(fail))
        super().add_failure(task, fail)

    def skip_ignore(self, task: Any) -> None:
        """Say that a task was left out, which is not to be mistaken for one with nothing to do."""
        note(f"not run: {task.name}; it, or what it needs, is ignored (fluentorm forget ends that)")

    def _pass(self, *_: Any) -> None:
        pass

    execute_task = skip_uptodate = _pass
