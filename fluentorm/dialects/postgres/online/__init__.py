"""Changes of tables that are in use, as steps that stop nobody."""
