def define(db):
    db.namespace("billing", revokes={"CURRENT_USER": "create"})
