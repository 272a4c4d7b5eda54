"""The application of ``blog_api.py`` with Flask: no ``await``, one pool, a thread for a request.

Run it in the root of the repository, with ``pip install flask 'fluentorm[pool]'``:

    DATABASE_URL=$(fluentorm db_url) flask --app examples.blog_flask run
"""

from __future__ import annotations

import os
from typing import Any
from uuid import UUID

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue

from fluentorm import (
    CheckViolation,
    Database,
    FluentError,
    ForeignKeyViolation,
    InvalidValue,
    NotFound,
    NotNullViolation,
    QueryError,
    UniqueViolation,
)
from models import Categories, Posts, PostsStatus, Users

# What went wrong, as a status of HTTP; the first that fits.
STATUS: tuple[tuple[type[FluentError], int], ...] = (
    (NotFound, 404),
    (UniqueViolation, 409),
    (ForeignKeyViolation, 409),
    (CheckViolation, 422),
    (NotNullViolation, 422),
    (InvalidValue, 422),
    (QueryError, 422),
)


def create_app() -> Flask:
    """Return the application, with a pool of connections for its life."""
    app = Flask(__name__)
    app.extensions["db"] = Database.open(os.environ["DATABASE_URL"])
    app.register_error_handler(FluentError, refuse)
    app.post("/users")(sign_up)
    app.get("/users/<uuid:key>")(user)
    app.delete("/users/<uuid:key>")(leave)
    app.post("/posts")(write)
    app.post("/posts/<uuid:key>/publish")(publish)
    app.get("/posts")(posts)
    app.get("/categories")(categories)
    return app


def refuse(error: FluentError) -> ResponseReturnValue:
    """Answer with the status that fits the error, and without SQL."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    return {"detail": error.message if status < 500 else "something went wrong"}, status


def database() -> Database:
    """Return the application's database."""
    db: Database = current_app.extensions["db"]
    return db


def body(*names: str) -> dict[str, Any]:
    """Return what the client sent; the texts that are named must be there."""
    data: Any = request.get_json()
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in names):
        abort(422)
    return dict(data)


def sign_up() -> ResponseReturnValue:
    """Make a user; the password never comes back."""
    data = body("email", "name", "password")
    new = Users.CreateInput(
        email=data["email"],
        name=data["name"],
        bio=data.get("bio"),
        password_hash=f"hashed:{data['password']}",
        is_active=True,
    )
    return dict(Users.insert_and_return(database(), new).to_json_response_safe()), 201


def user(key: UUID) -> ResponseReturnValue:
    """Return a user."""
    return dict(Users.get_by_id(database(), key).to_json_response_safe())


def leave(key: UUID) -> ResponseReturnValue:
    """Mark a user as deleted."""
    Users.soft_delete(database(), key)
    return "", 204


def write() -> ResponseReturnValue:
    """Make a post."""
    data = body("title", "slug", "body", "author")
    try:
        author = UUID(data["author"])
    except ValueError:
        abort(422)
    new = Posts.CreateInput(
        title=data["title"],
        slug=data["slug"],
        body=data["body"],
        status=PostsStatus.DRAFT,
        user_id=author,
    )
    return dict(Posts.insert_and_return(database(), new).to_json_response_safe()), 201


def publish(key: UUID) -> ResponseReturnValue:
    """Publish a post, if it is none that was given up."""
    with database().transaction() as tx:
        if Posts.get_by_id(tx, key).status is PostsStatus.ARCHIVED:
            abort(409)
        post = Posts.update_and_return(tx, key, Posts.UpdateInput(status=PostsStatus.PUBLISHED))
    return dict(post.to_json_response_safe())


def posts() -> ResponseReturnValue:
    """Return published posts by slug, a page at a time, with their authors."""
    words, after = request.args.get("words"), request.args.get("after")
    query = Posts.query().where(Posts.status == PostsStatus.PUBLISHED).order_by(Posts.slug)
    if words:
        query = query.where(Posts.title.has_text(words) | Posts.body.has_text(words))
    if after:
        query = query.after(after)
    limit = min(request.args.get("limit", 20, type=int), 100)
    rows = query.include(Posts.author).limit(limit).fetch(database())
    return [
        {"post": row.to_json_response_safe(), "author": row.author.name if row.author else None}
        for row in rows
    ]


def categories() -> ResponseReturnValue:
    """Return all categories."""
    rows = Categories.query().order_by(Categories.name).fetch(database())
    return [row.to_json_response_safe() for row in rows]
