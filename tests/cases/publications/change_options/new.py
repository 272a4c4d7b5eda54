def define(db):
    db.publication("changes", options={"publish_via_partition_root": True}, comment="new")
