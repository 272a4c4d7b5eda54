def query(db):
    return (
        Products.query()
        .where(Products.labels.any(Labels.name == "gift"))
        .update(
            db,
            Products.stock.to(scalar(Products.query().with_deleted().select(max_(Products.stock)))),
        )
    )
