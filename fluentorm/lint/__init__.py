"""Reading migrations for what hurts on a busy database; docs/lint/ has a page for each rule."""
