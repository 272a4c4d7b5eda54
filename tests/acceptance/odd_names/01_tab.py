from fluentorm import sql

table_name = "My Space.Tab"


def build(t):
    t.big_serial("Id", primary_key=True)
    t.column("select", '"My Space"."Dom"', nullable=True)
    t.column("Comp x", '"My Space"."Comp"', nullable=True)
    t.column("Rng x", '"My Space"."Rng"', nullable=True)
    t.column("Mood x", '"My Space"."Mood"', default=sql("'so so'"))
    t.string("Coll x", collation='"My Space"."Coll"', nullable=True)
    t.big_int("Num", default=sql("""nextval('"My Space"."Seq"'::regclass)"""))
    t.integer("Gen", generated='"My Space"."Fn"("Num"::integer)', nullable=True)
    t.check("Chk x", '"My Space"."Fn"(3) > 0', comment="c'c")
    t.unique(["Coll x", "Num"], "Uq x")
    t.index("Idx x", ["Coll x", sql('lower("Coll x")')], where='"Num" > 0', include=["Mood x"])
    t.exclude("Ex x", [("Num", "=")], method="btree", where='"Num" > 5')
    t.row_security()
    t.policy("Pol x", using='"Num" > 0', roles="Role x", command="select", comment="p")
    t.trigger("Trg x", "before", "update", '"My Space"."Trig"(\'a c\')', columns=["Num"])
    t.rule("Rule x", 'ON DELETE TO "My Space"."Tab" DO INSTEAD NOTHING')
    t.statistics("Stat x", ["Num", "Mood x"])
    t.grant("update", "Role x", columns=["Num"])
    t.comment("Tab's")
