def define(db):
    db.publication("Changes; x", tables={"order": {"columns": ["User Id"]}}, renamed_from="changes")


def users(t):
    t.big_increments("User Id", primary_key=True)


tables = {"order": users}
