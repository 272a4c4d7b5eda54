"""All that a CI job asks of a project, in one command: check, lint and verify."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.errors import DialectError, FluentError
from fluentorm.tasks.action import Refusal, note, say
from fluentorm.tasks.annotations import annotation
from fluentorm.tasks.check import check
from fluentorm.tasks.lint import LintOptions, lint
from fluentorm.tasks.project import current_project

if TYPE_CHECKING:
    from collections.abc import Callable


def ci(style: str) -> None:
    """Run every check, also after one that failed, and say which did; Refusal where any did.

    What cannot be run here (no parser for lint, no server for verify) is skipped, and said.
    """
    project = current_project()
    steps: dict[str, Callable[[], None]] = {
        "check": lambda: check(style=style, linted=False),
        "lint": lambda: lint(LintOptions(style=style)),
        "verify": _verify,
    }
    if not project.config.lint:
        del steps["lint"]
    failed = [name for name, step in steps.items() if not _passes(name, step, style)]
    if failed:
        raise Refusal(f"failed: {', '.join(failed)}")
    note(f"passed: {', '.join(steps)}")


def _verify() -> None:
    from fluentorm.embedded import available
    from fluentorm.tasks.proof import verify

    if not available():
        note("verify was skipped: there is no scratch server; pip install 'fluentorm[embedded]'")
        return
    verify(as_json=False)


def _passes(name: str, step: Callable[[], None], style: str) -> bool:
    note(f"{name}:")
    try:
        step()
    except DialectError as error:
        if name != "lint":
            raise
        note(f"lint was skipped: {error.message}; {error.hint}")
    except Refusal as error:
        # What check and lint printed says it all; verify tells in the error what differs.
        _tell(str(error), style if name == "verify" else "text")
        return False
    except FluentError as error:
        _tell(str(error), style)
        return False
    return True


def _tell(message: str, style: str) -> None:
    if style == "github":
        say(annotation(message))
    elif message:
        note(message)
