from fluentorm import sql

BODY = """
DECLARE
  first shop_status := 'open';
  "Last" orders%ROWTYPE;
BEGIN
  DECLARE within places.id%TYPE; BEGIN
    RETURN first;
  END;
END
"""
OTHER = "DECLARE p places; BEGIN RETURN 1; END"


def define(db):
    db.function("a", returns="text", language="plpgsql", body=BODY)
    db.function("z", returns="integer", language="plpgsql", body=OTHER)


def orders(t):
    t.integer("id", primary_key=True)
    t.enum("status", ["open", "closed"], type_name="shop_status")


def places(t):
    t.integer("id", primary_key=True, default=sql("z()"))
