"""What publications hear: of their own publishing, which the journal keeps, and of work that was accepted."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from assignments.signals import assignment_closed
from core.models import BasePage
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality
from publications import actions, evidence
from publications.models import ResultPage


@receiver(page_published)
def keep_publishing(sender, instance, **kwargs):
    _record(Verb.PAGE_PUBLISHED, instance)
    if isinstance(instance, ResultPage):
        for pair in instance.pairs.select_related("before", "after"):
            evidence.keep(pair.before)
            evidence.keep(pair.after)


@receiver(assignment_closed)
def draft_what_was_done(sender, assignment, **kwargs):
    actions.begin_result(assignment)


@receiver(page_unpublished)
def keep_taking_off(sender, instance, **kwargs):
    _record(Verb.PAGE_UNPUBLISHED, instance)


def _record(verb, page):
    """Also scheduled publishing comes here, with nobody in the context: an act of the clock."""
    if not isinstance(page, BasePage):
        return
    town = Municipality.objects.filter(site__root_page__path=page.path[: 2 * page.steplen]).first()
    if town is not None:
        with transaction.atomic():
            record(verb, page, by=get_active_log_context().user, municipality=town)
