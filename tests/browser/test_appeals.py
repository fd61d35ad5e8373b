"""A message to the administration, from a phone in the yard to the author's «да, это так»."""

from playwright.sync_api import expect

from appeals import actions
from appeals.models import AnswerTemplate, Appeal, AppealCategory, AppealState
from assignments import actions as assignments
from tests.browser.conftest import DESKTOP
from tests.pictures import encoded, picture

TITLE = "Яма у второго подъезда"


def photo():
    return {"name": "yama.jpg", "mimeType": "image/jpeg", "buffer": encoded(picture((800, 500)), "JPEG")}


def state():
    return Appeal.objects.get(title=TITLE).state


def send(page):
    """The button of the form that the page is about."""
    page.locator("main form button.btn:not([name]):not([type=button]):not(.btn--2)").first.click()


def report(page, look):
    page.goto("/appeals/new/")
    look(page)
    page.get_by_role("link", name="Ямы на дорогах").click()
    page.wait_for_url("**/new/?category=*")
    look(page)
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_text").fill("Глубиной с ведро, машины объезжают по газону.")
    page.locator("#id_place").fill("ул. Ленина, 1, подъезд 2")
    page.locator("#id_photos").set_input_files([photo()])
    send(page)
    page.get_by_role("heading", name=TITLE, level=1).wait_for()
    look(page)


def answer_from_a_template(page, look, text):
    page.goto("/appeals/desk/")
    look(page)
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url("**/sheet/")
    look(page)
    page.locator("a[href$='/answer/']").first.click()
    page.wait_for_url("**/answer/")
    look(page)
    page.locator("#id_template").select_option(label="Взяли в работу по дорогам")
    page.locator("button[name=fill]").click()
    expect(page.locator("#id_text")).to_have_value("Заделаем до ____.")
    page.locator("#id_text").fill(text)
    page.locator("button[name=preview]").click()
    page.locator(".answer").get_by_text(text).wait_for()
    look(page)
    send(page)
    page.wait_for_url("**/sheet/")


def take_under_control(page, look):
    page.goto("/appeals/desk/?tab=disputed")
    look(page)
    page.get_by_role("link", name=TITLE).click()
    page.wait_for_url("**/sheet/")
    page.locator("a[href$='/control/'].btn").click()
    page.wait_for_url("**/control/")
    look(page)
    page.locator("#id_title").fill("Засыпать яму")
    page.locator("input[name=term][value='5']").check()
    send(page)
    page.wait_for_url("**/sheet/")
    page.get_by_role("link", name="Засыпать яму").wait_for()


def test_a_message_goes_round_to_its_author(new_page, sign_in, look, town, lenina, anna, gleb, nina, roads):
    AppealCategory.objects.create(municipality=town, name="Ямы на дорогах", department=roads)
    AnswerTemplate.objects.create(
        municipality=town, department=roads, name="Взяли в работу по дорогам", text="Заделаем до ____."
    )
    phone, desk, control = new_page(), new_page(viewport=DESKTOP), new_page(viewport=DESKTOP)

    # One after another: signing in as somebody else ends the session before.
    sign_in(phone, anna)
    report(phone, look)
    appeal = Appeal.objects.get(title=TITLE)
    assert (appeal.department, appeal.photos.count()) == (roads, 1)

    sign_in(desk, gleb)
    answer_from_a_template(desk, look, "Заделаем до пятницы.")
    assert state() == AppealState.ANSWERED

    sign_in(phone, anna)
    phone.goto(appeal.get_absolute_url())
    phone.get_by_text("Заделаем до пятницы.").wait_for()
    look(phone)
    phone.locator("a[href$='/dispute/']").first.click()
    phone.wait_for_url("**/dispute/")
    phone.locator("#id_text").fill("Прошла неделя, яма на месте.")
    send(phone)
    phone.get_by_text("Прошла неделя, яма на месте.").wait_for()
    assert state() == AppealState.REOPENED

    sign_in(control, nina)
    take_under_control(control, look)
    assignment = Appeal.objects.get(title=TITLE).assignment
    assignments.start(assignment, by=gleb)
    assignments.report(assignment, by=gleb, text="Яма засыпана и закатана.")
    assignments.close(assignment, by=nina)

    sign_in(phone, anna)
    phone.goto(appeal.get_absolute_url())
    phone.get_by_text("Яма засыпана и закатана.").wait_for()
    phone.locator("form[action$='/confirm/'] button").click()
    phone.locator("form[action$='/confirm/']").wait_for(state="detached")
    assert state() == AppealState.CONFIRMED


def test_the_desk_without_scripts_and_on_a_phone(no_script_page, page, sign_in, look, town, anna, gleb, roads):
    category = AppealCategory.objects.create(municipality=town, name="Ямы на дорогах", department=roads)
    template = AnswerTemplate.objects.create(municipality=town, name="Заделаем по дорогам", text="Заделаем.")
    actions.file_appeal(by=anna, municipality=town, title=TITLE, category=category, place="ул. Ленина, 1")
    for each in (no_script_page, page):
        sign_in(each, gleb)
        each.goto("/appeals/desk/")
        look(each)
        each.get_by_role("link", name=TITLE).click()
        each.wait_for_url("**/sheet/")
        look(each)

    no_script_page.locator("a[href$='/answer/']").first.click()
    no_script_page.locator("#id_text").fill("Здравствуйте!")
    no_script_page.locator("#id_template").select_option(str(template.pk))
    no_script_page.locator("button[name=fill]").click()

    assert no_script_page.locator("#id_text").input_value().replace("\r", "") == "Здравствуйте!\n\nЗаделаем."
