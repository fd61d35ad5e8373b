"""Who may do what with a meeting. When it may be done is told by `meetings.actions.moves.ACTS`."""

from communities.permissions import activist_communities, is_activist
from meetings.models import OF_NEIGHBOURS, Meeting
from municipalities.permissions import is_administrator, is_official


def can_plan_in(user, municipality) -> bool:
    """Plans meetings of any kind: the town's officials and its administrator."""
    return is_official(user, municipality) or is_administrator(user, municipality)


def can_plan(user, municipality, kind, communities) -> bool:
    """Activists call house meetings and clean-up days, each in the communities they run."""
    if can_plan_in(user, municipality):
        return True
    return kind in OF_NEIGHBOURS and bool(communities) and all(is_activist(user, place.pk) for place in communities)


def can_plan_something(user, municipality) -> bool:
    return can_plan_in(user, municipality) or bool(activist_communities(user))


def can_run(user, meeting: Meeting) -> bool:
    """Changes, announces, moves, calls off, writes down what is said: officials, and activists of all its places."""
    return can_plan(user, meeting.municipality, meeting.kind, places_of(meeting))


def places_of(meeting: Meeting) -> list:
    """The communities it concerns; read once for each object that a request holds."""
    if "_places" not in meeting.__dict__:
        meeting.__dict__["_places"] = list(meeting.communities.defer("about").order_by("title", "pk"))
    return meeting.__dict__["_places"]


def can_come(user, meeting) -> bool:
    """Any resident; an event of the law has a registration of its own elsewhere."""
    return user.is_authenticated and user.is_active and not meeting.is_official


can_ask = can_vote_question = can_come


def can_hide_question(user, meeting) -> bool:
    return can_run(user, meeting)


def can_record(user, meeting) -> bool:
    """Writes down at the desk what is said and closes the meeting; an event of the law has a protocol of its own."""
    return not meeting.is_official and can_run(user, meeting)


def can_give_assignments(user, meeting) -> bool:
    """At the desk: the head gives the word, and whoever of the administration is there writes it down."""
    return can_record(user, meeting) and is_official(user, meeting.municipality)


def can_name_department(user, meeting) -> bool:
    """Says whose job it is; what an activist writes down is sorted by the administration."""
    return can_record(user, meeting) and can_plan_in(user, meeting.municipality)
