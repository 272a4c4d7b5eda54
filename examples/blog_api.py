"""A small web application over the blog: FastAPI, and models as what routes return.

Run it in the root of the repository, with ``pip install fastapi uvicorn 'fluentorm[pool]'``:

    DATABASE_URL=$(fluentorm db_url) uvicorn examples.blog_api:app
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from fluentorm import (
    AsyncDatabase,
    CheckViolation,
    FluentError,
    ForeignKeyViolation,
    InvalidValue,
    NotFound,
    NotNullViolation,
    QueryError,
    UniqueViolation,
)
from models import Categories, Posts, PostsStatus, Users, UsersJsonSafe

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


class NewUser(BaseModel):
    """What a client sends to sign up."""

    email: str
    name: str
    password: str
    bio: str | None = None


class NewPost(BaseModel):
    """What a client sends to write a post."""

    title: str
    slug: str
    body: str
    author: UUID


class PostWithAuthor(BaseModel):
    """A post and who wrote it."""

    post: Posts
    author: str | None


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open one pool for the life of the application."""
    async with await AsyncDatabase.open(os.environ["DATABASE_URL"]) as db:
        app.state.db = db
        yield


app = FastAPI(title="blog", lifespan=lifespan)


@app.exception_handler(FluentError)
async def refuse(request: Request, error: FluentError) -> JSONResponse:
    """Answer with the status that fits the error, and without SQL."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    detail = error.message if status < 500 else "something went wrong"
    return JSONResponse({"detail": detail}, status_code=status)


def database(request: Request) -> AsyncDatabase:
    """Return the application's database."""
    db: AsyncDatabase = request.app.state.db
    return db


Db = Annotated[AsyncDatabase, Depends(database)]


# Without a model of the response: pydantic takes a TypedDict of typing from Python 3.12 on.
@app.post("/users", status_code=201, response_model=None)
async def sign_up(data: NewUser, db: Db) -> UsersJsonSafe:
    """Make a user; the password never comes back."""
    user = await Users.insert_and_return(
        db,
        Users.CreateInput(
            email=data.email,
            name=data.name,
            bio=data.bio,
            password_hash=f"hashed:{data.password}",
            is_active=True,
        ),
    )
    return user.to_json_response_safe()


@app.get("/users/{key}", response_model=None)
async def user(key: UUID, db: Db) -> UsersJsonSafe:
    """Return a user."""
    return (await Users.get_by_id(db, key)).to_json_response_safe()


@app.delete("/users/{key}", status_code=204)
async def leave(key: UUID, db: Db) -> None:
    """Mark a user as deleted."""
    await Users.soft_delete(db, key)


@app.post("/posts", status_code=201)
async def write(data: NewPost, db: Db) -> Posts:
    """Make a post; the row itself is the response."""
    return await Posts.insert_and_return(
        db,
        Posts.CreateInput(
            title=data.title,
            slug=data.slug,
            body=data.body,
            status=PostsStatus.DRAFT,
            user_id=data.author,
        ),
    )


@app.post("/posts/{key}/publish")
async def publish(key: UUID, db: Db) -> Posts:
    """Publish a post."""
    return await Posts.update_and_return(db, key, Posts.UpdateInput(status=PostsStatus.PUBLISHED))


@app.get("/posts")
async def posts(
    db: Db, words: str = "", after: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> list[PostWithAuthor]:
    """Return published posts by slug, a page at a time, with their authors."""
    query = Posts.query().where(Posts.status == PostsStatus.PUBLISHED).order_by(Posts.slug)
    if words:
        query = query.where(Posts.title.has_text(words) | Posts.body.has_text(words))
    if after:
        query = query.after(after)
    rows = await query.include(Posts.author).limit(limit).fetch(db)
    return [
        PostWithAuthor(post=row, author=row.author.name if row.author else None) for row in rows
    ]


@app.get("/categories")
async def categories(db: Db) -> list[Categories]:
    """Return all categories."""
    return await Categories.query().order_by(Categories.name).fetch(db)
