"""The functions of a migration in Python: loading the file that was checksummed, and calling one.

The text is compiled in memory, so no bytecode is left behind, and each call begins with a module of
its own, so nothing that one call left in it reaches the next.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from fluentorm.errors import FileFormat, FluentError, Place
from fluentorm.migrate.python_file import FORM
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

_MODULE = "_fluentorm_migration"
_NOT_PLAIN = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonCode:
    """One function of a migration: ``path`` is the file as the user would type it."""

    path: str
    text: str
    function: str

    def load(self) -> None:
        """Run the file's own lines, as an import would.

        Raises FileFormat where they raise, and for a function that cannot be one.
        """
        with _surroundings(ModuleType(_MODULE)) as module:
            self._loaded(module)

    def call(self, db: object) -> None:
        """Load the file and call the function; what it raises goes through."""
        with _surroundings(ModuleType(_MODULE)) as module:
            self._loaded(module)(db)

    def place_of(self, error: BaseException) -> Place:
        """Return the line of this file that an error came through last."""
        return Place(self.path, self._line(error.__traceback__))

    def words_of(self, error: BaseException) -> str:
        """Return what an error says, with its kind."""
        return _words(error)

    def _loaded(self, module: ModuleType) -> Callable[[Any], object]:
        module.__file__ = os.path.abspath(self.path)  # noqa: PTH100 - pathlib is not needed here
        try:
            code = compile(self.text, self.path, "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102 - running migrations is what this is for
        except SyntaxError as error:  # of a module that it imports, or one that only compiling sees
            place = Place(error.filename or self.path, error.lineno or 0)
            raise FileFormat(f"is no Python: {error.msg}", place=place) from error
        except (Exception, SystemExit) as error:
            raise FileFormat(
                f"loading the file raised {_words(error)}",
                place=self.place_of(error),
                hint=_import_hint(error),
            ) from error
        return self._function(module)

    def _function(self, module: ModuleType) -> Callable[[Any], object]:
        found = getattr(module, self.function, None)
        if found is None or not callable(found) or _plainless(found):
            what = "is missing" if found is None else f"is no function, but {found!r}"
            raise FileFormat(
                f"{self.function} {what}", place=Place(self.path), hint=FORM.format(self.function)
            )
        function: Callable[[Any], object] = found
        return function

    def _line(self, traceback: TracebackType | None) -> int:
        line = 0
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self.path:
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        return line


def _words(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"SystemExit: sys.exit({error.code!r})"
    text = error.message if isinstance(error, FluentError) else str(error)
    return f"{type(error).__name__}: {text}".rstrip(": ")


def _plainless(found: object) -> bool:
    """Say whether a function would do nothing when it is called, as generators do."""
    return inspect.isfunction(found) and bool(found.__code__.co_flags & _NOT_PLAIN)


@contextlib.contextmanager
def _surroundings(module: ModuleType) -> Iterator[ModuleType]:
    """Let the author's code import the project's modules, and keep what it prints out of ours."""
    folder = os.getcwd()  # noqa: PTH109 - pathlib is not needed here
    added = folder not in sys.path and "" not in sys.path
    if added:
        sys.path.insert(0, folder)
    sys.modules[module.__name__] = module  # dataclasses look themselves up there
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield module
    finally:
        sys.modules.pop(module.__name__, None)
        if added:
            with contextlib.suppress(ValueError):
                sys.path.remove(folder)


def _import_hint(error: BaseException) -> str | None:
    if not isinstance(error, ImportError):
        return None
    return (
        "modules are looked for in the project's folder and in the environment that runs fluentorm"
    )
