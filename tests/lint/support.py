"""What the tests of the linter share: running it over texts, and reading the pages of the rules."""

import re
from dataclasses import dataclass
from pathlib import Path

from fluentorm.lint.chain import Migration, Text, lint_chain
from fluentorm.lint.findings import Finding, settle
from fluentorm.lint.rule import Level, Settings
from fluentorm.lint.sizes import Size

PAGES = Path(__file__).parent.parent.parent / "docs" / "lint"
FIRST = "20240101000000"
SECOND = "20240601000000"
_FENCE = re.compile(r"^```(?:sql|text) (before|bad|good)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """A page of a rule, and its three pieces of SQL."""

    rule: str
    text: str
    before: str
    bad: str
    good: str


def pages() -> list[Page]:
    found = []
    for path in sorted(PAGES.glob("*.md")):
        if path.stem == "README":
            continue
        text = path.read_text(encoding="utf-8")
        parts = dict(_FENCE.findall(text))
        found.append(Page(path.stem, text, parts.get("before", ""), parts["bad"], parts["good"]))
    return found


def lint(
    *texts: str,
    level: Level = Level.STATE,
    settings: Settings | None = None,
    down: str = "",
    sizes: dict[str, Size] | None = None,
    memory: object = None,
) -> list[Finding]:
    """Lint texts as migrations months apart, the last one with a down file if one is given."""
    migrations = []
    for number, text in enumerate(texts):
        version = str(int(FIRST) + number * 100_000_000)
        path = f"migrations/{version}_it.sql"
        last = number == len(texts) - 1
        undoing = Text(path.replace(".sql", "_down.sql"), down) if down and last else None
        migrations.append(Migration(version, Text(path, text), undoing))
    report = lint_chain(migrations, settings=settings or Settings(), level=level, memory=memory)
    return settle(report.raw, {note.path: note for note in report.notes}, sizes)


def last_of(findings: list[Finding]) -> list[Finding]:
    """Return the findings in the newest files that nothing allows."""
    newest = max((f.path[:25] for f in findings), default="")
    return [f for f in findings if f.path[:25] == newest and not f.allowed]


def ids(*texts: str, **options: object) -> list[str]:
    """Return the rules that find something in the last text."""
    newest = f"migrations/{int(FIRST) + (len(texts) - 1) * 100_000_000}"
    found = lint(*texts, **options)  # type: ignore[arg-type]
    return sorted({f.rule for f in found if f.path.startswith(newest) and not f.allowed})
