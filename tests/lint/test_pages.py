"""Every rule has a page, whose bad example it finds and whose good one it lets pass."""

import re

import pytest

from fluentorm.lint import rules
from fluentorm.lint.rule import CATALOGUE, Level, Settings
from tests.lint.support import PAGES, Page, ids, pages

assert rules
# What is found elsewhere than in the text of a file: test_history and test_trace have those.
ELSEWHERE = {"HI001", "TR001", "DL004"}
SETTINGS = {"VE002": Settings(server=140002)}
CASES = [pytest.param(page, id=page.rule) for page in pages() if page.rule not in ELSEWHERE]


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {page.rule for page in pages()} == set(CATALOGUE.rules)
    assert len(CATALOGUE.rules) == 73


def test_the_index_lists_all_pages_with_their_severities() -> None:
    text = (PAGES / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| \[(\w+)\]\(\1\.md\) \| (\w+) \|", text, re.MULTILINE))
    assert rows == {rule.id: rule.severity.value for rule in CATALOGUE.rules.values()}


@pytest.mark.parametrize("page", [pytest.param(p, id=p.rule) for p in pages()])
def test_the_page_says_what_the_rule_says(page: Page) -> None:
    rule = CATALOGUE.rules[page.rule]
    words = " ".join(page.text.split())
    assert words.startswith(f"# {rule.id}: {rule.summary} {rule.severity.value.capitalize()};")
    assert rule.reason in words
    assert f"**Fix:** {rule.fix}." in words
    assert ("-- Blocking: REASON" in words) is rule.blocking
    assert (f"allow {rule.id} why" in words) is rule.allowed


@pytest.mark.parametrize("page", CASES)
def test_it_finds_the_bad_example(page: Page) -> None:
    settings = SETTINGS.get(page.rule)
    assert page.rule in ids(page.before, page.bad, settings=settings)


@pytest.mark.parametrize("page", CASES)
def test_it_lets_the_good_example_pass(page: Page) -> None:
    settings = SETTINGS.get(page.rule)
    assert page.rule not in ids(page.before, page.good, settings=settings)


@pytest.mark.parametrize("page", CASES)
def test_rules_of_syntax_need_no_other_file(page: Page) -> None:
    if CATALOGUE.rules[page.rule].level is Level.SYNTAX:
        assert page.rule in ids(page.bad, level=Level.SYNTAX)


@pytest.mark.parametrize("page", CASES)
def test_a_reason_allows_it(page: Page) -> None:
    if not CATALOGUE.rules[page.rule].allowed:
        return
    settings = SETTINGS.get(page.rule)
    text = f"-- fluentorm: allow {page.rule} shown in a test\n\n{page.bad}"
    assert not {page.rule, "X001"} & set(ids(page.before, text, settings=settings))
