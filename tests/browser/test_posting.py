"""An activist posts an initiative from a phone: with scripts and without."""

from initiatives.models import Initiative, InitiativeState
from tests.initiatives.making import make_published
from tests.pictures import encoded, picture

PROBLEM = "Сиденье качелей держится на одной цепи, зимой упал первоклассник, мы писали об этом дважды."
PROPOSAL = "Убрать старые качели и поставить игровой городок."
RESULT = "Дети играют во дворе, и за них не страшно."


def photo(name, colour):
    return {"name": name, "mimeType": "image/jpeg", "buffer": encoded(picture((800, 500), colour=colour), "JPEG")}


def fits(page):
    """No sideways scrolling on a phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def wait_for_htmx(page):
    """It comes after the page; until then forms are sent whole."""
    page.wait_for_function("window.htmx !== undefined")


def write_words(page):
    page.get_by_label("В чём проблема?").fill(PROBLEM)
    page.get_by_label("Что предлагаем?").fill(PROPOSAL)
    page.get_by_label("Ожидаемый результат").fill(RESULT)
    page.get_by_label("Ориентир").fill("напротив подъезда 3")


def check_sent(page, photos):
    page.wait_for_url("**/initiatives/*/")
    initiative = Initiative.objects.get(title="Заменить опасные качели")
    assert initiative.state == InitiativeState.REVIEW
    assert initiative.cost_estimate == 1_070_000
    assert [row.photo.description for row in initiative.photos.all()] == photos
    assert initiative.cover is not None


def test_activist_posts_an_initiative_with_photos(page, sign_in, axe, vera, lenina):
    make_published("Починить качели во дворе", lenina)
    sign_in(page, vera)

    page.goto("/initiatives/new/")
    axe(page)
    fits(page)
    wait_for_htmx(page)
    with page.expect_response(lambda answer: "/initiatives/similar/" in answer.url):
        page.get_by_label("Коротко: что предлагаете?").press_sequentially("Заменить опасные качели", delay=5)
    page.get_by_text("Похожая инициатива уже есть").wait_for()
    axe(page)
    page.locator("input[name=category][value=yard]").check()
    page.get_by_role("button", name="Дальше").click()

    # What is missing is named, and what was typed stays.
    page.wait_for_url("**/edit/text/")
    page.get_by_label("В чём проблема?").fill("Качели")
    page.get_by_role("button", name="Дальше").last.click()
    page.get_by_role("link", name="Напишите, что нужно сделать").wait_for()
    assert page.get_by_label("В чём проблема?").input_value() == "Качели"
    axe(page)
    fits(page)

    write_words(page)
    page.locator("input[type=file]").set_input_files([photo("1.jpg", "red"), photo("2.jpg", "blue")])
    page.locator("[data-veche-photo-item]").nth(1).wait_for()
    page.get_by_label("Что на снимке").nth(0).fill("Качели с оборванной цепью")
    page.get_by_label("Что на снимке").nth(1).fill("Лужа у площадки")
    page.locator("input[type=file]").set_input_files(
        [{"name": "notes.txt", "mimeType": "text/plain", "buffer": b"not a picture"}]
    )
    page.locator(".uploads .err").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Дальше").last.click()

    page.wait_for_url("**/edit/money/")
    page.get_by_role("button", name="Добавить статью").click()
    page.locator("#id_cost-2-title").wait_for()
    page.locator("#id_cost-0-title").fill("Игровой городок")
    page.locator("#id_cost-0-amount").fill("920 000")
    page.locator("#id_cost-2-title").fill("Скамейки")
    page.locator("#id_cost-2-amount").fill("150000")
    page.get_by_role("button", name="Убрать статья 2").click()
    page.locator("#id_cost-2-title").wait_for(state="detached")
    assert page.locator("#id_cost-1-title").input_value() == "Скамейки"
    axe(page)
    fits(page)
    page.get_by_role("button", name="Дальше").last.click()

    page.wait_for_url("**/edit/group/")
    page.get_by_label("Позвать соседа").fill("nobody@example.org")
    page.get_by_role("button", name="Пригласить").click()
    page.get_by_text("он увидит приглашение").wait_for()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Дальше").last.click()

    page.wait_for_url("**/edit/check/")
    axe(page)
    fits(page)
    page.get_by_label("Подтверждаю").check()
    page.get_by_role("button", name="Отправить инициативу").click()
    check_sent(page, ["Качели с оборванной цепью", "Лужа у площадки"])


def test_activist_posts_without_scripts(no_script_page, sign_in, vera, lenina):
    page = no_script_page
    sign_in(page, vera)

    page.goto("/initiatives/new/")
    page.get_by_label("Коротко: что предлагаете?").fill("Заменить опасные качели")
    page.locator("input[name=category][value=yard]").check()
    page.get_by_role("button", name="Дальше").click()

    page.wait_for_url("**/edit/text/")
    write_words(page)
    page.locator("input[type=file]").set_input_files([photo("1.jpg", "red"), photo("2.jpg", "blue")])
    page.get_by_role("button", name="Отправить выбранные снимки").click()
    assert page.get_by_label("В чём проблема?").input_value() == PROBLEM
    page.get_by_label("Что на снимке").nth(0).fill("Лужа у площадки")
    page.get_by_label("Что на снимке").nth(1).fill("Качели с оборванной цепью")
    page.get_by_role("button", name="Сделать первым").nth(1).click()
    assert page.get_by_label("Что на снимке").nth(0).input_value() == "Качели с оборванной цепью"
    page.get_by_role("button", name="Удалить").nth(1).click()
    assert page.locator("[data-veche-photo-item]").count() == 1
    page.get_by_role("button", name="Дальше").last.click()

    page.wait_for_url("**/edit/money/")
    page.locator("#id_cost-0-title").fill("Игровой городок")
    page.locator("#id_cost-0-amount").fill("920 000")
    page.get_by_role("button", name="Добавить статью").click()
    assert page.locator("#id_cost-0-title").input_value() == "Игровой городок"
    page.locator("#id_cost-2-title").fill("Скамейки")
    page.locator("#id_cost-2-amount").fill("150 000 ₽")
    page.get_by_role("button", name="Дальше").last.click()
    page.wait_for_url("**/edit/group/")
    page.get_by_role("button", name="Дальше").last.click()
    page.wait_for_url("**/edit/check/")
    page.get_by_label("Подтверждаю").check()
    page.get_by_role("button", name="Отправить инициативу").click()
    check_sent(page, ["Качели с оборванной цепью"])


def test_list_is_filtered_in_place(page, axe, lenina, mira):
    make_published("Фонари у школы", lenina, category="lighting")
    make_published("Ёлка во дворе", mira, category="greenery")

    page.goto("/initiatives/")
    axe(page)
    fits(page)
    wait_for_htmx(page)
    with page.expect_response(lambda answer: "category=greenery" in answer.url):
        page.get_by_label("Рубрика").select_option("greenery")
    page.get_by_text("Фонари у школы").wait_for(state="detached")

    assert page.get_by_role("heading", name="Ёлка во дворе").is_visible()
    assert "category=greenery" in page.url
    page.get_by_role("link", name="На карте").click()
    page.locator(".map__pin").first.wait_for()
    axe(page)
