"""What generated models import; small, and free of the tool."""
