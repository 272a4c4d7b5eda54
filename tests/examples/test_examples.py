"""The examples: both applications over HTTP, the script as a process, with a real database."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import socket
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parents[2]


@pytest.fixture
def blog(database, monkeypatch):
    """Give the URL of the blog's database, which is also where the applications look for it."""
    with psycopg.connect(database, autocommit=True) as connection:
        for path in sorted((ROOT / "migrations").glob("*.sql")):
            if not path.stem.endswith("_down"):
                connection.execute(path.read_text(encoding="utf-8").encode())
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.syspath_prepend(ROOT)
    return database


@contextlib.contextmanager
def fastapi_serving():
    """Run the application for FastAPI in a thread and give its port."""
    uvicorn = pytest.importorskip("uvicorn")
    app = importlib.import_module("examples.blog_api").app
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()
    listener.close()


@contextlib.contextmanager
def flask_serving():
    """Run the application for Flask in a thread and give its port."""
    pytest.importorskip("flask")
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = importlib.import_module("examples.blog_flask").create_app()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["db"].close()


SERVING = {"fastapi": fastapi_serving, "flask": flask_serving}


@pytest.fixture(params=SERVING)
def client(request, blog):
    """Give a client of each application."""
    httpx = pytest.importorskip("httpx")
    with (
        SERVING[request.param]() as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as found,
    ):
        yield found


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
    assert client.post("/posts", json={**post, "author": "me"}).status_code == 422
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


@pytest.mark.parametrize("client", ["fastapi"], indirect=True)
def test_rows_are_described_in_the_api_schema(client):
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    assert schemas["Posts"]["properties"]["title"] == {"title": "Title", "type": "string"}
    assert "published_at" in schemas["Posts"]["properties"]


def test_script_imports_all_posts_or_none(blog, tmp_path):
    path = tmp_path / "posts.json"

    def run(*items):
        path.write_text(json.dumps(items), encoding="utf-8")
        command = [sys.executable, "-m", "examples.blog_import", str(path), "ada@example.com"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)

    first = {"title": "One", "slug": "one", "body": "1"}
    assert run(first).returncode == 1, "no such author"
    with psycopg.connect(blog, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO users (email, name, password_hash) VALUES ('ada@example.com', 'Ada', 'x')"
        )
        second = {"title": "Two", "slug": "two", "body": "2"}
        found = run(first, second)
        assert (found.stdout, found.stderr) == ("2 posts of Ada\n  draft: 2\n", "")
        found = run({**first, "title": "1"}, {**first, "slug": "s" * 121})
        assert found.returncode == 1
        assert found.stderr.startswith("nothing was imported: value too long")
        assert run({**first, "title": "1"}).returncode == 0
        titles = connection.execute("SELECT title FROM posts ORDER BY slug").fetchall()
        assert titles == [("1",), ("Two",)]
