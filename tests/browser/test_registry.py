"""The administrator imports a registry: looks at the dry run, applies it, takes it back."""

import re

import pytest

from communities.actions.registry import carry_out_imports
from communities.models import Premises
from tests.browser.conftest import DESKTOP
from tests.communities.sheets import xlsx

TITLE = ["Реестр помещений дома", None, None, None]
HEADER = ["№ п/п", "Подъезд", "№ квартиры", "Площадь, м²"]
ROWS = [[1, 1, "кв. 1", "45,6"], [2, 1, "кв. 2а", "1 030,25"], [3, 2, "кв. 3", "много"]]


@pytest.fixture(params=[True, False], ids=["scripts", "no_scripts"])
def desk(request, new_page):
    return new_page(javascript=request.param, viewport=DESKTOP)


def test_an_administrator_imports_a_registry_and_undoes_it(desk, sign_in, axe, lenina, olga):
    def look():
        """Our part of the screen: the frame around it is Wagtail's."""
        if desk.has_scripts:
            axe(desk)

    sign_in(desk, olga)
    desk.goto("/admin/registry/imports/")
    desk.get_by_role("link", name="Загрузить таблицу").click()
    desk.get_by_label("Что в файле").select_option(label="ул. Ленина, 1")
    desk.locator("#id_file").set_input_files(
        {"name": "реестр.xlsx", "mimeType": "", "buffer": xlsx(TITLE, HEADER, *ROWS, merged=["A1:D1"])}
    )
    look()
    desk.get_by_role("button", name="Продолжить").click()
    desk.get_by_role("button", name="Проверить файл").wait_for()
    number = desk.get_by_label("Номер квартиры или помещения")
    assert number.locator("option:checked").inner_text() == "C · № квартиры"
    assert desk.get_by_role("cell", name="1 030,25").is_visible()
    look()
    desk.get_by_role("button", name="Проверить файл").click()
    desk.get_by_role("heading", name="Что изменится").wait_for()

    assert desk.locator(".registry-counts dd").all_inner_texts() == ["2", "0", "0", "0", "1"]
    assert desk.get_by_role("row", name=re.compile("5.*Площадь не читается")).is_visible()
    look()
    assert Premises.objects.count() == 0
    desk.get_by_role("button", name="Применить импорт").click()
    desk.get_by_text("Импорт применяется").wait_for()
    look()
    carry_out_imports()
    # With scripts the page itself finds out that the work is done.
    if not desk.has_scripts:
        desk.get_by_role("link", name="Что уже сделано").click()
    desk.get_by_text("Импорт применён").wait_for()
    look()
    assert set(Premises.objects.values_list("number", "area_hundredths")) == {("1", 4560), ("2а", 103025)}

    desk.get_by_role("link", name="Отменить импорт").click()
    desk.get_by_role("link", name="Не отменять").wait_for()
    look()
    desk.get_by_role("button", name="Отменить импорт").click()
    desk.get_by_text("реестр стал таким, каким был до него").wait_for()
    assert Premises.objects.count() == 0
