"""A schema to look at: a static site, diagrams, and text for other places.

Everything is worked out from a SchemaModel by pure functions; ``write`` puts a site on disk.
"""
