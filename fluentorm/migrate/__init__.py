"""Migration files: format and folder, history in a database, running and proving them."""
