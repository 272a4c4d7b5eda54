"""Nothing: no tables at all."""
