"""What is done in a community: joining, leaving, running it."""

from communities.actions.codes import find_code, issue_codes, redeem_code, revoke_codes
from communities.actions.joining import (
    leave,
    reject_membership,
    request_membership,
    revoke_membership,
    verify_membership,
)
from communities.actions.objections import dismiss_objection, may_object_until, object_to, uphold_objection
from communities.actions.roles import (
    approve_chair,
    decline_chair,
    expire_roles,
    grant_activist,
    propose_chair,
    revoke_activist,
)

__all__ = [
    "approve_chair",
    "decline_chair",
    "dismiss_objection",
    "expire_roles",
    "find_code",
    "grant_activist",
    "issue_codes",
    "leave",
    "may_object_until",
    "object_to",
    "propose_chair",
    "redeem_code",
    "reject_membership",
    "request_membership",
    "revoke_activist",
    "revoke_codes",
    "revoke_membership",
    "uphold_objection",
    "verify_membership",
]
