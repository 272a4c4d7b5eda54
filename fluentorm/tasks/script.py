"""The ``fluentorm`` command: doit with fluentorm's tasks built in.

``fluentorm migrate`` equals ``doit migrate``, in projects without a dodo.py too. Only what a task
itself has to say goes to standard output; errors go to standard error. Exit status: 0 done or
nothing to do, 1 the answer is no, 2 wrong usage, 130 interrupted.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WRONG_USAGE = 2
_INTERRUPTED = 130
# What doit returns when the project's own dodo.py raises; its traceback was shown.
_BROKEN_DODO = 3
_HELP = ("--help", "-h")
_ANYWHERE = ("init", "completion", "explain", "db_diff", "db_dump", "db_pull")
_INTRODUCTION = """usage: fluentorm TASK [--option ...] [TASK ...]

"""
_MORE = """\
fluentorm help TASK explains a task and its options;
fluentorm help lists doit's own commands
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; ``arguments`` are sys.argv's by default."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _with_output(words)
    except KeyboardInterrupt:
        sys.stderr.write("error: interrupted\n")
        return _INTERRUPTED


def _with_output(words: list[str]) -> int:
    """Run the command; when its output cannot be written, say so and return 1."""
    from fluentorm.tasks.action import abandon_output, flush_output, system_error

    error: OSError | None
    try:
        status = _answer(words)
        error = flush_output()
    except OSError as raised:
        abandon_output()
        status, error = 1, raised
    if error is None:
        return status
    if not isinstance(error, BrokenPipeError):
        sys.stderr.write(f"error: {system_error(error)}\n")
    return 1


def _answer(words: list[str]) -> int:
    if words in (["--version"], ["-V"]):
        from fluentorm import __version__

        sys.stdout.write(f"fluentorm {__version__}\n")
        return 0
    if not words or words[0] in _HELP:
        sys.stdout.write(_INTRODUCTION)
        status = _run(["list"], overview=True)
        sys.stdout.write(_MORE if status == 0 else "")
        return status
    if "" in words:  # doit looks at the first character of every word
        sys.stderr.write("error: one of the words is empty, as of a variable that is not set\n")
        return _WRONG_USAGE
    if words[0] != "db_shell" and any(word in _HELP for word in words[1:]):
        return _run(["help", words[0]])
    return _run(words)


def _run(words: list[str], *, overview: bool = False) -> int:
    from fluentorm.tasks.commands import command_line
    from fluentorm.tasks.reporter import QuietReporter

    settings: dict[str, object] = {"reporter": QuietReporter}
    if words[0] in _ANYWHERE:
        # The folder that they are called in need not be a project: nothing is remembered in it.
        settings |= {"backend": "sqlite3", "dep_file": ":memory:"}
    status = int(command_line(settings, overview=overview).run(words))
    if status == _BROKEN_DODO:
        return _WRONG_USAGE
    return max(status, QuietReporter.status)


if __name__ == "__main__":
    sys.exit(main())
