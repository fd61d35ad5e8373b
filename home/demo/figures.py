"""The demo's figures: the real totals of 2022 of the city of this practice, and what the demo itself holds."""

from core import clock
from figures import actions
from figures.definitions import Place
from figures.models import YearTotal
from figures.showing import Figures
from home.demo.build import Town
from municipalities.models import StaffRole

SOURCE = "отчёт города о практике за 2022 год"
# The closed city's own numbers; no other year is known, and none is made up.
OF_2022 = {
    "meetings": 49,
    "participants": 2500,
    "voiced": 1600,
    "solved": 638,
    "sessions": 13,
    "hearings": 7,
    "receptions": 60,
    "events": 65,
}
WORDS = {
    "background": "Вопросы о дворах приходили в чаты и на приёмы. Кто, когда и что обещал, не знал никто.",
    "aims": "Слышать каждый двор, давать на каждую проблему срок и исполнителя, показывать сделанное по адресам.",
    "partners": "Глава города, отдел контроля, подразделения администрации, управляющая организация, советы домов.",
    "strengths": "Жители участвуют в работах, а не только просят: каждое поручение видно до приёмки.",
    "weaknesses": "Многое зависит от активности жителей, её нужно поддерживать.",
}


def count(town: Town) -> None:
    """Enter the earlier year, count the rest, and sign the report of last year where there is something to report."""
    municipality = town.municipality
    if municipality.kind == "city":
        YearTotal.objects.bulk_create(
            YearTotal(municipality=municipality, year=2022, figure=code, value=value, source=SOURCE)
            for code, value in OF_2022.items()
        )
    with clock.set_to(town.now):
        actions.refresh(municipality)
        last_year = municipality.today(town.now).year - 1
        if municipality.kind == "city" and last_year in Figures.of(Place(municipality)).counted_years:
            _report(town, last_year)


def _report(town: Town, year: int) -> None:
    editor, head = town.staff[StaffRole.EDITOR], town.staff[StaffRole.HEAD]
    report = actions.order_report(town.municipality, by=editor, year=year)
    actions.rewrite_report(report, by=editor, **WORDS)
    actions.build_reports()
    report.refresh_from_db()
    actions.sign_report(report, by=head, seal=actions.seal_of(report))
