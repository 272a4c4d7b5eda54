def define(db):
    db.view(
        "paths",
        """WITH RECURSIVE below AS (
            SELECT id, parent_id FROM nodes WHERE parent_id IS NULL
            UNION ALL SELECT n.id, n.parent_id FROM nodes n JOIN below b ON b.id = n.parent_id
        ) SELECT id FROM below""",
    )


def nodes(t):
    t.big_increments("id", primary_key=True)
    t.big_int("parent_id", nullable=True)
