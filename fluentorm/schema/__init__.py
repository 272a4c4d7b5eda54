"""What a database is: types, objects, hints, names, the builder and the validation."""
