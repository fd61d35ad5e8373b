"""The demo's mailbox: decoded, newest first, for this machine only."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

HOST = {"host": "localhost"}


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    return tmp_path


def send(folder, subject, body):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
    mail = EmailMultiAlternatives(subject, body, to=["anna@example.org"], connection=connection)
    mail.attach_alternative("<p>html</p>", "text/html")
    mail.send()


def test_letters_are_decoded_newest_first(client, town, folder):
    send(folder, "Код для входа", "Ваш код: 1234-5678")
    send(folder, "Началось голосование", "Откройте http://localhost/votes/x/ & <b>проголосуйте</b>")

    page = client.get("/demo/mail/", headers=HOST).content.decode()

    assert "1234-5678" in page and "anna@example.org" in page
    assert page.index("Началось голосование") < page.index("Код для входа")
    assert 'href="http://localhost/votes/x/"' in page
    assert "<b>проголосуйте</b>" not in page


def test_several_letters_of_one_connection_are_told_apart(client, town, folder):
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
    for number in (1, 2):
        EmailMultiAlternatives(f"Письмо {number}", "Слово", to=["a@example.org"], connection=connection).send()

    letters = client.get("/demo/mail/", headers=HOST).context["letters"]

    assert [letter.subject for letter in letters] == ["Письмо 2", "Письмо 1"]


def test_letters_to_one_person_are_found(client, town, folder):
    send(folder, "Код для входа", "Ваш код: 1234-5678")

    found = client.get("/demo/mail/?to=ANNA", headers=HOST).context["letters"]
    nothing = client.get("/demo/mail/?to=boris", headers=HOST).context["letters"]

    assert [letter.subject for letter in found] == ["Код для входа"]
    assert nothing == []


def test_an_empty_mailbox_is_a_page_too(client, town, folder):
    assert client.get("/demo/mail/", headers=HOST).status_code == 200


@pytest.mark.parametrize("address", ["192.0.2.7", "", "not an address"])
def test_nobody_else_sees_letters(client, town, folder, address):
    send(folder, "Код для входа", "Ваш код: 1234-5678")

    answer = client.get("/demo/mail/", headers=HOST, REMOTE_ADDR=address)

    assert answer.status_code == 404
    assert "1234-5678" not in answer.content.decode()
