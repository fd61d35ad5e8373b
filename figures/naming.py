"""How one counted thing is named in a list: with a link where the reader may see it, without a word where not."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from appeals.models import Appeal
from assignments.models import Assignment
from communities.models import CommunityPage
from initiatives.models import Initiative
from meetings.models import Meeting
from publications.models import ResultPage
from voting.models import Vote


@dataclass(frozen=True)
class Named:
    title: str
    url: str = ""
    where: str = ""
    when: datetime | date | None = None
    state: str = ""


def _appeal(row, is_seen):
    if not is_seen(row):
        return Named(_("A private message"), state=row.get_state_display())
    title = f"№ {row.number}. {row.title}"
    where = row.community.title if row.community else row.place
    return Named(title, row.get_absolute_url(), where, row.created_at, row.get_state_display())


def _assignment(row, is_seen):
    if not is_seen(row):
        return Named(_("An assignment on a private message"), state=row.get_state_display())
    title = f"№ {row.number}. {row.title}"
    return Named(title, row.get_absolute_url(), row.department.name, row.issued_at, row.get_state_display())


def _meeting(row, is_seen):
    return Named(row.title, row.get_absolute_url(), row.place, row.starts_at)


def _initiative(row, is_seen):
    return Named(
        f"№ {row.number}. {row.title}",
        row.get_absolute_url(),
        row.community.title,
        row.published_at,
        row.get_state_display(),
    )


def _vote(row, is_seen):
    return Named(f"№ {row.number}. {row.title}", row.get_absolute_url(), row.community.title, row.closed_at)


def _result(row, is_seen):
    return Named(row.title, row.url, row.address, row.date)


def _community(row, is_seen):
    return Named(row.title, row.get_absolute_url())


# How a thing is named, and what is read with it.
NAMES = {
    Appeal: (_appeal, ("community",)),
    Assignment: (_assignment, ("department",)),
    Meeting: (_meeting, ()),
    Initiative: (_initiative, ("community",)),
    Vote: (_vote, ("community",)),
    ResultPage: (_result, ()),
    CommunityPage: (_community, ()),
}


def named(model, pks, user) -> dict[int, Named]:
    """These things by their keys, as this person may read them."""
    name, related = NAMES[model]
    rows = model.objects.filter(pk__in=pks).select_related(*related)
    visible = None
    if hasattr(model.objects.all(), "visible_to"):
        visible = set(model.objects.filter(pk__in=pks).visible_to(user).values_list("pk", flat=True))
    return {row.pk: name(row, lambda one: visible is None or one.pk in visible) for row in rows}
