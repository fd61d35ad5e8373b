"""A discussion of the building on ул. Ленина, 1."""

import pytest

from communities.models import CommunityPage, ManagingOrganisation, OrganisationMember
from core import clock
from feed.actions import comment, open_thread, start_thread
from feed.models import Comment
from tests.cast import NOON, make_person


@pytest.fixture(autouse=True)
def noon():
    """Everything happens on one Monday noon."""
    with clock.set_to(NOON):
        yield


@pytest.fixture
def thread(lenina):
    return open_thread(start_thread(lenina, title="Новая площадка", url="/communities/lenina-1/"))


@pytest.fixture
def said(thread, anna):
    return comment(thread, by=anna, text="Скамейки подальше от окон")


@pytest.fixture
def crowd():
    """Many comments at once: crowd(thread, author, 1000, parent=None)."""

    def write(thread, author, count, parent=None):
        return Comment.objects.bulk_create(
            Comment(thread=thread, author=author, parent=parent, text=f"Мнение {number}", created_at=NOON)
            for number in range(count)
        )

    return write


@pytest.fixture
def agent(town, lenina):
    """Who speaks for the organisation that maintains `lenina`."""
    company = ManagingOrganisation.objects.create(municipality=town, name="ООО «Заречье-Сервис»")
    CommunityPage.objects.filter(pk=lenina.pk).update(managing_organisation=company)
    lenina.managing_organisation = company
    user = make_person("Игорь", "Мастеров")
    OrganisationMember.objects.create(municipality=town, organisation=company, user=user, position="мастер участка")
    return user
