"""One Python schema file: its table's name, its ``build(t)``, and what can go wrong in both.

A file is run as a module that nobody else can see, and whatever its code raises becomes a Problem
with a line of the file, never a traceback.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FunctionType, ModuleType, TracebackType
from typing import TYPE_CHECKING, Any

from fluentorm.errors import Place, Problem, SchemaError
from fluentorm.registry.bytecode import compiled
from fluentorm.registry.discover import table_name
from fluentorm.registry.merge import table_key
from fluentorm.schema.builder import TableSchema
from fluentorm.schema.nearest import nearest
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from fluentorm.schema.database_builder import DatabaseSchema

# The classes that TableSchema is made of, which nobody who writes t.varchar() knows of.
_CLASSES = re.compile(
    r"\b(?:Column|Constraint|Relation|Index|Detail|Object)Methods\.|\bTableSchema\.(?=\w+\(\))"
)
_DATABASE_CLASSES = re.compile(
    r"\b(?:Type|View|Routine|Grant)Methods\.|\bDatabaseSchema\.(?=\w+\(\))"
)
_FORM = "the form is: def build(t: TableSchema) -> None"
_DEFINE = "the form is: def define(db: DatabaseSchema) -> None"
_PUBLIC = ("TableSchema", "DatabaseSchema", "sql", "Index", "IndexKey", "InputMode", "AutoGenerate")
_BUILDERS = {"TableSchema": "t", "DatabaseSchema": "db"}
_NOT_PLAIN = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


@dataclass(frozen=True, slots=True)
class PythonFile:
    """A schema file that was loaded; ``shown`` is its path as the user would type it.

    ``table_name`` is None where it has no ``build``: then it declares only other objects.
    """

    path: Path
    shown: str
    table_name: str | None
    module: ModuleType
    build_function: Callable[[TableSchema], object] | None
    define_function: Callable[[DatabaseSchema], object] | None

    @property
    def defines(self) -> bool:
        """Say whether the file declares objects beside its table."""
        return self.define_function is not None

    def build(self, schema: TableSchema) -> None:
        """Let the file declare its part of the table, which is ``reading`` it.

        Raises SchemaError for an exception in the file; problems with what it declares are the
        schema's own.
        """
        self._call(self.build_function, schema, "build")

    def define(self, schema: DatabaseSchema) -> None:
        """Let the file declare other objects; the rest as ``build``."""
        self._call(self.define_function, schema, "define")

    def _call(self, function: Callable[[Any], object] | None, schema: object, what: str) -> None:
        if function is None:
            return
        with _visible(self.module):
            try:
                function(schema)
            except (Exception, SystemExit) as error:
                raise SchemaError([_raised(error, self.path, self.shown, what)]) from error


def load(path: Path, shown: str, source: bytes, *, keep_bytecode: bool = True) -> PythonFile:
    """Load a schema file; ``path`` is absolute, ``source`` its content.

    Raises SchemaError where it does not compile, raises, or lacks what a schema file has.
    """
    module = ModuleType(f"_fluentorm_schema_{path.stem}")
    module.__file__ = str(path)
    try:
        code = compiled(path, source, keep=keep_bytecode)
    except (SyntaxError, ValueError) as error:
        raise SchemaError([_syntax(error, shown)]) from error
    with _visible(module):
        try:
            exec(code, module.__dict__)  # noqa: S102 running schema files is what this is for
        except (Exception, SystemExit) as error:
            raise SchemaError([_raised(error, path, shown, "the file")]) from error
    return _loaded(module, path, shown)


def _loaded(module: ModuleType, path: Path, shown: str) -> PythonFile:
    problems: list[Problem] = []
    build = _function(module, "build", _FORM, shown, problems)
    define = _function(module, "define", _DEFINE, shown, problems)
    name: object = None
    if build is not None or define is None:
        name = _table_name(module, path, shown, problems)
    if build is None and define is None and not problems:
        near = nearest("build", [n for n, v in vars(module).items() if inspect.isfunction(v)])
        hint = f'{_FORM}; did you mean "{near}"?' if near else _FORM
        problems.append(Problem("the file has no function build", Place(shown), hint))
    if build is None and define is not None and hasattr(module, "table_name"):
        text = "the file has a table_name, but no function build"
        problems.append(Problem(text, Place(shown), _FORM))
    if problems:
        raise SchemaError(problems)
    return PythonFile(path, shown, None if name is None else str(name), module, build, define)


def _table_name(module: ModuleType, path: Path, shown: str, problems: list[Problem]) -> str | None:
    """Return the key of the file's table, from ``table_name`` and ``namespace``."""
    name = getattr(module, "table_name", None)
    namespace = getattr(module, "namespace", None)
    if name is None:
        name = table_name(path)
    for variable, value, example in (
        ("table_name", name, "users"),
        ("namespace", namespace, "billing"),
    ):
        if not (isinstance(value, str) and value) and (value is not None):
            problems.append(
                Problem(
                    f"{variable} must be a string that is not empty, not {value!r}",
                    Place(shown),
                    f'write {variable} = "{example}"',
                )
            )
            return None
    key, problem = table_key(str(name), namespace, Place(shown))
    problems += [problem] if problem else []
    return key


