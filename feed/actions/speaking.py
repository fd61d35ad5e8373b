"""In whose name official words are said: read from the author's role, never typed."""

from communities.models import OrganisationMember
from municipalities.models import StaffMember, StaffRole

# Who of several roles speaks: the highest.
SPEAKERS = (StaffRole.HEAD, StaffRole.CONTROLLER, StaffRole.SPECIALIST)


def speak_officially(said, user, community) -> None:
    """Mark a comment or a post as words of the administration, else of the organisation that maintains the building.

    Call it for those who may speak officially there.
    """
    municipality = community.municipality
    roles = {
        member.role: member
        for member in StaffMember.objects.within(municipality)
        .serving(municipality.today())
        .filter(user=user, role__in=SPEAKERS)
        .select_related("department")
    }
    speaker = next((roles[role] for role in SPEAKERS if role in roles), None)
    said.is_official = True
    if speaker is not None:
        said.department = speaker.department
        said.position = speaker.position or speaker.get_role_display()
        return
    agent = OrganisationMember.objects.select_related("organisation").get(
        user=user, organisation=community.managing_organisation_id
    )
    said.organisation, said.position = agent.organisation, agent.position
