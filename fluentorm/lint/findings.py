"""From what the rules found to what is reported: sizes, what a file declares, what it allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fluentorm.lint.rule import CATALOGUE, Severity
from fluentorm.lint.sizes import SMALL
from fluentorm.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fluentorm.lint.reading import FileNotes, Raw
    from fluentorm.lint.rule import Rule
    from fluentorm.lint.sizes import Size

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding as it is reported; ``statement`` is the beginning of what it is about.

    ``allowed`` is the reason why it is let pass, "" where it is not.
    """

    rule: str
    severity: Severity
    path: str
    line: int
    message: str
    fix: str
    page: str
    table: str = ""
    statement: str = ""
    allowed: str = ""


def settle(
    raw: Sequence[Raw], notes: Mapping[str, FileNotes], sizes: Mapping[str, Size] | None
) -> list[Finding]:
    """Return findings in order of file and line, with X001 for lines that allow badly."""
    used: set[tuple[str, int, str]] = set()
    found = [_finding(item, notes.get(item.path), sizes, used) for item in raw]
    for file in notes.values():
        found.extend(_bad_allows(file, used))
    unique = {(f.path, f.line, f.rule, f.message): f for f in found}
    return sorted(unique.values(), key=_order)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return (
        finding.path,
        finding.line,
        _RANK[finding.severity],
        finding.rule,
        finding.message,
    )


def _finding(
    item: Raw,
    notes: FileNotes | None,
    sizes: Mapping[str, Size] | None,
    used: set[tuple[str, int, str]],
) -> Finding:
    rule = CATALOGUE.rules[item.rule]
    severity = Severity(item.severity) if item.severity else rule.severity
    message = item.message
    if notes is not None and notes.generated and (rule.intent or (notes.down and rule.blocking)):
        severity = severity.weaker
    if rule.sized and sizes is not None and severity is Severity.ERROR:
        size = sizes.get(item.table)
        if size is not None and size.rows < SMALL:
            severity = Severity.WARNING
            message += f" ({size.rows} rows)"
        elif size is not None:
            message += f" ({size.rows:,} rows, {_bytes(size.bytes)})"
    return Finding(
        rule=item.rule,
        severity=severity,
        path=item.path,
        line=item.line,
        message=message,
        fix=rule.fix,
        page=rule.page,
        table=item.table,
        statement=item.statement,
        allowed=_allowed(item, rule, notes, used),
    )


def _bytes(number: int) -> str:
    size = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.0f} TB"


def _allowed(
    item: Raw, rule: Rule, notes: FileNotes | None, used: set[tuple[str, int, str]]
) -> str:
    if notes is None or not rule.allowed:
        return ""
    for ids, reason, line, first, last in notes.allows:
        meant = first == 0 or first <= item.line <= last
        if item.rule in ids and meant and reason:
            used.add((notes.path, line, item.rule))
            return reason
    return notes.blocking if rule.blocking else ""


def _bad_allows(notes: FileNotes, used: set[tuple[str, int, str]]) -> Iterator[Finding]:
    for ids, reason, line, _, _ in notes.allows:
        problems = []
        if not ids:
            problems.append("it names no rule")
        elif not reason:
            problems.append(f"there is no reason to allow {', '.join(ids)}")
        for name in ids:
            if name not in CATALOGUE.rules:
                problems.append(f"there is no rule {name}")
            elif reason and (notes.path, line, name) not in used:
                problems.append(f"{name} finds nothing here")
        rule = CATALOGUE.rules["X001"]
        for problem in problems:
            yield Finding(
                rule="X001",
                severity=rule.severity,
                path=notes.path,
                line=line,
                message=problem,
                fix=rule.fix,
                page=rule.page,
            )
