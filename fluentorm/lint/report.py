"""Findings as text: for people, for machines, for GitHub's annotations, and as SARIF."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from fluentorm.lint.rule import CATALOGUE, Severity, explained

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fluentorm.lint.findings import Finding

_SHOWN_SQL = 72
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_VALUE_ESCAPES = _ESCAPES | {ord(":"): "%3A", ord(","): "%2C"}


def for_people(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield lines, by file and line; the fix of a rule comes with its first finding in a file."""
    for path, group in groupby(findings, key=lambda finding: finding.path):
        yield path
        told: set[str] = set()
        for finding in group:
            yield f"  {finding.line:>4}  {finding.severity.value:<7}  {finding.rule}  " + (
                finding.message
            )
            if statement := _first_line(finding.statement):
                yield f"{'':<8}{statement}"
            if finding.rule not in told:
                yield f"{'':<8}fix: {finding.fix}"
                yield f"{'':<8}see: {explained(finding.rule)}"
            told.add(finding.rule)
        yield ""


def _first_line(statement: str) -> str:
    first = statement.partition("\n")[0].strip()
    cut = len(first) > _SHOWN_SQL or "\n" in statement
    return f"{first[:_SHOWN_SQL]} ..." if cut else first


def for_machines(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return a document with all findings and how many there are of each severity."""
    return {
        "ok": not any(f.severity is Severity.ERROR and not f.allowed for f in findings),
        "counts": {
            severity.value: sum(f.severity is severity and not f.allowed for f in findings)
            for severity in Severity
        },
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "file": finding.path,
                "line": finding.line,
                "message": finding.message,
                "fix": finding.fix,
                "page": finding.page,
                "table": finding.table or None,
                "statement": finding.statement or None,
                "allowed": finding.allowed or None,
            }
            for finding in findings
        ],
    }


def for_github(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield workflow commands, which GitHub shows beside the lines of a pull request."""
    for finding in findings:
        where = f"file={finding.path.translate(_VALUE_ESCAPES)},line={max(finding.line, 1)}"
        title = f"{finding.rule} {CATALOGUE.rules[finding.rule].summary}".translate(_VALUE_ESCAPES)
        text = f"{finding.message}\nfix: {finding.fix}\nsee: {explained(finding.rule)}".translate(
            _ESCAPES
        )
        yield f"::{_GITHUB[finding.severity]} {where},title={title}::{text}"


def as_sarif(findings: Sequence[Finding], version: str) -> dict[str, Any]:
    """Return a SARIF 2.1.0 document; what is allowed is in it as suppressed."""
    used = sorted({finding.rule for finding in findings})
    places = {name: number for number, name in enumerate(used)}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "fluentorm",
                        "version": version,
                        "rules": [_sarif_rule(name) for name in used],
                    }
                },
                "results": [_sarif_result(finding, places) for finding in findings],
            }
        ],
    }


def _sarif_rule(name: str) -> dict[str, Any]:
    rule = CATALOGUE.rules[name]
    return {
        "id": name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.reason},
        "help": {"text": f"{rule.fix} (see {explained(name)})"},
        "defaultConfiguration": {"level": _SARIF[rule.severity]},
    }


def _sarif_result(finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _SARIF[finding.severity],
        "message": {"text": f"{finding.message}; fix: {finding.fix}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": finding.path.replace("\\", "/")},
                    "region": {"startLine": max(finding.line, 1)},
                }
            }
        ],
    }
    if finding.allowed:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.allowed}]
    return result
