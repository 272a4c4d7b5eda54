"""The edge between doit and the library: what an action may print, and how it may fail."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from fluentorm.errors import FluentError, Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TextIO

Parameters = ParamSpec("Parameters")

_STATUS = "fluentorm_status"
WRONG_USAGE = 2
INTERRUPTED = 130
# What stands for our signs where the output cannot hold them.
_PLAIN = str.maketrans({"✓": "+", "○": "o", "↩": "-", "…": "..."})
_CRASH_LOG = Path(".fluent") / "crash.log"


class Refusal(Exception):
    """The answer is no (something is pending, differs, is missing); the text was printed.

    ``id`` is the heading of its section in docs/errors.md, as that of a FluentError is.
    """

    id = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Different(Refusal):
    """The answer is no, and what was printed says all of it."""

    def __init__(self) -> None:
        super().__init__("")


class WrongUsage(Refusal):
    """What was typed makes no sense: exit status 2."""

    id = "wrong-usage"

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}\nhint: {hint}")


class NoAnswer(Refusal):
    """A question that is answered by 0 or 1 has no answer: exit status 2."""

    id = "no-answer"


def action(function: Callable[Parameters, None]) -> Callable[Parameters, Any]:
    """Make a function fit to be a doit action: errors become messages and exit status 1."""

    @functools.wraps(function)
    def wrapper(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Any:
        machines = _is_for_machines(kwargs)
        try:
            with _results_apart() if machines else contextlib.nullcontext():
                function(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            abandon_output()
            return _failed("the output was closed before all of it was written")
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - told, never shown
            message, status = _told(error)
            if machines:
                say_failure(error, message)
            return _failed(message, status)
        return None

    return wrapper


def _told(error: BaseException) -> tuple[str, int]:
    """Return what to say of an error, and the exit status that it asks for."""
    match error:
        case Interrupted():
            return str(error), INTERRUPTED
        case WrongUsage() | NoAnswer():
            return str(error), WRONG_USAGE
        case FluentError() | Refusal():
            return str(error), 1
        case KeyboardInterrupt():
            return "interrupted", INTERRUPTED
        case OSError():
            flush_output()
            return system_error(error), 1
        case _:  # a defect of ours; no traceback for the user
            return _crashed(error), 1


def _failed(message: str, status: int = 1) -> Any:
    from doit.exceptions import TaskError, TaskFailed

    # doit ends with 2 after an error and with 1 after a failure.
    kind = TaskError if status == WRONG_USAGE else TaskFailed
    failure = kind(message, report=bool(message))
    # An attribute, since this object may come from another process (doit -n).
    setattr(failure, _STATUS, status)
    return failure


def is_ours(failure: Any) -> bool:
    """Say whether a doit failure carries a message of an action of ours."""
    return hasattr(failure, _STATUS)


def status_of(failure: Any) -> int:
    """Return the exit status that a failure of ours asks for: 1, 2, or 130 for Ctrl-C."""
    return int(getattr(failure, _STATUS, 1))


def system_error(error: OSError) -> str:
    """Return what the operating system refused, in a line."""
    where = f'"{error.filename}": ' if error.filename else ""
    return f"{where}{(error.strerror or str(error)).lower()}"


def flush_output() -> OSError | None:
    """Write out what standard output holds; return why it cannot be, and give it up then."""
    try:
        sys.stdout.flush()
    except OSError as error:
        abandon_output()
        return error
    return None


def abandon_output() -> None:
    """Let nothing more be written to standard output: its reader left, or it is full.

    Without this the interpreter would try once more at its end, and complain.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _crashed(error: BaseException) -> str:
    summary = f"fluentorm has a defect: {type(error).__name__}: {error}"
    try:
        _CRASH_LOG.parent.mkdir(exist_ok=True)
        _CRASH_LOG.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return summary
    return f"{summary}\nhint: please report it with the file {_CRASH_LOG}"


def say(text: str = "") -> None:
    """Print a line of a task's own output; in another locale than UTF-8 as well as that can."""
    try:
        sys.stdout.write(text + "\n")
    except UnicodeEncodeError as error:
        plain = text.translate(_PLAIN).encode(error.encoding, "backslashreplace")
        sys.stdout.write(plain.decode(error.encoding) + "\n")


def say_text(text: str) -> None:
    """Print text as it is, SQL for another program: in UTF-8 where the locale cannot hold it."""
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def note(text: str) -> None:
    """Print a line that is not the task's result: progress, what is used, what was skipped."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def say_json(value: object) -> None:
    """Print a result for machines: one JSON document."""
    _Machines.told = True
    out = _Machines.out or sys.stdout
    try:
        out.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    except UnicodeEncodeError:
        out.write(json.dumps(value, indent=2) + "\n")


def say_failure(error: BaseException, message: str) -> None:
    """Tell machines why there is no result, where they were told none."""
    if not _Machines.told:
        from fluentorm.tasks.failure import failure_json

        say_json(failure_json(error, message))


class _Machines:
    """Where the one document goes while all else goes to standard error, and whether it did."""

    out: TextIO | None = None
    told = False


@contextlib.contextmanager
def _results_apart() -> Iterator[None]:
    """Let what is printed on the way, also by the user's own code, go to standard error."""
    _Machines.out = sys.stdout
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        _Machines.out = None


def json_typed() -> bool:
    """Say whether the command line asks for JSON, be it of another task than the one that runs."""
    words = sys.argv[1:]
    return "--json" in words[: words.index("--") if "--" in words else None]


def _is_for_machines(given: Mapping[str, Any]) -> bool:
    task = given.get("task")
    options = {**given, **(task.options or {})} if task is not None else given
    return bool(options.get("as_json")) or options.get("style") == "json" or json_typed()


def some(names: Sequence[str], most: int) -> str:
    """Return names with commas between them, dots in place of those after the first ``most``."""
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")


def counted(number: int, noun: str) -> str:
    """Return ``1 table`` or ``2 tables``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
