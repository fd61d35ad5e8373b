"""The administrator names who speaks for a managing organisation, in their own town only."""

import pytest

from communities.models import ManagingOrganisation, OrganisationMember
from journal.models import Event
from journal.verbs import Verb

HOST = {"host": "localhost"}


@pytest.fixture
def company(town):
    return ManagingOrganisation.objects.create(municipality=town, name="ООО «Заречье-Сервис»")


def name_them(client, company, email):
    data = {"email": email, "organisation": company.pk, "position": "мастер участка"}
    return client.post("/admin/representatives/new/", data, headers=HOST)


def test_a_representative_is_named_and_dismissed(client, company, olga, pavel):
    client.force_login(olga)

    name_them(client, company, pavel.email)
    again = name_them(client, company, pavel.email)
    member = OrganisationMember.objects.get()
    listed = client.get("/admin/representatives/", headers=HOST).content.decode()
    client.post(f"/admin/representatives/delete/{member.pk}/", headers=HOST)

    assert (member.user, member.organisation, member.position) == (pavel, company, "мастер участка")
    assert again.status_code == 200
    assert "мастер участка" in listed
    assert not OrganisationMember.objects.exists()
    verbs = Event.objects.filter(actor_key=olga.actor_key, data__role="organisation").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == [Verb.ROLE_GIVEN, Verb.ROLE_TAKEN]


def test_another_towns_organisation_is_not_offered(client, town, palana, olga, pavel):
    foreign = ManagingOrganisation.objects.create(municipality=palana, name="МУП «Палана-Дом»")
    client.force_login(olga)

    page = client.get("/admin/representatives/new/", headers=HOST).content.decode()
    name_them(client, foreign, pavel.email)

    assert "Палана-Дом" not in page
    assert not OrganisationMember.objects.exists()


def test_an_editor_names_nobody(client, company, egor):
    client.force_login(egor)

    assert client.get("/admin/representatives/", headers=HOST).status_code in (302, 403, 404)
