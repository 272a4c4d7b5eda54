"""The doit tasks, the one place that wires everything."""
