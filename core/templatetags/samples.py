"""Invented material for /styleguide/, where each component is shown in each of its states."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms, template
from django.core.paginator import Paginator
from django.utils import timezone

register = template.Library()

ICONS = (
    "home building vote calendar chart search eye user users chat megaphone check check-circle x-circle minus-circle "
    "clock overdue flag wrench camera pin doc download share phone hand ruble arrow-right arrow-left down plus close "
    "pencil filter printer bell info warning seal tree briefcase bulb lock list reply ruler"
).split()


class SampleForm(forms.Form):
    """One field of each look that the form pack knows."""

    flat = forms.CharField(label="Номер квартиры", help_text="Видит только старший по дому.", max_length=10)
    phone = forms.RegexField(
        r"^\+7 \d{3}",
        label="Телефон",
        error_messages={"invalid": "Введите телефон, например +7 900 000-00-00"},
        required=False,
    )
    topic = forms.ChoiceField(label="Рубрика", choices=[("r", "Дороги и тротуары"), ("l", "Освещение")])
    why = forms.CharField(label="Почему это нужно?", widget=forms.Textarea, max_length=1500, required=False)
    day = forms.DateField(
        label="Когда", widget=forms.DateInput(attrs={"type": "date", "class": "input--s"}), required=False
    )
    file = forms.FileField(label="Документ", required=False)
    reply = forms.ChoiceField(
        label="Как вам отвечать?",
        choices=[("feed", "В ленте дома"), ("mail", "Письмом\nПридёт на почту из профиля")],
        widget=forms.RadioSelect,
    )
    term = forms.ChoiceField(
        label="Срок",
        choices=[("1", "Сутки"), ("7", "Неделя"), ("30", "Месяц")],
        widget=forms.RadioSelect(attrs={"class": "seg"}),
    )
    help = forms.MultipleChoiceField(
        label="Чем поможете",
        choices=[("hands", "Руками"), ("tools", "Инструментом")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    choice = forms.ChoiceField(
        label="Ваш голос",
        choices=[
            ("for", "За\nСогласен с проектом и взносом 1 850 ₽ с квартиры"),
            ("against", "Против\nОставить всё как есть"),
            ("abstain", "Воздерживаюсь\nГолос учтём для кворума"),
        ],
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
    )
    consent = forms.BooleanField(label="Согласие на обработку персональных данных", help_text="Можно отозвать.")


@register.simple_tag
def samples():
    """Everything the page of components shows."""
    now = timezone.now()
    return SimpleNamespace(
        icons=ICONS,
        colours=("deep", "brand", "action", "lit", "park", "slate", "page", "tint"),
        now=now,
        later=now + timedelta(days=20),
        soon=now + timedelta(days=2),
        past=now - timedelta(days=2),
        form=SampleForm(auto_id="ok_%s"),
        bad=SampleForm({"phone": "8 900", "why": "Качели опасные"}, auto_id="bad_%s"),
        result=[("за", 243), ("против", 49), ("воздержались", 26)],
        steps=[
            {"title": "Идея", "note": "2 апреля", "state": "done"},
            {"title": "Поддержка соседей", "note": "42 из 30", "state": "done"},
            {"title": "Голосование", "note": "до 14 июня", "state": "now"},
            {"title": "Работы", "note": "июль"},
            {"title": "Приёмка", "note": "сентябрь"},
        ],
        tabs=[
            {"label": "Лента", "url": "#s-table", "icon": "list", "current": True},
            {"label": "Инициативы", "url": "#s-table", "icon": "bulb", "count": 4},
            {"label": "Документы", "url": "#s-table", "count": 12},
        ],
        page=Paginator(range(200), 20).page(3),
        points=[
            {"lat": 53.2035, "lon": 45.1690, "label": "ул. Ленина, 1", "url": "#s-map"},
            {"lat": 53.2052, "lon": 45.1745, "label": "ТОС «Юбилейный»", "kind": "park"},
            {"lat": 53.2010, "lon": 45.1722, "label": "пр. Мира, 45", "note": "Идут работы"},
        ],
    )
