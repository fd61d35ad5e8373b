"""Pages of communities: the directory, a community, joining it, running it."""

from communities.views.codes import codes, revoke_codes
from communities.views.directory import community_list
from communities.views.joining import join, leave
from communities.views.members import members, revoke_member
from communities.views.objections import decide_objection, objection
from communities.views.pages import detail, get_community, people, show
from communities.views.requests import confirm, refuse, requests, town_requests
from communities.views.roles import revoke_role, role_proposal, roles
from communities.views.running import run

__all__ = [
    "codes",
    "community_list",
    "confirm",
    "decide_objection",
    "detail",
    "get_community",
    "join",
    "leave",
    "members",
    "objection",
    "people",
    "refuse",
    "requests",
    "revoke_codes",
    "revoke_member",
    "revoke_role",
    "role_proposal",
    "roles",
    "run",
    "show",
    "town_requests",
]
