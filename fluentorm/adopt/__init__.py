"""What other migration tools leave in a database and in files, so that it can be taken over.

Pure functions: rows of their history tables, and texts of their migrations, to plain values.
"""
