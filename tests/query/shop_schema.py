"""The database that the tests of queries use: a shop with a bit of everything."""


def customers(t):
    t.integer("id", primary_key=True)
    t.string("email", unique=True)
    t.string("name")
    t.integer("age", nullable=True)
    t.string("city", nullable=True)
    t.boolean("active", default=True, create_input="optional")
    t.jsonb("settings", nullable=True)
    t.array("tags", default=[], create_input="optional")
    t.date("born", nullable=True)
    t.timestamps()
    t.soft_delete()
    t.has_many("profiles", "profiles", "customer_id")
    t.has_one_in("profile", "profiles", "customer_id")
    t.has_many("orders", "orders", "customer_id")


def profiles(t):
    t.integer("customer_id", primary_key=True)
    t.string("bio", redacted=True)
    t.has_one("customer", "customer_id", "customers", on_delete="cascade")


def products(t):
    t.increments("id", primary_key=True)
    t.string("name")
    t.varchar("code", 12, unique=True)
    t.numeric("price", 10, 2)
    t.integer("stock", default=0, create_input="optional")
    t.big_int("sold", default=0, create_input="optional")
    t.double("weight", nullable=True)
    t.enum("state", ["draft", "on_sale", "gone"], default="draft", create_input="optional")
    t.array("sizes", of="integer", default=[], create_input="optional")


def labels(t):
    t.increments("id", primary_key=True)
    t.string("name", unique=True)


def product_labels(t):
    t.integer("product_id")
    t.integer("label_id")
    t.primary_key(["product_id", "label_id"])
    t.many_to_many("product", "product_id", "products", "id")
    t.many_to_many("label", "label_id", "labels", "id")


def orders(t):
    t.integer("id", primary_key=True)
    t.integer("customer_id")
    t.string("status")
    t.timestamp("placed_at")
    t.soft_delete()
    t.belongs_to("customer", "customer_id", "customers")
    t.has_many("lines", "order_lines", "order_id")


def order_lines(t):
    t.integer("order_id")
    t.integer("position")
    t.integer("product_id")
    t.integer("quantity")
    t.primary_key(["order_id", "position"])
    t.check("order_lines_quantity_positive", "quantity > 0")
    t.belongs_to("order", "order_id", "orders", on_delete="cascade")
    t.belongs_to("product", "product_id", "products")


def employees(t):
    t.integer("id", primary_key=True)
    t.string("name")
    t.integer("boss_id", nullable=True)
    t.belongs_to("boss", "boss_id", "employees")
    t.has_many("staff", "employees", "boss_id")


def _events(t):
    t.big_increments("id", primary_key=True)
    t.string("Kind of")
    t.timestamp("at", timezone=False)


def define(db):
    db.namespace("audit")


tables = {
    "customers": customers,
    "profiles": profiles,
    "products": products,
    "labels": labels,
    "product_labels": product_labels,
    "orders": orders,
    "order_lines": order_lines,
    "employees": employees,
    "audit.Events": _events,
}
