"""What a TableSchema remembers while schema files call it, and where each call stood."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fluentorm.errors import Place, Problem
from fluentorm.schema.builder_options import FieldDraft
from fluentorm.schema.builder_text import plain, sql_text, storable
from fluentorm.schema.hints import Relation
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import Constraint, Enum, Index, PrimaryKey
from fluentorm.schema.sql_text import SqlText

_PACKAGE = str(Path(__file__).parent)


class BuilderState:
    """The collected declarations of one table, and all that is wrong with them.

    No call raises for what the author wrote: problems are kept, each with its place, and reported
    together when the table is built.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._declared: dict[str, FieldDraft] = {}
        self._fields: dict[str, FieldDraft] = {}  # as declared, then as altered
        self._repeated: list[tuple[FieldDraft, FieldDraft]] = []
        self._missing_fields: list[tuple[str, str, Place]] = []
        self._renames: list[tuple[str, str, Place]] = []
        self._key: PrimaryKey | None = None
        self._constraints: dict[str, Constraint] = {}
        self._indexes: dict[str, Index] = {}
        self._relations: dict[str, Relation] = {}
        self._junctions: dict[str, bool] = {}
        self._comment: str | None = None
        self._comment_place: Place | None = None
        self._renamed_from: str | None = None
        self._origin: Place | None = None
        self._source_files: dict[str, None] = {}
        self._problems: list[Problem] = []
        self._source: tuple[str, str] | None = None
        self._place: Place | None = None

    @contextmanager
    def reading(self, path: str, shown: str) -> Iterator[None]:
        """Attribute the calls made inside to the lines of one schema file.

        ``path`` is the file as its code objects name it, ``shown`` as the user would type it.
        Calls from helper functions count for the line of the schema file that called the helper.
        """
        before = self._source
        self._source = (path, shown)
        self._source_files.setdefault(shown)
        if self._origin is None:
            self._origin = Place(shown)
        try:
            yield
        finally:
            self._source = before

    @contextmanager
    def at(self, place: Place) -> Iterator[None]:
        """Attribute the calls made inside to one place, for files that are not Python."""
        before = self._place
        self._place = place
        self._source_files.setdefault(place.file)
        if self._origin is None:
            self._origin = place
        try:
            yield
        finally:
            self._place = before

    def _here(self) -> Place:
        """Return the place of the call that is being made: the line in the schema file."""
        if self._place is not None:
            return self._place
        # Not inspect.stack(): that reads source lines, which costs a thousand times as much.
        frame = sys._getframe(1)
        if self._source is None:
            while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
                frame = frame.f_back
            return Place(frame.f_code.co_filename, frame.f_lineno)
        path, shown = self._source
        while frame.f_code.co_filename != path:
            if frame.f_back is None:
                return Place(shown)
            frame = frame.f_back
        return Place(shown, frame.f_lineno)

    def _problem(self, message: str, hint: str | None = None, place: Place | None = None) -> None:
        self._problems.append(Problem(message, place or self._here(), hint))

    def _add_field(
        self,
        name: object,
        type_: str,
        options: Mapping[str, Any],
        enum: Enum | None = None,
    ) -> None:
        place = self._here()
        text = name if type(name) is str else self._name("a column", name)
        if text is None:
            return
        draft = FieldDraft(text, type_, options, place, enum)
        earlier = self._declared.setdefault(text, draft)
        if earlier is draft:
            self._fields[text] = draft
        else:
            self._repeated.append((earlier, draft))

    def _problem_option(self, what: str, option: str, known: Iterable[str]) -> None:
        near = nearest(str(option), known)
        self._problem(
            f'{what} has an unknown option "{option}"',
            f'did you mean "{near}"?' if near else f"options: {', '.join(known)}",
        )

    def _names(self, what: str, given: object) -> tuple[str, ...]:
        """Return one name or several as a tuple; report what is neither."""
        if isinstance(given, str):
            return (plain(given),)
        if isinstance(given, Iterable) and not isinstance(given, Mapping):
            names = tuple(given)
            if names and all(isinstance(name, str) for name in names):
                names = tuple(plain(name) for name in names)
                for name in sorted({n for n in names if names.count(n) > 1}):
                    self._problem(f'{what} names column "{name}" twice')
                return tuple(dict.fromkeys(names))
        self._problem(f"{what} needs a column name or a list of them, not {given!r}")
        return ()

    def _name(self, what: str, given: object) -> str | None:
        """Return a name; report what is none, and return None."""
        if isinstance(given, str):
            return plain(given)
        self._problem(f"the name of {what} must be a string, not {given!r}")
        return None

    def _text(self, what: str, given: object) -> str | None:
        """Return text given as a string or sql(); report what is neither."""
        if given is None:
            return None
        text = given.text if isinstance(given, SqlText) else given
        if not isinstance(text, str):
            self._problem(f"{what} must be a string, not {given!r}")
            return None
        if not storable(text):
            self._problem(f"{what} has a character that PostgreSQL cannot store: {text!a}")
            return None
        return sql_text(text)

    def _flag(self, what: str, given: object) -> bool:
        if given is not True and given is not False:
            self._problem(f"{what} must be True or False, not {given!r}")
        return given is True

    def _ending(self, what: str, comment: object, renamed_from: object) -> dict[str, Any]:
        """Return what every constraint and index ends with, its place included."""
        return {
            # The server takes an empty comment for none.
            "comment": self._text(f"the comment of {what}", comment) or None,
            "renamed_from": self._text(f"renamed_from of {what}", renamed_from),
            "origin": self._here(),
        }

    def _choice(self, what: str, kind: Any, value: object) -> Any:
        """Return a member of a StrEnum given as such or by its words; report anything else."""
        if isinstance(value, kind):
            return value
        word = value.strip().lower().replace(" ", "_") if isinstance(value, str) else value
        try:
            return kind(word)
        except ValueError:
            choices = [str(member) for member in kind]
            near = nearest(str(word), choices)
            self._problem(
                f'{what} cannot be "{value}"',
                f'did you mean "{near}"?' if near else f"choose one of: {', '.join(choices)}",
            )
            return next(iter(kind))

    def _each(self, method: str, items: object) -> None:
        """Call a method once for each mapping of its arguments; report mappings that do not fit."""
        if not isinstance(items, Iterable) or isinstance(items, str | Mapping):
            self._problem(f"expected a list of arguments for {method}(), not {items!r}")
            return
        for item in items:
            if not isinstance(item, Mapping):
                self._problem(f"expected a dict of arguments for {method}(), not {item!r}")
                continue
            try:
                getattr(self, method)(**item)
            except TypeError as error:
                # Python names the class that defines the method, which the author never sees.
                self._problem(f"wrong arguments for {str(error).partition('.')[2] or error}")
