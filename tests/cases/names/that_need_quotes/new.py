def build(t):
    t.big_int("select", primary_key=True)
    t.string('quo"te', nullable=True, comment="it's")
    t.string("E-Mail 📧", default="\\ ' ;")
    t.enum("group", ["it's", 'a "b"', "-- c"], default="it's")
    t.check("Check; --", """"E-Mail 📧" <> '' -- never empty""")
    t.index("select * from", ["E-Mail 📧"], where='"select" > 5')
    t.belongs_to("table", "select", "order", "select", constraint_name="FOREIGN KEY")


tables = {"order": build}
