"""What awaits a person of the feed: questions without an official answer, the most urgent first."""

from django.db.models import Q
from django.utils.translation import gettext as _

from communities.permissions import represented_organisations
from feed.models import Post
from home.awaiting.task import LIMIT, Task
from municipalities.permissions import is_official


def tasks(user, town, now) -> list[Task]:
    """For officials of the whole town; for representatives of a managing organisation, of their buildings."""
    mine = Q()
    if not is_official(user, town):
        if not represented_organisations(user):
            return []
        mine = Q(community__managing_organisation__in=represented_organisations(user))
    questions = Post.objects.within(town).awaiting_answer().filter(mine, community__live=True)
    return [
        Task(
            "question",
            _("Answer the question"),
            post.title,
            post.get_absolute_url(),
            post.community.title,
            post.answer_due,
        )
        for post in questions.select_related("community")[:LIMIT]
    ]
