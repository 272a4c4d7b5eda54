"""A plain script over the blog: posts of a JSON file, all or none, and what became of them.

Run it in the root of the repository, with ``pip install fluentorm``:

    DATABASE_URL=$(fluentorm db_url) python -m examples.blog_import posts.json ada@example.com

The file holds a list of ``{"title": ..., "slug": ..., "body": ...}``. A post whose slug is there
already gets the new title and text.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import psycopg

from fluentorm import Database, Executor, FluentError
from fluentorm.query import count, excluded
from models import Posts, PostsStatus, Users


def main(path: Path, email: str) -> int:
    """Import the posts of a file for one author; the exit status is 1 when that fails."""
    items = json.loads(path.read_text(encoding="utf-8"))
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        db = Database(connection)
        try:
            with db.transaction() as tx:
                author = Users.query().where(Users.email == email).one(tx)
                changed = bring_in(tx, author, items)
        except FluentError as error:
            print(f"nothing was imported: {error}", file=sys.stderr)
            return 1
        print(f"{changed} posts of {author.name}")
        for status, number in by_status(db, author):
            print(f"  {status}: {number}")
    return 0


def bring_in(tx: Executor, author: Users, items: list[dict[str, str]]) -> int:
    """Insert posts, or renew those whose slug is there already, and return how many."""
    new = [
        Posts.CreateInput(
            title=item["title"],
            slug=item["slug"],
            body=item["body"],
            status=PostsStatus.DRAFT,
            user_id=author.id,
        )
        for item in items
    ]
    insert = Posts.insert_query(*new).on_conflict(Posts.slug)
    renewed = insert.do_update(
        Posts.title.to(excluded(Posts.title)), Posts.body.to(excluded(Posts.body))
    )
    return len(renewed.returning(Posts.id).fetch(tx))


def by_status(db: Database, author: Users) -> list[tuple[PostsStatus, int]]:
    """Return how many posts an author has of each status."""
    query = Posts.query().where(Posts.user_id == author.id).group_by(Posts.status)
    return query.select(Posts.status, count()).order_by(Posts.status).fetch(db)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
