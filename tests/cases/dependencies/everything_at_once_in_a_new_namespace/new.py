from fluentorm import sql


def define(db):
    db.view(
        "shop.totals",
        "SELECT id, shop.with_tax(price) AS total FROM shop.items WHERE state = 'open'",
    )
    db.function(
        "shop.with_tax",
        "p shop.amount",
        returns="shop.amount",
        volatility="immutable",
        body="SELECT (p * 1.08)::shop.amount",
    )
    db.domain("shop.amount", "numeric(12,2)", checks={"amount_positive": "VALUE >= 0"})
    db.enum("shop.state", ["open", "paid"])
    db.sequence("shop.numbers", start=1000)
    db.namespace("shop", grants={"fluent_test_reader": "usage"})
    db.grant("select", "fluent_test_reader", view="shop.totals")


def items(t):
    t.big_int("id", primary_key=True, default=sql("nextval('shop.numbers')"))
    t.column("price", "shop.amount", default=0)
    t.column("full_price", "shop.amount", generated="shop.with_tax(price)", nullable=True)
    t.enum("state", ["open", "paid"], type_name="shop.state", default="open")


tables = {"shop.items": items}
