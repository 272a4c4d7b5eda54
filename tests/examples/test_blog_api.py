"""The example application, over HTTP and with a real database."""

from __future__ import annotations

import importlib
import socket
import threading
import time
import uuid
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parents[2]


@pytest.fixture
def client(database, monkeypatch):
    """Give a client of the application, which runs in a thread."""
    httpx = pytest.importorskip("httpx")
    uvicorn = pytest.importorskip("uvicorn")
    with psycopg.connect(database, autocommit=True) as connection:
        for path in sorted((ROOT / "migrations").glob("*.sql")):
            if not path.stem.endswith("_down"):
                connection.execute(path.read_text(encoding="utf-8").encode())
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.syspath_prepend(ROOT)
    app = importlib.import_module("examples.blog_api").app
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    with httpx.Client(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}") as found:
        yield found
    server.should_exit = True
    thread.join()
    listener.close()


def signed_up(client, name="ada"):
    data = {"email": f"{name}@example.com", "name": name, "password": "secret"}
    return client.post("/users", json=data)


def test_redacted_columns_never_come_back(client):
    response = signed_up(client)
    assert response.status_code == 201
    assert "secret" not in response.text
    assert "password_hash" not in response.json()
    assert client.get(f"/users/{response.json()['id']}").json() == response.json()


def test_errors_have_the_status_that_fits(client):
    key = signed_up(client).json()["id"]
    assert signed_up(client).status_code == 409
    assert client.get(f"/users/{uuid.uuid4()}").status_code == 404
    post = {"title": "t", "slug": "s", "body": "b", "author": str(uuid.uuid4())}
    assert client.post("/posts", json=post).status_code == 409
    long = {**post, "author": key, "slug": "s" * 121}
    assert client.post("/posts", json=long).status_code == 422
    assert client.post("/posts", json={**post, "author": key, "title": "a\0"}).status_code == 422
    assert client.post("/posts", json={"title": "t"}).status_code == 422
    assert "INSERT" not in client.post("/posts", json=post).text


def test_rows_are_responses_with_their_authors_page_by_page(client):
    key = signed_up(client).json()["id"]
    for n in range(5):
        post = {"title": f"T{n}", "slug": f"s{n}", "body": "50% 'x'", "author": key}
        made = client.post("/posts", json=post)
        assert made.status_code == 201
        assert made.json()["status"] == "draft"
        if n:
            assert client.post(f"/posts/{made.json()['id']}/publish").status_code == 200
    first = client.get("/posts", params={"limit": 2}).json()
    assert [(item["post"]["slug"], item["author"]) for item in first] == [
        ("s1", "ada"),
        ("s2", "ada"),
    ]
    rest = client.get("/posts", params={"after": "s2", "words": "50%"}).json()
    assert [item["post"]["slug"] for item in rest] == ["s3", "s4"]
    assert client.delete(f"/users/{key}").status_code == 204
    assert client.delete(f"/users/{key}").status_code == 404
    assert client.get("/posts").json()[0]["author"] is None
    assert client.get("/categories").json() == []


def test_rows_are_described_in_the_api_schema(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["Posts"]["properties"]["title"] == {"title": "Title", "type": "string"}
    assert "published_at" in schemas["Posts"]["properties"]