def _function(
    module: ModuleType, name: str, form: str, shown: str, problems: list[Problem]
) -> Callable[[Any], object] | None:
    """Return a function of a schema file, None where there is none; report what cannot be one."""
    function = getattr(module, name, None)
    if function is None:
        return None
    if not callable(function):
        text = f"{name} must be a function, not {function!r}"
        problems.append(Problem(text, Place(shown), form))
    elif inspect.isfunction(function) and function.__code__.co_flags & _NOT_PLAIN:
        place = Place(shown, function.__code__.co_firstlineno)
        problems.append(Problem(f"{name} must be a plain function", place, form))
    elif inspect.isfunction(function) and not _takes_one(function):
        place = Place(shown, function.__code__.co_firstlineno)
        what = "the table" if name == "build" else "the database"
        problems.append(Problem(f"{name} must take one argument, {what}", place, form))
    else:
        found: Callable[[Any], object] = function
        return found
    return None


def _takes_one(function: FunctionType) -> bool:
    """Say whether a function can be called with one argument."""
    code = function.__code__
    least = code.co_argcount - len(function.__defaults__ or ())
    most = sys.maxsize if code.co_flags & inspect.CO_VARARGS else code.co_argcount
    return least <= 1 <= most and code.co_kwonlyargcount == len(function.__kwdefaults__ or ())


@contextmanager
def _visible(module: ModuleType) -> Iterator[None]:
    """Show the module to its own code only: dataclasses look themselves up in sys.modules."""
    sys.modules[module.__name__] = module
    try:
        yield
    finally:
        sys.modules.pop(module.__name__, None)


def _syntax(error: SyntaxError | ValueError, shown: str) -> Problem:
    if isinstance(error, SyntaxError):
        return Problem(error.msg, Place(shown, error.lineno or 0, max(error.offset or 0, 0)))
    return Problem(str(error), Place(shown))  # NUL bytes, before Python 3.12


def _raised(error: BaseException, path: Path, shown: str, what: str) -> Problem:
    """Return what an exception of the user's code means, at a line of the user's files."""
    folder = str(path.parent)
    lines = list(_user_lines(error.__traceback__, folder))
    if isinstance(error, SyntaxError) and error.filename and error.filename != str(path):
        name = Path(error.filename).name  # a helper that does not compile
        return _syntax(error, str(Path(shown).with_name(name)))
    own = [line for file, line, _ in lines if file == str(path)]
    place = Place(shown, own[-1] if own else 0)
    said = _CLASSES.sub("t.", f"{type(error).__name__}: {error}").rstrip(": ")
    said = _DATABASE_CLASSES.sub("db.", said)
    text = f"{what} raised {said}"
    if lines and lines[-1][0] != str(path):
        file, line, function = lines[-1]
        helper = Place(str(Path(shown).with_name(Path(file).name)), line)
        if function == "<module>":
            place = helper  # it fails whoever imports it: one problem, not one for each file
            text = f"importing it raised {said}"
        else:
            text += f" (in {helper})"
    return Problem(text, place, _hint(error, folder))


def _user_lines(traceback: TracebackType | None, folder: str) -> Iterator[tuple[str, int, str]]:
    """Return file, line and function of each call that stands in the schemas folder."""
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename.startswith(folder):
            yield code.co_filename, traceback.tb_lineno, code.co_name
        traceback = traceback.tb_next


def _hint(error: BaseException, folder: str) -> str | None:
    if isinstance(error, AttributeError) and type(error.obj).__name__ in _BUILDERS:
        methods = [name for name in dir(type(error.obj)) if not name.startswith("_")]
        near = nearest(error.name or "", methods)
        return f"did you mean {_BUILDERS[type(error.obj).__name__]}.{near}?" if near else None
    if isinstance(error, ModuleNotFoundError) and error.name:
        helpers = [p.stem for p in Path(folder).glob("_*.py")]
        near = nearest(error.name, helpers)
        return f'did you mean "{near}"?' if near else "shared code lives in a helper, schemas/_*.py"
    if isinstance(error, NameError) and error.name in _PUBLIC:
        return f"add: from fluentorm import {error.name}"
    return None
