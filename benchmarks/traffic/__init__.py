"""Changes of a large table while an application reads and writes it: how long must that wait.

Every change is made by fluentorm, by the plain SQL of the same change, by Alembic and by Django,
each on a copy of the same database, while two readers and two writers are at work.
"""
