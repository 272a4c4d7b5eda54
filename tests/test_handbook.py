"""The documents as a site: built without a warning, complete, and readable without a network."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.document.browser import MISSING, Browser, browser

ROOT = Path(__file__).parent.parent
# MkDocs runs in a process of its own: its plugins replace parts of the standard library's logging.
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of the site, and what was said about it."""
    folder = tmp_path_factory.mktemp("handbook") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return folder, done.stdout


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_nothing_is_complained_about(built: tuple[Path, str]) -> None:
    said = [line.partition("-")[2].strip() for line in built[1].splitlines()]
    assert len(said) == 3, built[1]
    assert said[-1].startswith("Documentation built in")


def test_every_document_is_a_page_in_the_navigation(built: tuple[Path, str]) -> None:
    navigation = text_of(built[0] / "index.html")
    for path in (ROOT / "docs").rglob("*.md"):
        page = str(path.relative_to(ROOT / "docs").with_suffix(".html"))
        page = page.replace("README.html", "index.html")
        assert (built[0] / page).exists()
        assert f'href="{page}"' in navigation, page


def test_the_changes_are_a_page(built: tuple[Path, str]) -> None:
    assert "What a user will notice" in text_of(built[0] / "changes.html")


def test_no_page_loads_anything_from_the_network(built: tuple[Path, str]) -> None:
    loads = r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//[^\s>]*"
    pages = [*built[0].rglob("*.html")]
    assert len(pages) > 80
    assert [hit for page in pages for hit in re.findall(loads, text_of(page))] == []
    styles = [text_of(path) for path in built[0].rglob("*.css")]
    assert [hit for text in styles for hit in re.findall(r"url\([\"']?(?:https?:)?//", text)] == []


def test_words_behind_a_fence_are_the_title_of_its_block(built: tuple[Path, str]) -> None:
    page = text_of(built[0] / "getting-started.html")
    assert '<span class="filename">schemas/01_users.py</span>' in page
    rule = text_of(built[0] / "lint" / "LK001.html")
    assert '<span class="filename">not reported</span>' in rule
    pages = [path for path in built[0].rglob("*.html") if "<p>```" in text_of(path)]
    assert pages == []


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as window:
        yield window


@pytest.mark.slow
@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_the_search_works_from_a_disk(built: tuple[Path, str], window: Browser) -> None:
    window.open(built[0] / "lint" / "LK001.html")
    window.run("document.querySelector('[for=__search]').click()")
    window.type("[name=query]", "renamed_from")
    found = "return [...document.querySelectorAll('.md-search-result__link')].map(a => a.href)"
    results = wait_for(window, found)
    assert any(result.startswith((built[0] / "schema.html").as_uri()) for result in results)
    assert window.complaints == []


def wait_for(window: Browser, script: str) -> list[str]:
    for _ in range(100):
        if results := window.run(script):
            return results
        time.sleep(0.1)
    pytest.fail("nothing was found within ten seconds")
