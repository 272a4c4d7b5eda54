"""What the reference of queries is divided into, and an example for most calls."""

from __future__ import annotations

from typing import NamedTuple

from fluentorm import Database, Transaction
from fluentorm.query import Column, Insert, Related, Select
from fluentorm.query.functions import Aggregate
from fluentorm.query.sources import Cte
from fluentorm.query.writing import Update
from fluentorm.runtime import Model


class Section(NamedTuple):
    """Calls of one subject: methods of a class, or functions.

    ``shown`` stands for the class in headings, ``inner`` are public for the package's own sake.
    """

    title: str
    kind: type | None
    shown: str
    names: tuple[str, ...]
    text: str = ""
    inner: tuple[str, ...] = ()


def _section(
    title: str, kind: type | None, shown: str, names: str, text: str = "", inner: str = ""
) -> Section:
    return Section(title, kind, shown, tuple(names.split()), text, tuple(inner.split()))


_BUILDING = (
    "build existence is_split maker named_outputs only_output only_read outputs statement streamed"
)
_RUNNING = "cte exists explain fetch first one stream subquery"
_EXPRESSION = "describe node output read type values"
_COMPARING = (
    "in_ not_in between not_between is_null is_not_null is_distinct_from is_not_distinct_from"
)
_TEXTS = (
    "like not_like ilike not_ilike starts_with ends_with has_text matches imatches search concat"
)
_HOLDING = "contains contained_by overlaps any has_key has_any_key has_all_keys text part"
_MAKING = "label cast asc desc over"
_SHARED = f"{_COMPARING} {_TEXTS} {_HOLDING} {_MAKING} {_EXPRESSION}"

SECTIONS = (
    _section(
        "Models: finding rows",
        Model,
        "Model",
        "query find_by_id get_by_id find_all count load table_exists",
        "These are class methods of every generated model.",
    ),
    _section(
        "Models: new rows",
        Model,
        "Model",
        "insert insert_and_return insert_many insert_many_and_return copy_in upsert "
        "upsert_and_return insert_query insert_from",
    ),
    _section(
        "Models: changing rows",
        Model,
        "Model",
        "update update_and_return soft_delete restore hard_delete truncate",
    ),
    _section(
        "Models: rows themselves",
        Model,
        "Model",
        "from_row to_json_response to_json_response_safe",
    ),
    _section(
        "Queries: which rows",
        Select,
        "Query",
        "where or_where with_deleted only_deleted distinct from_ join left_join right_join "
        "full_join cross_join include",
        "What `Model.query()` and `select()` return. Each call returns a new query.",
        f"{_BUILDING} bare included is_cut without_related",
    ),
    _section(
        "Queries: what of them",
        Select,
        "Query",
        "select values as_ scalars group_by having",
    ),
    _section(
        "Queries: order, pages, locks",
        Select,
        "Query",
        "order_by limit offset after paginate for_update for_share",
    ),
    _section(
        "Queries: running",
        Select,
        "Query",
        "fetch first one exists stream explain count sum avg min max pluck scalar",
    ),
    _section(
        "Queries: changing the rows found",
        Select,
        "Query",
        "all_rows update update_returning delete delete_returning soft_delete restore as_update "
        "as_delete",
    ),
    _section(
        "Queries: in others",
        Select,
        "Query",
        "subquery cte union intersect except_",
    ),
    _section(
        "Subqueries",
        Cte,
        "Subquery",
        "column named aliased",
        "What `subquery` and `cte` return, to be joined or selected from.",
        "alias columns node table values",
    ),
    _section(
        "Inserts",
        Insert,
        "Insert",
        "on_conflict do_nothing do_update returning returning_nothing scalars",
        "What `Model.insert_query` and `Model.insert_from` return; it runs as other queries do. "
        '`news` is `Categories.CreateInput(name="news", color="red")`.',
        f"{_BUILDING} {_RUNNING} executing of_query",
    ),
    _section(
        "Updates and deletes as queries",
        Update,
        "Change",
        "returning",
        "What `as_update` and `as_delete` return; they run as other queries do.",
        f"{_BUILDING} {_RUNNING} executing",
    ),
    _section(
        "Columns: comparing",
        Column,
        "Column",
        f"{_COMPARING} to",
        "What `Posts.title` is, and every expression; `==`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, "
        "`*`, `/` and `%` are operators. Conditions are joined by `&`, `|` and `~`. `to` is for "
        "columns only.",
        f"{_EXPRESSION} info source",
    ),
    _section("Columns: texts", Column, "Column", _TEXTS),
    _section("Columns: arrays, ranges, JSON, times", Column, "Column", _HOLDING),
    _section("Columns: as something else", Column, "Column", _MAKING),
    _section(
        "Relations",
        Related,
        "Relation",
        "any count where order_by limit offset include with_deleted",
        "What `Posts.author` is: to be joined, included, or asked about.",
        "info joins joins_to junction many matching owner query require_owner select target "
        "through",
    ),
    _section(
        "Aggregates",
        None,
        "",
        "count sum_ avg min_ max_ array_agg string_agg bool_and bool_or aggregate",
        "Functions of `fluentorm.query`.",
    ),
    _section(
        "Aggregates: which values",
        Aggregate,
        "Aggregate",
        "filter distinct order_by",
        "",
        _SHARED,
    ),
    _section(
        "Windows",
        None,
        "",
        "row_number rank dense_rank lag lead first_value last_value rows groups",
    ),
    _section(
        "Functions",
        None,
        "",
        "coalesce nullif greatest least lower upper length trim absolute round_ now date_trunc "
        "array_length case literal row any_of all_of func raw raw_condition",
    ),
    _section(
        "Functions of queries",
        None,
        "",
        "select exists scalar array excluded recursive alias build_sql",
        "`alias` and `build_sql` are in `fluentorm`, the others in `fluentorm.query`.",
    ),
    _section(
        "Databases",
        Database,
        "Database",
        "open close transaction in_transaction execute fetch_all fetch_one connection",
        "An `AsyncDatabase` has the same, to be awaited.",
        "run stream",
    ),
    _section(
        "Transactions",
        Transaction,
        "Transaction",
        "transaction in_transaction execute fetch_all fetch_one connection",
        "",
        "run stream end",
    ),
)

