"""What was voiced at a meeting that is past, and what has come of each problem by today: every fate there is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from appeals import actions as messages
from assignments import actions as work
from core import clock
from home.demo import pictures
from home.demo.build import Town
from meetings import actions
from meetings.models import Meeting, Problem
from municipalities.models import Department, StaffRole

# Days after the meeting; what lies ahead of today has not happened yet.
REPORTED_AFTER, ACCEPTED_AFTER = 9, 11
# So lately that its author may still disagree.
JUST_NOW = 2


@dataclass(frozen=True)
class Voice:
    """Words as they are noted, and how it ends: promised, reported, done, confirmed, answered, forwarded, declined,
    undecided. `term` is in days; `words` are the report, the answer or the reason."""

    text: str
    ends: str
    term: int = 14
    words: str = ""
    photo: str = ""
    speaker: str = ""


VOICES = (
    Voice("У второго подъезда третью неделю не горит фонарь. Вечером не видно ступенек.", "confirmed", 7,
          "Лампа и патрон заменены, фонарь проверен вечером.", "sidewalk-before", "Валентина, 2-й подъезд"),
    Voice("Сиденье качелей держится на одной цепи.", "confirmed", 10,
          "Цепь и сиденье заменены, крепления осмотрены на всей площадке.", "playground-before"),
    Voice("На повороте у дома вода стоит неделю после каждого дождя. Дети идут в школу по проезжей части.", "done", 14,
          "Ливнёвка прочищена, просевшая плитка переложена на 12 метрах.", "sidewalk-before"),
    Voice("Вернуть урну у остановки.", "reported", 14, "Урна установлена на прежнем месте."),
    Voice("Спилить сухой тополь у въезда, ветки падают на машины.", "promised", 20, photo="square-before"),
    Voice("Сделать съезд для колясок у третьего подъезда.", "promised", 120, speaker="мама с коляской, 3-й подъезд"),
    Voice("Обновить разметку парковки и место для инвалида.", "promised", 90),
    Voice("Когда дадут отопление?", "answered",
          words="Пуск начинается, когда пять дней подряд в среднем холоднее +8 °C. О дне скажем в ленте дома."),
    Voice("Кто убирает снег между гаражами и домом?", "answered",
          words="Эта полоса относится к городу, её чистит подрядчик до 7:00. Если не убрано, напишите нам до обеда."),
    Voice("Увеличить пенсии и пособия.", "forwarded", words="Размер пенсии определяет Социальный фонд."),
    Voice("Поставить шлагбаум только для жителей первого подъезда.", "declined",
          words="Проезд общий: закрыть его для соседей нельзя. Решение о шлагбауме принимает собрание жителей."),
    Voice("В подвале сыро, пахнет из продуха.", "undecided"),
)  # fmt: skip
MINUTES = (
    "Глава рассказал о планах на двор и ответил на вопросы, заданные заранее. Договорились: сначала безопасность — "
    "свет, качели, ливнёвка; разметка и съезд для колясок — в тёплое время. О том, что сделано, доложим на "
    "контрольной встрече."
)


def voice(town: Town, meeting: Meeting, *, attendance: int = 43, voices=VOICES) -> Meeting:
    """Hold a meeting that is past: the desk, the closing report, and the work that followed until now."""
    controller = town.staff[StaffRole.CONTROLLER]
    departments = list(Department.objects.within(town.municipality).order_by("pk"))
    noted = []
    for number, one in enumerate(voices):
        with clock.set_to(meeting.starts_at + timedelta(minutes=5 + 6 * number)):
            noted.append((one, _note(town, meeting, one, number, departments)))
    with clock.set_to(meeting.starts_at + timedelta(minutes=20)):
        actions.count_heads(meeting, by=controller, client_id=UUID(int=meeting.pk), change=attendance)
    with clock.set_to(meeting.ends_at + timedelta(hours=1)):
        meeting = actions.hold(
            meeting, by=controller, attendance=attendance, minutes=MINUTES, pictures=[pictures.upload("meeting")]
        )
    for one, problem in noted:
        _carry_out(town, meeting.ends_at, one, problem)
    with clock.set_to(town.now):
        messages.confirm_silent()
    meeting.refresh_from_db()
    return meeting


def _note(town, meeting, one: Voice, number: int, departments) -> Problem:
    title, text = actions.split_note(one.text)
    work_follows = one.ends in ("promised", "reported", "done", "confirmed")
    # Only the first department has a specialist with an account, who reports; the others are still at work.
    department = departments[0] if one.ends != "promised" else departments[(number % (len(departments) - 1)) + 1]
    return actions.record_problem(
        meeting,
        by=town.staff[StaffRole.CONTROLLER],
        client_id=UUID(int=meeting.pk * 1000 + number),
        title=title,
        text=text,
        department=department if work_follows else None,
        due_at=meeting.ends_at + timedelta(days=one.term) if work_follows else None,
        answer=one.words if one.ends == "answered" else "",
        photo=pictures.upload(one.photo, variant=number) if one.photo else None,
        speaker=one.speaker,
    )


def _carry_out(town, held_at: datetime, one: Voice, problem: Problem) -> None:
    controller, specialist = town.staff[StaffRole.CONTROLLER], town.staff[StaffRole.SPECIALIST]
    appeal = problem.appeal

    def act(days, do) -> None:
        at = held_at + timedelta(days=days)
        if at < town.now:
            with clock.set_to(at):
                do()

    if one.ends == "forwarded":
        act(2, lambda: messages.forward(appeal, by=controller, body="Социальный фонд России", text=one.words))
    elif one.ends == "declined":
        act(3, lambda: messages.decline(appeal, by=controller, reason=one.words))
    elif one.ends in ("reported", "done", "confirmed"):
        act(1, lambda: work.accept(appeal.assignment, by=specialist))
        act(min(REPORTED_AFTER, one.term - 1), lambda: work.report(appeal.assignment, by=specialist, text=one.words))
        lately = (town.now - held_at).days - JUST_NOW
        if one.ends != "reported":
            act(max(ACCEPTED_AFTER, lately) if one.ends == "done" else ACCEPTED_AFTER,
                lambda: work.close(appeal.assignment, by=controller))  # fmt: skip
