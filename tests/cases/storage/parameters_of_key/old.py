def events(t):
    t.big_int("id")
    t.text("code")
    t.primary_key(["id"])
    t.unique(["code"], storage={"fillfactor": 70})