EXAMPLES = {
    "Query.where": 'Categories.query().where(Categories.name == "news", Categories.id > 3)',
    "Query.or_where": (
        'Categories.query().where(Categories.id > 3).or_where(Categories.name == "news")'
    ),
    "Query.with_deleted": "Users.query().with_deleted().select(Users.name)",
    "Query.only_deleted": "Users.query().only_deleted().select(Users.name)",
    "Query.distinct": "Posts.query().select(Posts.status).distinct()",
    "Query.from_": "select(Categories.name).from_(Categories)",
    "Query.join": 'Posts.query().join(Posts.author).where(Users.name == "ada").select(Posts.id)',
    "Query.left_join": "Posts.query().left_join(Posts.comments).select(Posts.id, Comments.id)",
    "Query.right_join": "Posts.query().right_join(Posts.comments).select(Posts.id, Comments.id)",
    "Query.full_join": "Posts.query().full_join(Posts.comments).select(Posts.id, Comments.id)",
    "Query.cross_join": "Posts.query().cross_join(Categories).select(Posts.id, Categories.id)",
    "Query.select": "Posts.query().select(Posts.title, lower(Posts.slug))",
    "Query.values": "Posts.query().values(Posts.title)",
    "Query.group_by": "Posts.query().group_by(Posts.status).select(Posts.status, count())",
    "Query.having": (
        "Posts.query().group_by(Posts.user_id).having(count() > 3).select(Posts.user_id)"
    ),
    "Query.order_by": "Categories.query().order_by(Categories.name.desc(), Categories.id)",
    "Query.limit": "Categories.query().limit(10)",
    "Query.offset": "Categories.query().offset(20)",
    "Query.after": 'Categories.query().order_by(Categories.name, Categories.id).after("news", 3)',
    "Query.paginate": "Categories.query().order_by(Categories.id).paginate(3, 10)",
    "Query.for_update": "Categories.query().limit(1).for_update(skip_locked=True)",
    "Query.for_share": "Categories.query().for_share(nowait=True)",
    "Query.as_update": (
        "Posts.query().where(Posts.view_count > 9).as_update(Posts.view_count.to(0))"
        ".returning(Posts.id)"
    ),
    "Query.as_delete": "Categories.query().where(Categories.id == 3).as_delete()",
    "Query.union": "Users.query().select(Users.name).union(Posts.query().select(Posts.slug))",
    "Query.intersect": (
        "Users.query().select(Users.name).intersect(Posts.query().select(Posts.slug))"
    ),
    "Query.except_": "Users.query().select(Users.name).except_(Posts.query().select(Posts.slug))",
    "Model.insert_query": "Categories.insert_query(news)",
    "Model.insert_from": (
        "Categories.insert_from([Categories.name], Posts.query().select(Posts.title))"
    ),
    "Insert.do_nothing": (
        "Categories.insert_query(news).on_conflict(Categories.name).do_nothing()"
    ),
    "Insert.do_update": ("Categories.insert_query(news).on_conflict(Categories.name).do_update()"),
    "Insert.returning": "Categories.insert_query(news).returning(Categories.id)",
    "Column.in_": "Posts.status.in_([PostsStatus.DRAFT, PostsStatus.PUBLISHED])",
    "Column.not_in": 'Posts.slug.not_in(["a", "b"])',
    "Column.between": "Posts.view_count.between(1, 10)",
    "Column.not_between": "Posts.view_count.not_between(1, 10)",
    "Column.is_null": "Posts.published_at.is_null()",
    "Column.is_not_null": "Posts.published_at.is_not_null()",
    "Column.is_distinct_from": "Posts.published_at.is_distinct_from(Posts.created_at)",
    "Column.is_not_distinct_from": "Posts.published_at.is_not_distinct_from(None)",
    "Column.like": 'Posts.title.like("Note%")',
    "Column.not_like": 'Posts.title.not_like("Note%")',
    "Column.ilike": 'Posts.title.ilike("note%")',
    "Column.not_ilike": 'Posts.title.not_ilike("note%")',
    "Column.starts_with": 'Posts.title.starts_with("100%")',
    "Column.ends_with": 'Posts.title.ends_with("?")',
    "Column.has_text": 'Posts.body.has_text("cats")',
    "Column.matches": 'Posts.slug.matches("^note-[0-9]+$")',
    "Column.imatches": 'Posts.slug.imatches("^NOTE")',
    "Column.search": 'Posts.body.search("cats -dogs")',
    "Column.concat": 'Posts.title.concat("!")',
    "Column.part": 'Posts.created_at.part("year")',
    "Column.label": 'Posts.title.label("name")',
    "Column.cast": 'Posts.view_count.cast("text")',
    "Column.asc": 'Posts.published_at.asc(nulls="first")',
    "Column.desc": "Posts.published_at.desc()",
    "Column.over": "sum_(Posts.view_count).over(partition_by=[Posts.user_id])",
    "Relation.any": "Posts.comments.any(Comments.id.is_not_null())",
    "Relation.count": "Posts.comments.count()",
    "count": "count(Posts.published_at)",
    "sum_": "sum_(Posts.view_count)",
    "avg": "avg(Posts.view_count)",
    "min_": "min_(Posts.created_at)",
    "max_": "max_(Posts.created_at)",
    "array_agg": "array_agg(Posts.title)",
    "string_agg": 'string_agg(Posts.title, ", ")',
    "aggregate": 'aggregate("mode", Posts.title)',
    "Aggregate.filter": "count().filter(Posts.view_count > 0)",
    "Aggregate.distinct": "count(Posts.user_id).distinct()",
    "Aggregate.order_by": "array_agg(Posts.title).order_by(Posts.created_at.desc())",
    "row_number": "row_number().over(order_by=[Posts.created_at])",
    "rank": "rank().over(order_by=[Posts.view_count.desc()])",
    "dense_rank": "dense_rank().over(order_by=[Posts.view_count.desc()])",
    "lag": "lag(Posts.title).over(order_by=[Posts.created_at])",
    "lead": "lead(Posts.title, 2).over(order_by=[Posts.created_at])",
    "first_value": "first_value(Posts.title).over(partition_by=[Posts.user_id])",
    "last_value": "last_value(Posts.title).over(partition_by=[Posts.user_id])",
    "coalesce": "coalesce(Posts.published_at, Posts.created_at)",
    "nullif": 'nullif(Posts.body, "")',
    "greatest": "greatest(Posts.view_count, 1)",
    "least": "least(Posts.view_count, 100)",
    "lower": "lower(Posts.title)",
    "upper": "upper(Posts.title)",
    "length": "length(Posts.body)",
    "trim": "trim(Posts.title)",
    "absolute": "absolute(Posts.view_count)",
    "now": "now()",
    "date_trunc": 'date_trunc("month", Posts.created_at)',
    "case": 'case((Posts.view_count > 100, "much"), otherwise="little")',
    "literal": "literal(3)",
    "any_of": 'any_of(Posts.slug == "a", Posts.slug == "b")',
    "func": 'func("initcap", Posts.title)',
    "raw": 'raw("upper({})", Posts.title)',
    "raw_condition": 'raw_condition("length({}) > {}", Posts.body, 3)',
    "select": "select(now())",
    "exists": "exists(Comments.query().where(Comments.post_id == Posts.id))",
    "scalar": "scalar(Users.query().select(count()))",
    "array": "array(Categories.query().select(Categories.name))",
}
