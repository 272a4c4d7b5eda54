"""Our tasks as doit runs them: what is wrong with the options is said in our words.

doit answers an unknown option with the inside of its parser, and status 3.
"""

from __future__ import annotations

import re
import sys
from getopt import GetoptError
from typing import TYPE_CHECKING, Any, NoReturn

from doit.cmdparse import CmdParseError
from doit.task import Task

from fluentorm.tasks.action import flush_output, json_typed, say_failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WRONG_USAGE = 2
_CHOICE = re.compile(
    r"Error parsing parameter '(\w+)'\. Provided '(.*)' but available choices are: (.*)\.$", re.S
)


class Ended(SystemExit):
    """The end of a command before any task runs; why has been said."""

    id = "wrong-usage"


def end(message: str, status: int = WRONG_USAGE, *, cause: Exception | None = None) -> NoReturn:
    """Say what is wrong and end the command."""
    ended = Ended(status)
    ended.__cause__ = cause
    if json_typed():
        say_failure(ended, message)
    flush_output()
    sys.stderr.write(f"error: {message}\n")
    raise ended from cause


class FluentTask(Task):  # type: ignore[misc]  # doit ships no types
    """A task of ours.

    ``on_options`` is called once the options are known, before any task runs: there a task may
    change what it depends on. ``flags_last`` lets options, none of which has a value, also stand
    behind the words that the task takes.
    """

    def __init__(
        self,
        name: str,
        *,
        on_options: Callable[[FluentTask], None] | None = None,
        flags_last: bool = False,
        **definition: Any,
    ) -> None:
        super().__init__(name, **definition)
        self._on_options = on_options
        self._flags_last = flags_last

    def init_options(self, args: Sequence[str] | None = None) -> Any:
        """Read the options from what follows the task's name; return what is left of that.

        Raises Ended for an option that does not exist or has a wrong value.
        """
        if self.options is not None:
            return super().init_options(args)
        if args and self._flags_last:
            args = sorted(args, key=lambda word: not word.startswith("-"))
        try:
            rest = super().init_options(args)
        except CmdParseError as error:
            end(f"{self.name}: {self._said(error)}")
        if self._on_options is not None:
            self._on_options(self)
        return rest

    def _said(self, error: CmdParseError) -> str:
        wrong = error.__context__
        choice = _CHOICE.match(str(error))
        if choice is not None:
            long = next(option["long"] for option in self.params if option["name"] == choice[1])
            return f'--{long} is "{choice[2]}"\nhint: it takes {choice[3].replace(chr(39), "")}'
        if not isinstance(wrong, GetoptError):
            return str(error)
        options = [option["long"] for option in self.params]
        meant = _nearest(wrong.opt, options) if "not recognized" in wrong.msg else None
        if meant:
            hint = f"did you mean --{meant}?"
        elif options:
            hint = f"its options: --{', --'.join(options)}"
        else:
            hint = "it has no options"
        return f"{wrong.msg}\nhint: {hint}"


def _nearest(word: str, options: Sequence[str]) -> str | None:
    from fluentorm.schema.nearest import nearest

    return nearest(word, options)
