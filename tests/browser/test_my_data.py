"""My data on a phone: a copy, a consent given and withdrawn, and leaving for good."""

import re
import zipfile

from accounts.models import Consent, ConsentKind, User
from privacy.models import Erasure


def test_from_a_copy_to_leaving(phone, anna, lenina, sign_in, look):
    sign_in(phone, anna)
    phone.goto("/me/settings/")
    phone.get_by_role("link", name="Мои данные").click()
    phone.wait_for_url("**/me/data/")
    look(phone)

    with phone.expect_download() as download:
        phone.get_by_role("button", name="Скачать мои данные").click()
    assert download.value.suggested_filename.endswith(".zip")
    assert "data.json" in zipfile.ZipFile(download.value.path()).namelist()

    phone.get_by_role("button", name=re.compile("Даю согласие.*публикацию")).click()
    phone.get_by_text("Согласие записано").wait_for()
    look(phone)
    phone.get_by_role("link", name=re.compile("Отозвать.*публикацию")).click()
    phone.wait_for_url("**/withdraw/")
    look(phone)
    phone.get_by_role("button", name="Отозвать согласие").click()
    phone.get_by_text("Согласие отозвано").wait_for()
    assert not Consent.objects.filter(kind=ConsentKind.PUBLICATION, withdrawn_at=None).exists()

    phone.get_by_role("link", name="Кто смотрел").click()
    phone.wait_for_url("**/me/looks/")
    look(phone)
    phone.go_back()

    phone.get_by_role("link", name="Удалить учётную запись").click()
    phone.wait_for_url("**/me/data/erase/")
    look(phone)
    phone.get_by_role("button", name="Удалить навсегда").click()
    # Nothing happens without the box.
    phone.get_by_text("Поставьте отметку").first.wait_for()
    look(phone)
    phone.get_by_label("Понимаю").check()
    phone.get_by_role("button", name="Удалить навсегда").click()
    phone.wait_for_url("**/me/data/acts/*/")
    look(phone)
    assert Erasure.objects.get().public_id in phone.url
    assert not User.objects.filter(pk=anna.pk).exists()
    assert phone.get_by_role("link", name="Войти").first.is_visible()
