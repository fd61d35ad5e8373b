"""The administration answers: a conclusion, the decision, the work by stages, the report with pictures."""

import re

from core import clock
from initiatives import actions
from initiatives.models import FundingSource, Initiative, InitiativeState
from tests.browser.test_posting import photo
from tests.initiatives.conftest import make_draft

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def considered(lenina, anna, vera) -> Initiative:
    """Supported by its author alone, which is enough here, and sent to the administration."""
    draft = make_draft(lenina, anna)
    draft.funding.create(source=FundingSource.LOCAL_BUDGET, planned=1_480_000)
    actions.submit(draft, by=anna)
    opened = actions.accept(draft, by=vera)
    Initiative.objects.filter(pk=opened.pk).update(support_needed=1)
    actions.support(opened, by=anna)
    return actions.send_to_administration(opened, by=anna)


def conclude(page, look, initiative):
    page.goto(initiative.get_absolute_url())
    look(page)
    page.get_by_role("link", name="Добавить заключение").click()
    page.wait_for_url("**/add-conclusion/")
    look(page)
    page.get_by_label("Заключение").fill("Сетей под площадкой нет.")
    page.get_by_role("button", name="Опубликовать заключение").click()
    page.get_by_text("Сетей под площадкой нет.").wait_for()


def decide(page, look, initiative):
    page.goto("/me/")
    look(page)
    page.get_by_role("link", name=initiative.title).first.click()
    page.get_by_text("Сетей под площадкой нет.").wait_for()
    page.get_by_role("link", name="Поддержать решением").click()
    page.wait_for_url("**/approve/")
    page.get_by_role("button", name="Поддержать решением").click()
    page.locator(".errs a").first.wait_for()
    look(page)
    page.get_by_label("Текст решения").fill("Включаем в программу благоустройства.")
    page.get_by_label("Что будет дальше").fill("Конкурс объявим в марте.")
    page.get_by_label("Номер документа").fill("постановление № 12")
    page.locator("input[name=document]").set_input_files(
        {"name": "scan.exe", "mimeType": "application/pdf", "buffer": b"MZ not a document"}
    )
    page.get_by_role("button", name="Поддержать решением").click()
    page.locator(".errs a").first.wait_for()
    assert page.get_by_label("Текст решения").input_value() == "Включаем в программу благоустройства."
    page.locator("input[name=document]").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Поддержать решением").click()
    page.wait_for_url("**" + initiative.get_absolute_url())
    page.get_by_text("постановление № 12").first.wait_for()
    look(page)


def carry_out(page, look, today):
    page.get_by_role("link", name="Запланировать этап работ").click()
    page.wait_for_url("**/plan-stage/")
    page.get_by_label("Что будет сделано").fill("Разобрать качели")
    page.locator("input[name=starts_on]").fill(today)
    page.locator("input[name=ends_on]").fill(today)
    look(page)
    page.get_by_role("button", name="Добавить этап").click()
    page.get_by_role("link", name="Начать работы").click()
    page.wait_for_url("**/start-work/")
    page.get_by_role("button", name="Начать работы").click()
    page.get_by_role("link", name=re.compile("^Отчитаться")).first.click()
    page.wait_for_url("**/report/")
    page.get_by_label("Что сделано").fill("Качели разобраны и вывезены.")
    page.locator("input[name=photos]").set_input_files([photo("1.jpg", "gray")])
    page.get_by_label("Что на фотографиях").fill("Пустая площадка")
    look(page)
    page.get_by_role("button", name="Опубликовать отчёт").click()
    page.get_by_text("Качели разобраны и вывезены.").wait_for()


def report(page, look):
    page.get_by_role("link", name="Отчёт о реализации").click()
    page.wait_for_url("**/complete/")
    page.get_by_label("Что сделано").fill("Городок стоит, покрытие уложено.")
    page.get_by_label("Фактическая стоимость").fill("1450000")
    page.locator("input[name=before]").set_input_files([photo("1.jpg", "gray")])
    page.get_by_label("Что на фотографиях «до»").fill("Старые качели")
    page.get_by_label("Что на фотографиях «после»").fill("Новый городок")
    page.get_by_role("button", name="Опубликовать отчёт").click()
    page.locator(".errs a").first.wait_for()
    look(page)
    page.locator("input[name=before]").set_input_files([photo("1.jpg", "gray")])
    page.locator("input[name=after]").set_input_files([photo("2.jpg", "green")])
    page.get_by_role("button", name="Опубликовать отчёт").click()
    page.get_by_text("Городок стоит, покрытие уложено.").wait_for()
    look(page)


def test_the_administration_decides_and_carries_out(phone, new_page, sign_in, look, lenina, anna, vera, gleb, nina):
    initiative = considered(lenina, anna, vera)
    today = clock.now().astimezone(lenina.municipality.tz).date().isoformat()

    sign_in(phone, gleb)
    conclude(phone, look, initiative)
    sign_in(phone, nina)
    decide(phone, look, initiative)
    carry_out(phone, look, today)
    report(phone, look)

    initiative.refresh_from_db()
    assert initiative.state == InitiativeState.DONE
    assert initiative.completion.actual_cost == 1_450_000
    decision = initiative.decisions.get()
    assert decision.document_size == len(PDF)
    guest = new_page(javascript=phone.has_scripts)
    guest.goto(initiative.get_absolute_url())
    with guest.expect_download() as download:
        guest.get_by_role("link", name=re.compile("постановление № 12")).click()
    assert download.value.path().read_bytes() == PDF
    assert guest.locator(".ba img").count() == 2
