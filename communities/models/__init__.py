"""Pages of buildings and groups, and who belongs to them."""

from communities.models.membership import (
    ActivistRole,
    ActivistTitle,
    Membership,
    MembershipState,
    RejectionReason,
    Tenure,
)
from communities.models.page import (
    CommunityIndexPage,
    CommunityKind,
    CommunityPage,
    CommunityPerson,
    ManagementForm,
    ManagingOrganisation,
    TopicPreset,
)

__all__ = [
    "ActivistRole",
    "ActivistTitle",
    "CommunityIndexPage",
    "CommunityKind",
    "CommunityPage",
    "CommunityPerson",
    "ManagementForm",
    "ManagingOrganisation",
    "Membership",
    "MembershipState",
    "RejectionReason",
    "Tenure",
    "TopicPreset",
]
