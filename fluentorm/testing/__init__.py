"""For the tests of an application: databases that are migrated already, and ready tests.

``fluentorm.testing.plugin`` is the pytest plugin, ``fluentorm.testing.checks`` holds the tests.
"""
