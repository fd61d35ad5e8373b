"""Written down for somebody else: the ways there, who may, and what an activist may do for a neighbour."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import User
from appeals import actions
from appeals.actions.filing import PER_DAY
from appeals.models import Appeal, AppealSource
from tests.cast import NOON

HERE = {"host": "localhost"}
URL = reverse("appeals:new_for")
SAID = {"title": "Не горит фонарь у второго подъезда", "text": "Второй вечер.", "visibility": "public"}


def text(client, address):
    return client.get(address, headers=HERE).content.decode()


@pytest.mark.parametrize(
    ("who", "start"),
    [("gleb", "appeals:desk"), ("nina", "appeals:desk"), ("gleb", "desk:page"), ("olga", "desk:page")],
)
def test_staff_come_there_by_a_button(request, client, who, start):
    client.force_login(request.getfixturevalue(who))

    assert f'href="{URL}"' in text(client, reverse(start))
    assert client.get(URL, headers=HERE).status_code == 200


def test_an_activist_writes_down_for_a_neighbour(client, lenina, mira, vera, potholes):
    client.force_login(vera)
    door = f"{URL}?community={lenina.slug}"
    assert f'href="{door}"' in text(client, reverse("communities:run", args=[lenina.slug]))

    form = client.get(door, headers=HERE).context["form"]
    assert form.initial["community"] == lenina.pk
    assert dict(form.fields["community"].choices) == {str(lenina.pk): lenina.title}
    assert not {"source", "account", "agreed"} & set(form.fields)
    # Neither the activist nor the neighbour is named to others, and the category has to be known.
    assert "ваше имя" not in form.as_p() and "Пока не ясно" not in form.as_p()
    said = SAID | {"community": lenina.pk, "category": potholes.pk}
    said |= {"applicant_name": "Мария Сидорова", "applicant_contact": "60-00"}
    client.post(door, said, headers=HERE)

    appeal = Appeal.objects.get()
    assert (appeal.source, appeal.author, appeal.entered_by) == (AppealSource.ACTIVIST, None, vera)
    assert (appeal.community.pk, appeal.applicant_name) == (lenina.pk, "Мария Сидорова")
    page = text(client, appeal.get_absolute_url())
    assert "Через активиста" in page and "Сидорова" not in page


def test_an_activist_speaks_for_their_own_house_alone(client, send, vera, lenina, mira, potholes):
    client.force_login(vera)
    said = SAID | {"place": "у подъезда"}
    form = client.post(URL, said | {"community": mira.pk, "category": potholes.pk}, headers=HERE).context["form"]
    unsorted = client.post(URL, said | {"community": lenina.pk, "category": ""}, headers=HERE).context["form"]

    assert list(form.errors) == ["community"] and list(unsorted.errors) == ["category"]
    for fields in (
        {"source": AppealSource.ACTIVIST, "community": mira},
        {"source": AppealSource.ACTIVIST, "community": None, "place": "парк"},
        {"source": AppealSource.PHONE},
        {"source": AppealSource.RECEPTION},
    ):
        with pytest.raises(PermissionDenied):
            send(by=vera, **fields)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize("who", ["anna", "boris", "egor", "semyon", "gleb"])
def test_nobody_else_stands_for_an_activist(request, send, who):
    with pytest.raises(PermissionDenied):
        send(by=request.getfixturevalue(who), source=AppealSource.ACTIVIST)


def test_the_day_of_an_activist_has_the_limit_of_any_resident(send, vera):
    User.objects.filter(pk=vera.pk).update(date_joined=NOON - timedelta(days=400))
    vera.refresh_from_db()
    for number in range(PER_DAY):
        send(by=vera, source=AppealSource.ACTIVIST, title=f"Фонарь {number} не горит")

    with pytest.raises(ValidationError) as refusal:
        send(by=vera, source=AppealSource.ACTIVIST, title="Ещё один фонарь")

    assert refusal.value.code == "too_many"
    # Their own messages are counted apart.
    assert send(by=vera, title="Яма у моего подъезда").author == vera


def test_an_official_appeal_may_come_through_an_activist(send, vera, gleb):
    appeal = send(by=vera, source=AppealSource.ACTIVIST, applicant_name="Мария Сидорова", applicant_contact="60-00")

    actions.register(appeal, by=gleb, number="К-17", registered_on=NOON.date())

    assert Appeal.objects.get().is_statutory
