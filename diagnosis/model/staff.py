"""The insurer's people on the site: who they are, and what each may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A part in the work. One person may have several."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    ADMIN = "admin"


class Deed(StrEnum):
    """Something that not everybody may do."""

    READ = "read"
    RECEIVE = "receive"
    CORRECT = "correct"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    SEND_ON = "send-on"
    APPROVE = "approve"
    ISSUE = "issue"
    READ_LOG = "read-log"
    ADMINISTER = "administer"


_CASEWORK = frozenset({Role.CLERK, Role.REVIEWER, Role.APPROVER})
MAY: Mapping[Deed, frozenset[Role]] = {
    Deed.READ: _CASEWORK,
    Deed.RECEIVE: frozenset({Role.CLERK, Role.REVIEWER}),
    Deed.CORRECT: frozenset({Role.CLERK, Role.REVIEWER}),
    Deed.PROPOSE: frozenset({Role.CLERK, Role.REVIEWER}),
    Deed.SEND_ON: frozenset({Role.CLERK, Role.REVIEWER}),
    Deed.CONFIRM: frozenset({Role.REVIEWER, Role.APPROVER}),
    Deed.APPROVE: frozenset({Role.REVIEWER, Role.APPROVER}),
    Deed.ISSUE: frozenset({Role.APPROVER}),
    Deed.READ_LOG: frozenset({Role.REVIEWER, Role.APPROVER, Role.ADMIN}),
    Deed.ADMINISTER: frozenset({Role.ADMIN}),
}
"""Who may do what. An administrator who is to do casework, too, needs that role beside."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who is signed in. id: what the log calls them; name: for others to read."""

    id: str
    name: str
    roles: frozenset[Role]

    def may(self, deed: Deed) -> bool:
        """Whether one of their roles allows it."""
        return bool(self.roles & MAY[deed])
