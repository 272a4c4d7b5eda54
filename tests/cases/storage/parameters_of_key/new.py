def events(t):
    t.big_int("id")
    t.text("code")
    t.primary_key(["id"], storage={"fillfactor": 90})
    t.unique(["code"], storage={"fillfactor": 70})
