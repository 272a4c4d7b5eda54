def define(db):
    db.function(
        "one",
        returns="integer",
        body="SELECT 1",
        settings={"work_mem": "8MB", "search_path": "public"},
    )
