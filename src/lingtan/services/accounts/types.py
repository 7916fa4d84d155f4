"""What passes between the edge and the services of accounts."""

from lingtan.access import (
    DONE,
    REFUSED,
    SHORTEST,
    ApiToken,
    Change,
    Invitation,
    Link,
    LogPage,
    LogRow,
    NewAdmin,
    NewToken,
    Opened,
    Organisation,
    Rule,
    Session,
    Throttle,
    User,
    Visit,
)
from lingtan.access.oidc import OidcSettings
from lingtan.access.tokens import LONGEST_DAYS

__all__ = [
    "DONE",
    "LONGEST_DAYS",
    "REFUSED",
    "SHORTEST",
    "ApiToken",
    "Change",
    "Invitation",
    "Link",
    "LogPage",
    "LogRow",
    "NewAdmin",
    "NewToken",
    "OidcSettings",
    "Opened",
    "Organisation",
    "Rule",
    "Session",
    "Throttle",
    "User",
    "Visit",
]
