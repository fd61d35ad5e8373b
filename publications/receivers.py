"""Wagtail tells that a page was published or taken off: the journal keeps it."""

from django.db import transaction
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from core.models import BasePage
from journal.actions import record
from journal.verbs import Verb
from municipalities.models import Municipality


@receiver(page_published)
def keep_publishing(sender, instance, **kwargs):
    _record(Verb.PAGE_PUBLISHED, instance)


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
