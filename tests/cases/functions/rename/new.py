def define(db):
    db.function(
        "plus", "a integer, OUT b integer", body="SELECT a", comment="kept", renamed_from="add"
    )
