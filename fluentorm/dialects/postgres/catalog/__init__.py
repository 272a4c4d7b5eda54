"""The system catalogs -> values: the queries (``*.sql``) and what puts their rows together."""
