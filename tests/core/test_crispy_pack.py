"""The form pack: labels, hints and errors that are tied to their fields."""

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.utils import translation


class ReportForm(forms.Form):
    title = forms.CharField(label="Название", help_text="Одной строкой.", max_length=40)
    why = forms.CharField(label="Почему", widget=forms.Textarea, max_length=300, required=False)
    vote = forms.ChoiceField(
        label="Голос",
        choices=[("for", "За\nСогласен"), ("against", "Против")],
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
    )
    term = forms.ChoiceField(label="Срок", choices=[("1", "День")], widget=forms.RadioSelect(attrs={"class": "seg"}))
    consent = forms.BooleanField(
        label="Согласие", help_text="Можно отозвать.", error_messages={"required": "Отметьте согласие"}
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        self.add_error(None, "Всё вместе не сходится")


@pytest.fixture(autouse=True)
def in_russian():
    with translation.override("ru"):
        yield


def show(source, **context):
    page = Template("{% load crispy_forms_tags %}{% load veche_forms %}" + source).render(Context(context))
    return BeautifulSoup(page, "html.parser")


def test_field_ties_hint_and_error_to_the_input():
    page = show("{{ form|crispy }}", form=ReportForm({"why": "да"}))

    field = page.find(id="id_title")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "id_title_helptext id_title_error"
    assert page.find(id="id_title_helptext").text == "Одной строкой."
    assert page.find(id="id_title_error").text == "Ошибка: Заполните это поле."
    assert page.find("label", attrs={"for": "id_title"}).text == "Название"
    assert "field--bad" in page.find(id="div_id_title")["class"]


def test_every_described_element_exists():
    page = show("{{ form|crispy }}", form=ReportForm({}))

    wanted = {name for element in page.select("[aria-describedby]") for name in element["aria-describedby"].split()}
    assert len(wanted) >= 6
    assert {name for name in wanted if not page.find(id=name)} == set()


def test_summary_links_lead_to_fields_and_name_them():
    page = show("{{ form|crispy }}", form=ReportForm({}))

    links = page.select(".errs a")
    assert [link["href"] for link in links] == ["#id_title", "#id_vote_0", "#id_term_0", "#id_consent"]
    assert all(page.find(id=link["href"][1:]) for link in links)
    assert links[0].text == "Название: Заполните это поле."
    assert links[1].text.endswith(": Выберите ответ.")
    assert links[-1].text == "Отметьте согласие"
    assert "Всё вместе не сходится" in page.select_one(".errs").text
    assert page.select_one(".errs h2").text == "Проверьте 5 ответов"


def test_summary_is_said_once_when_the_page_puts_it_on_top():
    page = show("{% form_errors form %}<h1>Отчёт</h1>{{ form|crispy }}", form=ReportForm({}))

    assert len(page.select(".errs")) == 1
    assert page.select_one(".errs").find_next("h1")


def test_form_without_errors_has_no_summary():
    page = show("{{ form|crispy }}", form=ReportForm())

    assert not page.select(".errs, .err, .field--bad")


def test_optional_fields_say_so_and_compulsory_ones_do_not():
    page = show("{{ form|crispy }}", form=ReportForm())

    assert [mark.find_parent("div")["id"] for mark in page.select(".opt")] == ["div_id_why"]


def test_typed_text_stays_on_the_screen():
    page = show("{{ form|crispy }}", form=ReportForm({"why": "Качели <b>опасные</b>", "vote": "against"}))

    assert page.find(id="id_why").text.strip() == "Качели <b>опасные</b>"
    assert page.find(id="id_vote_1").has_attr("checked")


def test_choices_are_drawn_as_cards_or_as_a_segment():
    page = show("{{ form|crispy }}", form=ReportForm())

    card = page.find("label", attrs={"for": "id_vote_0"})
    assert card["class"] == ["pick", "pick--card"]
    assert card.small.text == "Согласен"
    assert not page.find(id="id_vote_0").has_attr("class")
    assert page.find(id="id_term_0").find_parent("div")["class"] == ["seg"]
    assert page.find(id="id_vote_0").find_parent("fieldset").legend.text.strip() == "Голос"


def test_long_text_counts_its_characters_in_the_readers_language():
    page = show("{{ form|crispy }}", form=ReportForm())

    left = page.find(id="id_why_left")
    assert left["data-left"] == "Осталось знаков: %s"
    assert left.text == "До 300 знаков"
    assert "id_why_left" in page.find(id="id_why")["aria-describedby"].split()


def test_formset_shows_its_own_errors():
    formset = forms.formset_factory(ReportForm, max_num=1, validate_max=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}

    page = show("{{ formset|crispy }}", formset=formset(data))

    assert page.select_one(".errs")
    assert page.find(attrs={"name": "form-TOTAL_FORMS"})
