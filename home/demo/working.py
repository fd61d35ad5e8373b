"""Working time of the demo towns: weekly hours, the hours of one department, a storm day of the last winter."""

from datetime import date, timedelta

from communities import working_time
from core import clock
from municipalities.models import CalendarDay, CalendarDayKind, Department, StaffRole, WorkSchedule

SATURDAY = 5
# Hours with lunch, Monday to Friday. In the Far North women work thirty-six hours a week, so offices close earlier.
WEEKS = {
    "Заречный": ["8:00–17:00 12:00–13:00"] * 4 + ["8:00–16:00 12:00–13:00"],
    "Палана": ["9:00–18:00 13:00–14:00"] * 4 + ["9:00–13:00"],
}
# Whose hours differ from those of the administration: lamps are mended from early in the morning.
DEPARTMENTS = {"Горсвет": ["7:00–16:00 11:00–12:00"] * 5}
STORM = "Палана"
STORM_NOTE = "Пурга: приём отменён, работают только дежурные службы"


def keep_hours(town) -> None:
    """Put the town's hours into force as of its founding, and load the calendars of this year and the next."""
    municipality, administrator = town.municipality, town.staff[StaffRole.ADMINISTRATOR]
    schedule = municipality.work_schedules.get()
    schedule.hours = working_time.week(*WEEKS[municipality.name])
    working_time.set_hours(schedule, by=administrator)
    for department in Department.objects.within(municipality).filter(name__in=DEPARTMENTS):
        own = WorkSchedule(municipality=municipality, department=department)
        own.hours = working_time.week(*DEPARTMENTS[department.name])
        working_time.set_hours(own, by=administrator)
    with clock.set_to(town.now):
        today = municipality.today()
        for year in (today.year, today.year + 1):
            working_time.load_calendar(municipality, year, by=administrator)
    if municipality.name == STORM:
        day = _last_winter(today)
        with clock.set_to(town.days_ago((today - day).days)):
            storm = CalendarDay(municipality=municipality, date=day, kind=CalendarDayKind.DAY_OFF, note=STORM_NOTE)
            working_time.set_day(storm, by=administrator)


def _last_winter(today: date) -> date:
    """A weekday in the first half of the last February, which has no holidays."""
    year = today.year if today > date(today.year, 2, 20) else today.year - 1
    day = date(year, 2, 10)
    return day if day.weekday() < SATURDAY else day + timedelta(days=2)
