"""What a small town usually hears about, and whose job that is. The administrator rewrites it in the admin."""

from typing import NamedTuple

from django.db import transaction

from appeals.models import AnswerTemplate, AppealCategory, AppealSettings, TermUnit

HOURS, DAYS = TermUnit.HOURS, TermUnit.DAYS


class Line(NamedTuple):
    """One line of the routing table. `field`: whose work it is; "" for what is not the administration's."""

    name: str
    field: str
    guidance: str
    phone: str = ""
    amount: int = 9
    unit: str = HOURS
    is_violation: bool = False


# The guidance is of the town's residents and stands in their language.
LINES = (
    Line(
        "Дороги, тротуары и проезды",
        "roads",
        "Ямы, лужи, разметка, знаки. Двором, если земля под ним общая, занимается управляющая организация.",
    ),
    Line(
        "Снег и гололёд",
        "roads",
        "Дороги и тротуары чистит город. Крыльцо, двор и крышу — управляющая организация: сначала позвоните ей.",
    ),
    Line(
        "Уличное освещение",
        "lighting",
        "Назовите номер опоры, если он виден. Свет в подъезде и над ним — управляющая организация.",
    ),
    Line(
        "Мусор и контейнерные площадки",
        "housing",
        "Если контейнеры не вывезли, в первый день помогает диспетчер регионального оператора.",
    ),
    Line("Двор, детские и спортивные площадки", "yards", "Сломанное оборудование, опасные качели, новая площадка."),
    Line(
        "Деревья и озеленение",
        "yards",
        "Если дерево упало на провода или машину, сначала позвоните в службу 112.",
        "112",
    ),
    Line("Автобусы и остановки", "roads", "Расписание, остановочные павильоны, поведение водителя.", "", 3, DAYS),
    Line(
        "Бездомные животные",
        "housing",
        "Если животное нападает или укусило человека, звоните 112.",
        "112",
        3,
        DAYS,
    ),
    Line(
        "Работа управляющей организации",
        "housing",
        "Начисления, уборка, ремонт подъезда: сначала напишите в управляющую организацию, она отвечает за 10 дней. "
        "Сюда — если не ответила.",
        "",
        5,
        DAYS,
    ),
    Line(
        "Нарушение правил благоустройства",
        "control",
        "Парковка на газоне, самовольная торговля, свалка, объявления на фасадах. Нужны место и что нарушено.",
        "",
        5,
        DAYS,
        True,
    ),
    Line(
        "Земля и постройки", "control", "Самовольный забор, захват земли, стройка без разрешения.", "", 5, DAYS, True
    ),
    Line("Другое", "housing", "Если не знаете, кто за это отвечает: мы передадим тому, кто отвечает.", "", 9, HOURS),
    Line(
        "Авария: нет воды, тепла, света",
        "",
        "Это работа аварийной службы: она принимает вызов по телефону круглосуточно. Сообщение на сайте её не "
        "заменит.",
        "112",
    ),
    Line("Запах газа", "", "Откройте окна, выйдите из дома и сразу звоните. Сайт здесь не поможет.", "104"),
    Line(
        "Преступление, шум ночью, ДТП",
        "",
        "Этим занимается полиция. Звоните 102; о пострадавших — 103 или 112.",
        "102",
    ),
    Line(
        "Больница, школа, детский сад",
        "",
        "Сначала — к руководителю учреждения. Медицина и образование отвечают через Госуслуги: «Решаем вместе».",
    ),
)
# Name, field ("" for everybody) and text.
TEMPLATES = (
    (
        "Взяли в работу",
        "",
        "Здравствуйте! Спасибо, что написали. Специалисты осмотрели место. Работы выполним до ____.",
    ),
    (
        "Это территория дома",
        "housing",
        "Здравствуйте! Эта территория входит в границы участка вашего дома, её содержит управляющая организация "
        "____, телефон диспетчера ____. Мы передали ей ваше сообщение и просили ответить вам до ____.",
    ),
    (
        "Уборка снега выполнена",
        "roads",
        "Здравствуйте! Участок очищен ____. Если снег вернётся, напишите нам ещё раз.",
    ),
    ("Светильник заменён", "lighting", "Здравствуйте! Светильник на опоре № ____ заменён ____. Спасибо за сигнал."),
    (
        "Включено в план",
        "",
        "Здравствуйте! В этом году денег на эту работу нет. Мы включили её в перечень на следующий год под № ____. "
        "Если соседи поддержат инициативу на сайте, она может пройти раньше.",
    ),
)


@transaction.atomic
def seed(municipality, departments: dict | None = None) -> list[AppealCategory]:
    """Give a town its usual categories and templates; what was changed there already is left as it is.

    `departments`: the department of each field of work (roads, lighting, housing, yards, control); a category whose
    department nobody has named yet is not offered to residents, until a later call or the administrator names it.
    """
    departments = departments or {}
    AppealSettings.objects.get_or_create(municipality=municipality)
    for order, line in enumerate(LINES):
        department = departments.get(line.field)
        category, created = AppealCategory.objects.get_or_create(
            municipality=municipality,
            name=line.name,
            defaults={
                "department": department,
                "guidance": line.guidance,
                "emergency_phone": line.phone,
                "is_violation": line.is_violation,
                "answer_amount": line.amount,
                "answer_unit": line.unit,
                "order": order,
                "is_active": not line.field or department is not None,
            },
        )
        if not created and department is not None and category.department_id is None:
            # The town was founded before its departments.
            category.department, category.is_active = department, True
            category.save(update_fields=["department", "is_active"])
    for name, field, text in TEMPLATES:
        template, _created = AnswerTemplate.objects.get_or_create(
            municipality=municipality, name=name, defaults={"department": departments.get(field), "text": text}
        )
        if field in departments and template.department_id is None:
            template.department = departments[field]
            template.save(update_fields=["department"])
    return list(AppealCategory.objects.within(municipality))
