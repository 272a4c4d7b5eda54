"""Who may do what with an object, told as what differs from PostgreSQL's own default.

By default an object's owner may do everything, PUBLIC may execute functions and use types and
languages, and nobody else anything (manual, 5.8). Owners are left out: a migration is run by one.
"""

from __future__ import annotations

from fluentorm.values import dataclass

PUBLIC = "PUBLIC"
OWNER = "CURRENT_USER"
"""The grantee that stands for the owner, of whom something was revoked."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One privilege (``SELECT``, ``EXECUTE``...) of one role; ``grantee`` may be PUBLIC."""

    grantee: str
    privilege: str
    grantable: bool = False


@dataclass(frozen=True, slots=True)
class Privileges:
    """What is granted beyond the default, and what is revoked of it; both sorted."""

    grants: tuple[Grant, ...] = ()
    revokes: tuple[Grant, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.grants or self.revokes)


NO_PRIVILEGES = Privileges()


def grant_order(grant: Grant) -> tuple[str, str, bool]:
    """Return what grants are sorted by."""
    return grant.grantee, grant.privilege, grant.grantable
