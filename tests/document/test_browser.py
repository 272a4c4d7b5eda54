"""The site in a real browser: search, the diagram's zoom, pan and focus, dark and light."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fluentorm.document.site import site
from fluentorm.document.write import write_site
from tests.document.browser import MISSING, Browser, browser
from tests.document.schema import shop

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING)]
VIEW = "return document.getElementById('view').getAttribute('transform')"
GROUND = "return getComputedStyle(document.body).backgroundColor"
CORNER = "const box = document.querySelector(arguments[0]).getBoundingClientRect();"
CENTER = f"{CORNER} return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round)"
LINKED = (
    "return [...document.querySelectorAll('.table.near')].map(node => node.dataset.table).sort()"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    write_site(root, site(shop(), {}))
    return root


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("browser")) as window:
        yield window


@pytest.fixture(autouse=True)
def _without_complaints(window: Browser) -> Iterator[None]:
    yield
    assert window.complaints == []


def scale(window: Browser) -> float:
    return float(window.run(VIEW).partition("scale(")[2].rstrip(")"))


def test_search_finds_columns_and_leads_to_them(window: Browser, folder: Path) -> None:
    window.open(folder / "tables" / "users.html")
    window.type("#search", "parent_id")
    results = "return [...document.querySelectorAll('#results a')].map(a => a.textContent)"
    assert window.run(results)[0] == "billing.Orders.parent_id column"
    window.type("#search", "Enter")
    assert window.address.endswith("/tables/billing.~4frders.html#columns-parent_id")
    marked = "return document.querySelector(':target').textContent"
    assert "parent_id" in window.run(marked)


def test_search_is_chosen_from_with_the_keyboard(window: Browser, folder: Path) -> None:
    window.open(folder / "index.html")
    window.type("body", "/")
    assert window.run("return document.activeElement.id") == "search"
    window.type("#search", "nothing like it")
    assert window.run("return document.getElementById('results').textContent") == "nothing found"
    window.type("#search", "Escape")
    assert window.run("return document.getElementById('results').hidden")
    window.type("#search", "user_id", "ArrowDown")
    chosen = "return document.querySelector('.chosen a').textContent"
    assert window.run(chosen) == "notes.user_id column"


def test_the_diagram_shows_all_and_zooms_where_the_pointer_is(
    window: Browser, folder: Path
) -> None:
    window.open(folder / "diagram.html")
    before = scale(window)
    [x, y] = window.run(CENTER, '[data-table="users"]')
    window.turn_wheel((x, y), -300)
    assert scale(window) > before
    [x2, y2] = window.run(CENTER, '[data-table="users"]')
    assert abs(x - x2) < 3
    assert abs(y - y2) < 3
    window.click('[data-zoom="out"]')
    window.click('[data-zoom="all"]')
    assert scale(window) == pytest.approx(before)
    fits = f"{CORNER} return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight"
    for table in ("users", "notes", "billing.Orders"):
        assert window.run(fits, f'[data-table="{table}"]')


def test_the_diagram_is_dragged(window: Browser, folder: Path) -> None:
    window.open(folder / "diagram.html")
    [x, y] = window.run(CENTER, '[data-table="notes"]')
    window.drag((20, 600), (120, 550))
    assert window.run(CENTER, '[data-table="notes"]') == [x + 100, y - 50]
    assert window.run(LINKED) == []


def test_a_click_on_a_table_shows_what_it_is_linked_with(window: Browser, folder: Path) -> None:
    window.open(folder / "diagram.html")
    window.click('[data-table="notes"] .type')
    assert window.run(LINKED) == ["notes", "users"]
    assert window.address.endswith("#notes")
    window.click('[data-zoom="all"]')
    assert window.run(LINKED) == []


def test_the_page_of_a_table_leads_to_it_in_the_diagram(window: Browser, folder: Path) -> None:
    window.open(folder / "tables" / "billing.~4frders.html")
    window.click('a[href^="../diagram.html#"]')
    assert window.run(LINKED) == ["billing.Orders", "users"]
    focused = "return document.getElementById('focused').textContent"
    assert window.run(focused) == "billing.Orders, 1 linked"
    window.click('[data-table="users"] a')
    assert window.address.endswith("/tables/users.html")


def test_dark_and_light_are_switched_and_remembered(window: Browser, folder: Path) -> None:
    window.open(folder / "index.html")
    light = window.run(GROUND)
    window.click("#theme")
    dark = window.run(GROUND)
    assert light != dark
    window.open(folder / "diagram.html")
    assert window.run(GROUND) == dark
    window.click("#theme")
    assert window.run(GROUND) == light


def test_dark_is_taken_from_the_system(tmp_path: Path, window: Browser, folder: Path) -> None:
    window.open(folder / "index.html")
    light = window.run(GROUND)
    with browser(tmp_path, dark=True) as other:
        other.open(folder / "index.html")
        assert other.run(GROUND) != light
        assert other.complaints == []
