"""A copy of one's data: everything about the person, nothing about others."""

import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.reauthentication import SIGNED_IN_AT
from journal.models import Event, Look
from journal.verbs import Verb
from privacy import actions
from privacy.copies import archive_of
from tests.cast import NOON
from tests.privacy.somebody import EMAIL, MARKS, WORDS

HOST = {"host": "localhost"}
# Digests and names of other machinery, of no use to the person.
NOT_TOLD = {"device-digest-5517", "уликаформа", "уликааватар"}


def opened(chunks) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(chunks)))


def test_archive_holds_everything_about_the_person(somebody):
    archive = opened(archive_of(somebody.person, at=NOON, site="https://town"))

    assert archive.testzip() is None
    words = archive.read("data.json").decode()
    assert json.loads(words)["account"]["email"] == EMAIL
    files = {name: archive.read(name) for name in archive.namelist()}
    everything = words + "".join(content.decode(errors="replace") for content in files.values())
    assert {mark for mark in (*MARKS, WORDS) if mark not in everything} == NOT_TOLD
    assert sum(name.startswith("photos/") for name in files) == 3, "of a draft, of a post, of nothing"
    assert sum(name.startswith("documents/") for name in files) == 1
    assert "Архив" in files["README.txt"].decode() and "data.json" in files["README.txt"].decode()


def test_archive_says_nothing_about_others(somebody, vera, anna, nina):
    words = opened(archive_of(somebody.person, at=NOON, site="")).read("data.json").decode()

    for other in (vera, anna, nina):
        assert other.last_name not in words and other.email not in words and str(other.actor_key) not in words
    assert "Ответ старшей" not in words


def test_secret_choice_is_not_in_the_archive(somebody):
    data = json.loads(opened(archive_of(somebody.person, at=NOON, site="")).read("data.json"))

    closed, secret = data["votes"]["votes"]
    assert closed["choices"] == {"0": "for"}
    assert secret["voted"] is True and "choices" not in secret and "voted_at" not in secret


def test_missing_file_does_not_break_the_archive(somebody):
    photo = somebody.draft.photos.get().photo
    photo.file.storage.delete(photo.file.name)

    names = opened(archive_of(somebody.person, at=NOON, site="")).namelist()

    assert f"photos/{photo.public_id}.jpg" not in names and "data.json" in names


def test_download(client, somebody):
    client.force_login(somebody.person)

    answer = client.post("/me/data/copy/", headers=HOST)

    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Content-Disposition"].startswith('attachment; filename="veche-')
    assert "data.json" in opened(answer.streaming_content).namelist()
    event = Event.objects.get(verb=Verb.PERSON_EXPORTED)
    assert event.actor_key == somebody.key and event.data == {}
    assert Look.objects.count() == 1, "one's own look at oneself is no look"


def test_old_session_is_asked_who_it_is(client, pavel, town):
    client.force_login(pavel)
    session = client.session
    session[SIGNED_IN_AT] = 0
    session.save()

    for path in ("/me/data/copy/", "/me/data/erase/"):
        answer = client.post(path, {"sure": "on"}, headers=HOST)
        assert answer.status_code == 302 and answer["Location"].startswith("/accounts/"), path
    assert not Event.objects.filter(verb=Verb.PERSON_EXPORTED).exists()
    pavel.refresh_from_db()


def test_nobody_takes_anothers_copy(pavel, olga, town):
    with pytest.raises(PermissionDenied):
        actions.give_copy(pavel, by=olga, municipality=town)


def test_command_writes_the_archive_and_leaves_a_record(somebody, operator, tmp_path, capsys):
    file = tmp_path / "person.zip"

    call_command("export_person", EMAIL.upper(), to=file)

    assert "data.json" in zipfile.ZipFile(file).namelist()
    assert file.stat().st_mode & 0o077 == 0
    assert Event.objects.get(verb=Verb.PERSON_EXPORTED).actor_key == operator.actor_key
    assert Look.objects.filter(subject=somebody.person, event__data__reason="export").exists()


@pytest.mark.parametrize(
    "options",
    [{"email": "nobody@example.org"}, {"by": "person@example.org"}, {"to": "exists"}],
)
def test_command_refuses_in_words(options, pavel, operator, town, tmp_path):
    (tmp_path / "exists").write_text("kept")
    name = options.pop("to", "new")
    email = options.pop("email", pavel.email)

    with pytest.raises(CommandError):
        call_command("export_person", email, to=tmp_path / name, **options)

    assert (tmp_path / "exists").read_text() == "kept"


def test_queries_do_not_grow_with_what_there_is(somebody, django_assert_max_num_queries):
    from feed import actions as feed

    for number in range(15):
        feed.comment(somebody.thread, by=somebody.person, text=f"Ещё слово {number}")

    with django_assert_max_num_queries(85):
        list(archive_of(somebody.person, at=NOON, site=""))
