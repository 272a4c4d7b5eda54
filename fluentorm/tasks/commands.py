"""doit's commands as the ``fluentorm`` script offers them: the same, with errors in our words."""

from __future__ import annotations

import inspect
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doit.cmd_base import DodoTaskLoader, DoitCmdBase
from doit.cmd_help import Help
from doit.cmdparse import CmdParseError
from doit.dependency import DatabaseException
from doit.doit_cmd import DoitMain
from doit.exceptions import InvalidCommand, InvalidDodoFile, InvalidTask
from doit.plugin import PluginDict

from fluentorm.tasks.action import abandon_output, flush_output, system_error
from fluentorm.tasks.task import WRONG_USAGE, Ended

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LIST = "fluentorm list shows all tasks"
_OPTIONS = "fluentorm help TASK lists a task's options"
# How doit's parser goes on after what is wrong: its own objects, and the rest of the words.
_PARSER_STATE = re.compile(r" \(parsing options: .*", re.DOTALL)
_VARIABLE = re.compile(r"[A-Za-z_]\w*=")


class FluentMain(DoitMain):  # type: ignore[misc]  # doit ships no types
    """doit's command line under our name; in an ``overview`` the tasks are listed in groups."""

    BIN_NAME = "fluentorm"
    overview = False

    def process_args(self, cmd_args: Sequence[str]) -> list[str]:
        """Take doit's ``name=value`` variables out.

        What goes to psql is left as it is, and so is what cannot be a variable, such as a URL.
        """
        words = list(cmd_args)
        end = words.index("db_shell") if "db_shell" in words else len(words)
        super().process_args([word for word in words[:end] if _VARIABLE.match(word)])
        return [*(word for word in words[:end] if not _VARIABLE.match(word)), *words[end:]]

    def get_cmds(self) -> Any:
        """Return doit's commands, each made to fail politely."""
        commands = PluginDict()
        found = super().get_cmds()
        for name in found:
            kind = _Help if name == "help" else found.get_plugin(name)
            if self.overview and name == "list":
                from fluentorm.tasks.overview import Overview as kind  # noqa: N813 - one of them
            commands[name] = type(kind.__name__, (_Polite, kind), {"name": name})
        return commands


class _Polite:
    """A command whose errors are one message on standard error."""

    def parse_execute(self, words: Sequence[str]) -> int:
        """Run the command and return its exit status."""
        try:
            # doit's 2 is a task that raised; ours is wrong usage.
            return min(1, super().parse_execute(words) or 0)  # type: ignore[misc]  # the command's
        except Ended as end:
            return int(end.code or 0)
        except (CmdParseError, InvalidCommand, InvalidDodoFile, InvalidTask) as error:
            return _refused(_said(error), WRONG_USAGE)
        except DatabaseException as error:
            return _refused(str(error).strip().partition("\n")[2] or str(error), 1)
        except BrokenPipeError:
            abandon_output()
            return 1
        except OSError as error:
            abandon_output()
            return _refused(system_error(error), 1)


class _Help(Help):  # type: ignore[misc]  # doit ships no types
    """Explains a command or a task; doit would explain itself where there is no such task."""

    def execute(self, params: Any, args: list[str]) -> int:
        """Print the explanation."""
        known = not args or args[0] == "task" or args[0] in self.cmds
        if known or DoitCmdBase.execute(self, params, args):
            return int(Help.execute(self, params, args)) if known else 0
        raise InvalidCommand(not_found=args[0])


class _Loader(DodoTaskLoader):  # type: ignore[misc]  # doit ships no types
    """Gives the project's tasks, where there is a dodo.py, and ours."""

    namespace: dict[str, Any]

    def __init__(self, settings: Mapping[str, object]) -> None:
        super().__init__()
        self._settings = settings

    def setup(self, opt_values: Mapping[str, Any]) -> None:
        """Read the dodo.py, if there is one; without, all is done in the working directory."""
        import fluentorm.tasks

        named = opt_values["dodoFile"] != "dodo.py" or opt_values["seek_file"]
        own: dict[str, Any] = {}
        if named or Path("dodo.py").exists():
            super().setup(opt_values)
            own = self.namespace
        elif opt_values["cwdPath"]:
            os.chdir(opt_values["cwdPath"])
        self.namespace = {**dict(inspect.getmembers(fluentorm.tasks)), **own}

    def load_doit_config(self) -> dict[str, Any]:
        """Return the project's configuration of doit, under the script's own."""
        return {**super().load_doit_config(), **self._settings}


def command_line(settings: Mapping[str, object], *, overview: bool = False) -> FluentMain:
    """Return doit's command line with our tasks; ``settings`` win over a project's DOIT_CONFIG.

    With ``overview`` its ``list`` is that of ``fluentorm --help``.
    """
    found = FluentMain(_Loader(settings))
    found.overview = overview
    return found


def _refused(message: str, status: int) -> int:
    flush_output()
    sys.stderr.write(f"error: {message}\n")
    return status


def _said(error: Exception) -> str:
    """Return doit's message as one of ours."""
    unknown = getattr(error, "not_found", None)
    if unknown is not None:
        return f'"{unknown}" is no task\nhint: {_near(unknown)}'
    text = str(error).strip()
    if isinstance(error, CmdParseError) and text.startswith("Error parsing "):
        text = _PARSER_STATE.sub("", text).partition(": ")[2] or text
        return f"{text}\nhint: {_OPTIONS}"
    return text


def _near(name: str) -> str:
    import fluentorm.tasks
    from fluentorm.schema.nearest import nearest

    tasks = [n.removeprefix("task_") for n in fluentorm.tasks.__all__ if n.startswith("task_")]
    found = nearest(name.replace("-", "_"), tasks)
    return f'did you mean "{found}"? {_LIST}' if found else _LIST
