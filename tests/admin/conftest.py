"""A second town full of things whose names must not be seen from the first."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from communities.models import ManagingOrganisation
from municipalities.models import CalendarDay, Department, StatutoryTerms, WorkSchedule
from tests.cast import make_community
from tests.home.test_front_page import make_initiative
from tests.publications.making import make_decision, make_news, make_photo, make_result

# In every name of the other town, and in nothing of this one.
SECRET = "Поротовская"
# Also in every name: what is searched for, so that the words of the search itself are no leak.
SOUGHT = "предмет"


def tells(response, words=SECRET) -> bool:
    """Whether an answer holds the words, also as JSON writes Cyrillic letters in the modal windows of choosers."""
    content = b"".join(response) if response.streaming else response.content
    text = content.decode(errors="ignore")
    return words in text or json.dumps(words)[1:-1] in text


def make_document(town, title):
    document = get_document_model()(title=title, collection=town.collection)
    document.file.save("plan.pdf", ContentFile(b"%PDF-1.4 plan"), save=False)
    document.file_size = 13
    document.save()
    return document


@pytest.fixture
def foreign(palana, semyon):
    """One of each thing of the other town."""
    community = make_community(palana, f"{SECRET} {SOUGHT} улица", slug="porotova-1")
    initiative = make_initiative(community, 1, title=f"{SECRET} {SOUGHT} инициатива")
    initiative.save()
    organisation = ManagingOrganisation.objects.create(municipality=palana, name=f"{SECRET} {SOUGHT} УК")
    department = Department.objects.create(municipality=palana, name=f"{SECRET} {SOUGHT} служба")
    things = SimpleNamespace(
        town=palana,
        community=community,
        initiative=initiative,
        organisation=organisation,
        news=make_news(palana, f"{SECRET} {SOUGHT} новость"),
        draft=make_news(palana, f"{SECRET} {SOUGHT} новость, черновик", live=False),
        decision=make_decision(palana, f"{SECRET} {SOUGHT} решение"),
        result=make_result(palana, f"{SECRET} {SOUGHT} площадка"),
        photo=make_photo(palana, f"{SECRET} {SOUGHT} площадь"),
        document=make_document(palana, f"{SECRET} {SOUGHT} смета"),
        department=department,
        hours=WorkSchedule.objects.create(municipality=palana, department=department),
        staff=palana.staff.get(),
        storm=CalendarDay.objects.create(
            municipality=palana, date=date(2026, 10, 16), kind="day_off", note=f"{SECRET} {SOUGHT} пурга"
        ),
        terms=StatutoryTerms.objects.create(
            municipality=palana, since=date(2027, 1, 1), source=f"{SECRET} {SOUGHT} закон"
        ),
    )
    for page in (things.news, things.draft):
        page.save_revision(user=semyon)
    return things
