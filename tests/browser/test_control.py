"""The controller's morning on the desk: what is overdue, a filter kept, reports checked one by one and together."""

from datetime import timedelta

import pytest

from assignments import actions
from assignments.models import Assignment, AssignmentSource, AssignmentState
from core import clock
from tests.browser.test_posting import photo

S = AssignmentState


@pytest.fixture
def queue(town, roads, lenina, gleb, nina):
    """Overdue, two to check, and one that nobody has accepted."""
    now = clock.now()

    def give(title, days, is_reported=False):
        with clock.set_to(now - timedelta(days=9)):
            assignment = actions.issue(
                by=nina,
                municipality=town,
                department=roads,
                community=lenina,
                due_at=now + timedelta(days=days),
                title=title,
                source=AssignmentSource.OTHER,
            )
            if is_reported:
                actions.report(assignment, by=gleb, text="Сделано.")
        return assignment

    return {
        "late": give("Спилить сухой тополь", -2),
        "first": give("Вернуть урну у остановки", 1, is_reported=True),
        "second": give("Очистить ливнёвку", 2, is_reported=True),
        "new": give("Перенести контейнер", 9),
    }


def keep_a_filter(page, look):
    page.goto("/me/")
    page.get_by_role("navigation", name="Меню рабочего места").get_by_role("link", name="Контроль").click()
    page.wait_for_url("**/control/")
    look(page)
    page.get_by_text("просрочено на 2 дня").wait_for()
    page.get_by_role("link", name="На проверке").first.click()
    page.wait_for_url("**tab=check**")
    page.get_by_text("Сохранить эти фильтры").click()
    page.get_by_label("Название фильтра").fill("Утром")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    page.get_by_text("Фильтр сохранён.").wait_for()
    look(page)
    page.goto("/control/")
    page.get_by_role("link", name="Утром").click()
    page.wait_for_url("**tab=check**")
    # The script of the keys comes after the page.
    page.wait_for_load_state("networkidle")


def accept_together(page, look, queue):
    """By keys: to the first row, choose it, to the second, choose it; look at what will happen; do it."""
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-veche-count]").inner_text() == "2"
    page.get_by_role("button", name="Принять отчёты").click()
    page.get_by_role("heading", name="Что будет").wait_for()
    look(page)
    assert Assignment.objects.filter(state=S.DONE).count() == 0
    page.get_by_role("button", name="Снять с контроля").click()
    page.get_by_text("Сделано с 2 поручениями.").wait_for()
    look(page)


def report_on_the_phone(page, look, assignment):
    page.goto("/assignments/mine/")
    look(page)
    page.get_by_role("link", name=f"Принять № {assignment.number}").click()
    page.get_by_role("button", name="Принять", exact=True).click()
    page.get_by_role("link", name="Отчёт об исполнении").click()
    look(page)
    page.get_by_label("Что сделано").fill("Контейнер перенесён.")
    page.locator("input[name=after]").set_input_files([photo("1.jpg", "gray")])
    page.get_by_role("button", name="Отправить отчёт").click()
    page.get_by_text("Отчёт отправлен.").wait_for()
    look(page)


def check_the_report(page, look, assignment):
    page.goto(assignment.get_absolute_url())
    page.get_by_text("Контейнер перенесён.").wait_for()
    look(page)
    page.get_by_role("link", name="Принять отчёт").click()
    look(page)
    page.get_by_role("button", name="Снять с контроля").click()
    page.get_by_text("Поручение снято с контроля.").first.wait_for()


def test_a_morning_on_the_desk(new_page, desktop_page, sign_in, look, queue, gleb, nina):
    sign_in(desktop_page, nina)
    keep_a_filter(desktop_page, look)
    accept_together(desktop_page, look, queue)

    phone = new_page()
    sign_in(phone, gleb)
    report_on_the_phone(phone, look, queue["new"])
    sign_in(desktop_page, nina)
    check_the_report(desktop_page, look, queue["new"])

    states = {name: Assignment.objects.get(pk=row.pk).state for name, row in queue.items()}
    assert states == {"late": S.ISSUED, "first": S.DONE, "second": S.DONE, "new": S.DONE}


def test_the_desk_works_without_scripts_on_a_phone(no_script_page, sign_in, look, queue, nina):
    page = no_script_page
    sign_in(page, nina)
    page.goto("/control/?tab=check")
    look(page)

    page.get_by_label(f"Выбрать № {queue['first'].number}").check()
    page.get_by_role("button", name="Вернуть на доработку").click()
    page.get_by_label("Чего не хватает").fill("Нужен снимок.")
    page.get_by_role("button", name="Показать, что будет").click()
    page.get_by_role("button", name="Вернуть", exact=True).click()
    page.get_by_text("Сделано с 1 поручением.").wait_for()

    assert Assignment.objects.get(pk=queue["first"].pk).state == S.RETURNED
