"""Pages of communities: the directory, a community, joining it, running it."""

from communities.views.directory import community_list
from communities.views.joining import join, leave
from communities.views.pages import detail, get_community, people, show
from communities.views.running import confirm, refuse, requests, revoke_role, roles, town_requests

__all__ = [
    "community_list",
    "confirm",
    "detail",
    "get_community",
    "join",
    "leave",
    "people",
    "refuse",
    "requests",
    "revoke_role",
    "roles",
    "show",
    "town_requests",
]
