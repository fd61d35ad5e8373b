"""What the press service of a demo town published."""

from datetime import timedelta

from django.utils.html import format_html

from core import photos
from core.typography import money
from home.demo import pictures
from home.demo.build import Town
from home.demo.stories import NEWS
from initiatives.models import Decision, Initiative, InitiativeState, Outcome
from municipalities.models import StaffRole
from publications.actions import draft_result
from publications.models import DecisionIndexPage, DecisionPage, NewsIndexPage, NewsPage


def publish_everything(town: Town) -> None:
    """News, decisions of the administration, results of finished initiatives."""
    home = town.municipality.site.root_page
    _news(town, NewsIndexPage.objects.child_of(home).get())
    _decisions(town, DecisionIndexPage.objects.child_of(home).get())
    _results(town)


def _paragraphs(texts):
    return [("text", format_html("<p>{}</p>", text)) for text in texts]


def _publish(page, town: Town, moment) -> None:
    """Through a revision by the editor, as in the admin, and dated as the story is."""
    revision = page.save_revision(user=town.staff[StaffRole.EDITOR])
    revision.publish(user=town.staff[StaffRole.ADMINISTRATOR])
    type(page).objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)


def _news(town: Town, index) -> None:
    illustrations = ("playground-before", "square-after", "meeting", None)
    for (days, title, lead, text), picture in zip(NEWS[town.municipality.name], illustrations, strict=False):
        moment = town.days_ago(days)
        page = NewsPage(
            title=title,
            date=moment.astimezone(town.municipality.tz).date(),
            lead=lead,
            body=_paragraphs([text]),
            live=False,
            picture=picture and _photo(town, picture),
        )
        index.add_child(instance=page)
        _publish(page, town, moment)


def _photo(town: Town, name: str):
    return photos.take_in(
        pictures.upload(name),
        by=None,
        description=pictures.DESCRIPTIONS[name],
        collection=town.municipality.collection,
        is_private=False,
    )


def _decisions(town: Town, index) -> None:
    decided = Decision.objects.filter(
        initiative__municipality=town.municipality, outcome=Outcome.APPROVED
    ).select_related("initiative__community")
    for decision in decided:
        initiative = decision.initiative
        page = DecisionPage(
            title=f"О поддержке инициативы «{initiative.title}»",
            slug=f"decision-{initiative.number}",
            number=decision.document_number.rpartition("№ ")[2] or str(decision.pk),
            authority=f"Администрация {town.municipality.name_genitive}",
            date=decision.decided_at.astimezone(town.municipality.tz).date(),
            lead=decision.text,
            body=_paragraphs([initiative.proposal, f"Предварительная стоимость: {money(initiative.cost_estimate)}."]),
            community=initiative.community,
            initiative=initiative,
            live=False,
        )
        index.add_child(instance=page)
        _publish(page, town, decision.decided_at)


def _results(town: Town) -> None:
    done = Initiative.objects.filter(municipality=town.municipality, state=InitiativeState.DONE)
    for initiative in done.order_by("state_changed_at"):
        page = draft_result(initiative, by=town.staff[StaffRole.EDITOR])
        _publish(page, town, initiative.state_changed_at + timedelta(days=1))
