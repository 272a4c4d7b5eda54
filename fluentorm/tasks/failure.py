"""An error as machines are told it, in place of the result that there is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import DatabaseError, Failed, FluentError, Interrupted, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

_HINT = "\nhint: "


def failure_json(error: BaseException, message: str) -> dict[str, object]:
    """Return the document for an error, of which people are told ``message``.

    ``id`` is the heading of its section in docs/errors.md, ``kind`` the class; ``place``,
    ``hint`` and ``sqlstate`` are None where there is none;
    ``applied`` is what a run of migrations did before; ``problems`` are all, where there may be
    several, and ``cause`` the id of what the server refused in a migration.
    """
    if isinstance(error.__cause__, FluentError) and not isinstance(error, FluentError):
        error = error.__cause__  # what became the answer of a command
    told: dict[str, object] = {
        "id": id_of(error),
        "kind": type(error).__name__,
        **_problem_json(_problem(error, message)),
        "sqlstate": _sqlstate(error),
        "applied": list(getattr(error, "applied", ())),
    }
    problems: Sequence[Problem] = getattr(error, "problems", ())
    if problems:
        told["problems"] = [_problem_json(one) for one in problems]
    if isinstance(error, Failed):
        told["cause"] = error.cause.id
    return {"error": told}


def id_of(error: BaseException) -> str:
    """Return the id of an error of ours, or of what else can end a command."""
    found = getattr(error, "id", None)
    if isinstance(found, str):
        return found
    if isinstance(error, KeyboardInterrupt):
        return Interrupted.id
    return "system-error" if isinstance(error, OSError) else "defect"


def _problem(error: BaseException, message: str) -> Problem:
    if isinstance(error, FluentError):
        return Problem(error.message, error.place, error.hint)
    text, _, hint = message.partition(_HINT)
    return Problem(text, hint=hint or None)


def _problem_json(problem: Problem) -> dict[str, object]:
    place = str(problem.place) if problem.place else None
    return {"message": problem.message, "place": place, "hint": problem.hint}


def _sqlstate(error: BaseException) -> str | None:
    cause = getattr(error, "cause", error)
    return cause.sqlstate if isinstance(cause, DatabaseError) else None
