"""What every builder does with a call: where it stood, and what is wrong with its arguments."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fluentorm.errors import Place, Problem
from fluentorm.schema.builder_text import plain, sql_text, storable
from fluentorm.schema.nearest import nearest
from fluentorm.schema.objects import Options, Parameters
from fluentorm.schema.qualified import KEY_HINT, canonical_key
from fluentorm.schema.sql_text import SqlText

_PACKAGE = str(Path(__file__).parent)


class Calls:
    """The places of calls, and all that is wrong with them.

    No call raises for what the author wrote: problems are kept, each with its place, and reported
    together when everything was said.
    """

    def __init__(self) -> None:
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

    def _known_options(self, what: str, options: Mapping[str, Any], kind: type) -> None:
        """Report the options that are none of a TypedDict's."""
        known = kind.__annotations__
        for option in options.keys() - known.keys():
            self._problem_option(what, option, known)

    def _problem_option(self, what: str, option: str, known: Iterable[str]) -> None:
        near = nearest(str(option), known)
        self._problem(
            f'{what} has an unknown option "{option}"',
            f'did you mean "{near}"?' if near else f"options: {', '.join(known)}",
        )

    def _names(self, what: str, given: object, noun: str = "column") -> tuple[str, ...]:
        """Return one name or several as a tuple; report what is neither."""
        if isinstance(given, str):
            return (plain(given),)
        if isinstance(given, Iterable) and not isinstance(given, Mapping):
            names = tuple(given)
            if names and all(isinstance(name, str) for name in names):
                names = tuple(plain(name) for name in names)
                for name in sorted({n for n in names if names.count(n) > 1}):
                    self._problem(f'{what} names {noun} "{name}" twice')
                return tuple(dict.fromkeys(names))
        self._problem(f"{what} needs a {noun} name or a list of them, not {given!r}")
        return ()

    def _name(self, what: str, given: object) -> str | None:
        """Return a name; report what is none, and return None."""
        if isinstance(given, str):
            return plain(given)
        self._problem(f"the name of {what} must be a string, not {given!r}")
        return None

    def _key_name(self, what: str, given: object) -> str | None:
        """Return a name that may have a namespace before it; report what is none."""
        text = self._name(what, given)
        key = None if text is None else canonical_key(text)
        if text is not None and key is None:
            self._problem(f'the name of {what} cannot be "{text}"', KEY_HINT)
        return key

    def _old_key(self, what: str, given: object) -> str | None:
        """Return the name before of what may have a namespace, None where none is given."""
        return None if given is None else self._key_name(f"renamed_from of {what}", given)

    def _text(self, what: str, given: object) -> str | None:
        """Return SQL given as a string or sql(); report what is neither."""
        text = self._string(what, given)
        return None if text is None else sql_text(text)

    def _string(self, what: str, given: object) -> str | None:
        """Return text that SQL has as a string, carriage returns and all; report what is none."""
        if given is None:
            return None
        text = given.text if isinstance(given, SqlText) else given
        if not isinstance(text, str):
            self._problem(f"{what} must be a string, not {given!r}")
            return None
        if not storable(text):
            self._problem(f"{what} has a character that PostgreSQL cannot store: {text!a}")
            return None
        return plain(text)

    def _flag(self, what: str, given: object) -> bool:
        if given is not True and given is not False:
            self._problem(f"{what} must be True or False, not {given!r}")
        return given is True

    def _ending(self, what: str, comment: object, renamed_from: object) -> dict[str, Any]:
        """Return what every constraint and index ends with, its place included."""
        return {
            # The server takes an empty comment for none.
            "comment": self._string(f"the comment of {what}", comment) or None,
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

    def _word(self, what: str, value: object, words: Sequence[str]) -> str:
        """Return one of several words, in whatever case it was given; report anything else."""
        word = value.strip().lower().replace(" ", "_") if isinstance(value, str) else value
        if word in words:
            return str(word)
        near = nearest(str(word), words)
        self._problem(
            f'{what} cannot be "{value}"',
            f'did you mean "{near}"?' if near else f"choose one of: {', '.join(words)}",
        )
        return words[0]

    def _number(self, what: str, given: object) -> int | None:
        """Return a whole number, None where none is given; report anything else."""
        if given is None or (isinstance(given, int) and not isinstance(given, bool)):
            return given
        self._problem(f"{what} must be a whole number, not {given!r}")
        return None

    def _parameters(self, what: str, given: object) -> Options:
        """Return storage parameters and the like."""
        if not given:
            return ()
        if not isinstance(given, Mapping):
            self._problem(f"{what} must be a dict, not {given!r}")
            return ()
        return Parameters((str(key), parameter(value)) for key, value in given.items())

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


def parameter(value: object) -> str:
    """Return the value of a parameter as text."""
    return str(value).lower() if isinstance(value, bool) else str(value)
