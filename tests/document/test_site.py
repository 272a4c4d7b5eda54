"""The pages of a site: all is on them, addresses lead somewhere, nothing comes from outside."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin

from fluentorm.document.addresses import table_file
from fluentorm.document.site import site
from fluentorm.schema.objects import SchemaModel
from tests.document.schema import shop


class Reading(HTMLParser):
    """The addresses, ids and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.addresses.append(value or "")
            elif name == "id":
                assert value not in self.ids
                self.ids.add(value or "")
            elif name == "data-table":
                self.ids.add(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def pages() -> dict[str, Reading]:
    files = site(shop(), {"users": ("1_create_users.sql",)})
    return {path: Reading(text.decode()) for path, text in files.items() if path[-5:] == ".html"}


def test_a_page_of_a_table_says_all_about_it() -> None:
    words = pages()[table_file("billing.Orders")].words
    for text in (
        "what was bought <b>& when</b> | 'so'",
        "schemas/01_orders.py:11",
        "text default 'a|b'",
        "who pays",
        "foreign key (user_id) to users (id) on delete cascade",
        "unique btree (user_id, id)",
    ):
        assert text in words
    users = pages()["tables/users.html"].words
    assert "before update: suppress_redundant_updates_trigger()" in users
    assert "1_create_users.sql" in users
    assert "fk_Orders_user (user_id) to (id)" in users


def test_other_objects_have_their_sql() -> None:
    words = pages()["objects.html"].words
    assert "SELECT id\n  FROM users\n WHERE id < 5" in words
    assert "it's ok" in words


def test_every_address_leads_to_a_file_of_the_site_and_a_place_in_it() -> None:
    found, files = pages(), site(shop(), {})
    addresses = [
        urljoin(path, address)
        for path, page in found.items()
        for address in page.addresses
        if address != "data:,"
    ]
    addresses += re.findall(r'"([^"]*)"\],?\n', files["search.js"].decode())
    for address in addresses:
        path, _, fragment = address.partition("#")
        assert path in files
        assert not fragment or unquote(fragment) in found[path].ids


def test_nothing_comes_from_a_network() -> None:
    for path, content in site(shop(), {}).items():
        text = content.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "//" not in re.sub(r"^\s*//.*|window\.fluentSearch.*", "", text, flags=re.M), path
        assert "@import" not in text


def test_names_that_differ_in_case_or_are_long_have_files_of_their_own() -> None:
    names = ["users", "Users", "a.b", '"a.b"', "Ä" * 31 + "a", "Ä" * 31 + "b", ".x", "x/../y"]
    names += [f"{'Ä' * 31}.{'Ü' * 31}", f"{'Ä' * 31}.{'Ü' * 30}x"]
    files = [table_file(name) for name in names]
    assert len({file.lower() for file in files}) == len(names)
    assert all(file.count("/") == 1 and len(file.encode()) < 250 for file in files)


def test_the_same_schema_gives_the_same_bytes_and_an_empty_one_a_site() -> None:
    assert site(shop(), {}) == site(shop(), {})
    assert "Other objects" in site(SchemaModel(), {})["index.html"].decode()
