"""The task graph: `doit list` shows the tasks, `doit generate_models migrate` runs them."""

from fluentorm.tasks import *  # noqa: F403  # doit finds the task creators by their names
