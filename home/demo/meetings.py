"""Meetings of the demo towns: past with their problems, near, moved, called off, and one that checks promises."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone, translation

from core import clock
from core.text import public_id
from home.demo.build import Town
from home.demo.meeting_problems import voice
from meetings import actions
from meetings.models import Meeting, MeetingKind
from municipalities.models import StaffRole
from posters.actions import count_scan, make_meeting_packs
from posters.drafting import last_day_of, meeting_lines

K = MeetingKind
ANNOUNCED_BEFORE = 10
# Readers of the notice boards, by entrance.
READERS = (7, 3, 5, 2)


@dataclass(frozen=True)
class Gathering:
    """`day` counts from today; `places` name communities, none is the whole town; `ends` tells what became of it."""

    kind: str
    title: str
    place: str
    day: int
    hour: int = 18
    minutes: int = 90
    places: tuple[str, ...] = ()
    text: str = ""
    agenda: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    coming: int = 0
    official_url: str = ""
    ends: str = "announced"
    reason: str = ""
    attendance: int = 0
    said: str = ""
    # The activist of the first place calls it.
    by_activist: bool = False
    posters: bool = False
    follow_up: "Gathering | None" = None


CLEANUP_SAID = "Убрали листву за домом, собрали 60 мешков. Подкрасили лавочки у второго подъезда."

ZARECHNY = (
    Gathering(
        K.YARD, "Глава города придёт во двор домов Ленина, 1 и 3", "у детской площадки, вход со стороны дома 3", -26,
        places=("ул. Ленина, 1", "ул. Ленина, 3"), text="Говорим о свете, площадке и въезде во двор. Каждый вопрос "
        "запишем, назовём ответственного и срок.", agenda=("Освещение двора", "Детская площадка", "Въезд и парковка"),
        guests=("управляющая организация «Заречье-Сервис»",),
        questions=("Когда починят качели?", "Почему третью неделю темно у второго подъезда?"), coming=17,
        ends="voiced", attendance=43,
        follow_up=Gathering(
            K.YARD, "Что сделано во дворе домов Ленина, 1 и 3", "у детской площадки, вход со стороны дома 3", 16,
            places=("ул. Ленина, 1", "ул. Ленина, 3"), text="Контрольная встреча: отчитываемся о том, что обещали.",
            coming=6,
        ),
    ),
    Gathering(
        K.CLEANUP, "Осенний субботник во дворе", "сбор у второго подъезда", -40, hour=10, minutes=180,
        places=("ул. Зелёная, 12",), text="Грабли и мешки привезём, перчатки возьмите свои.", coming=9, ends="held",
        attendance=22, said=CLEANUP_SAID, by_activist=True,
    ),
    Gathering(
        K.YARD, "Глава города придёт во двор на проспекте Мира", "у подъезда 2 дома 45", 4, hour=17,
        places=("пр. Мира, 45", "пр. Мира, 47"), text="Говорим о тротуаре к школе, парковке и контейнерной площадке.",
        agenda=("Тротуар к школе", "Парковка у дома 47", "Контейнерная площадка"),
        guests=("управляющая организация «Заречье-Сервис»", "участковый уполномоченный"), coming=12,
        questions=("Когда доделают тротуар к школе?", "Можно ли перенести контейнеры подальше от окон?",
                   "Будет ли место для парковки инвалидов?"), posters=True,
    ),
    Gathering(
        K.CLEANUP, "Сажаем рябины вдоль дорожки", "сбор у первого подъезда", 6, hour=11, minutes=120,
        places=("ул. Ленина, 1",), text="Саженцы и лопаты есть. Детям найдётся дело.", coming=8, by_activist=True,
    ),
    Gathering(
        K.HEARING, "Публичные слушания по проекту бюджета города", "актовый зал, пр. 30-летия Победы, 27",
        12, hour=16, text="Проект и порядок участия — на официальной странице.",
        official_url="https://zarechny.example.org/hearings/budget",
    ),
    Gathering(
        K.YARD, "Встреча с заместителем главы по городскому хозяйству", "ул. Озёрная, у почты", 9,
        places=("ТОС «Лесной»",), text="Дороги частного сектора, вывоз мусора, родник.", coming=5, ends="moved",
        questions=("Кто следит за родником?",),
        reason="В назначенный день на улице Озёрной отключат свет для ремонта линии.",
    ),
    Gathering(
        K.HOUSE, "Собрание жильцов о ремонте подъездов", "холл первого подъезда", 3, hour=19, minutes=60,
        places=("ул. Ленина, 5",), coming=3, ends="cancelled", by_activist=True,
        reason="Подрядчик не успел подготовить смету. Новый день объявим отдельно.",
    ),
    Gathering(
        K.YARD, "Глава города придёт на улицу Строителей", "спортивная площадка у дома 20", 33,
        places=("ул. Строителей, 20",), ends="planned",
    ),
)  # fmt: skip
PALANA = (
    Gathering(
        K.YARD, "Глава посёлка встретится с жителями улицы Обухова", "у крыльца дома 6", -19,
        places=("ул. Обухова, 6",), text="Отопление, дворы зимой, набережная.",
        agenda=("Подготовка к зиме", "Освещение двора"), questions=("Когда дадут отопление?",), coming=8,
        ends="voiced", attendance=27,
        follow_up=Gathering(
            K.YARD, "Что сделано на улице Обухова", "у крыльца дома 6", 21, places=("ул. Обухова, 6",),
            text="Контрольная встреча: отчитываемся о том, что обещали.", coming=3,
        ),
    ),
    Gathering(
        K.RECEPTION, "Приём граждан главой посёлка", "администрация, кабинет 4", 5, hour=15, minutes=120,
        text="Запись — на официальной странице.", official_url="https://palana.example.org/reception",
    ),
    Gathering(
        K.CLEANUP, "Субботник на набережной", "сбор у мостков", 7, hour=11, minutes=180, places=("ТОС «Берег»",),
        text="Мешки и перчатки выдадим на месте.", coming=6, by_activist=True,
    ),
)  # fmt: skip


def meet(town: Town) -> None:
    """All the meetings of a town, each by the acts of those who hold it."""
    for gathering in ZARECHNY if town.place.host == "localhost" else PALANA:
        _hold(town, gathering)


def _at(town: Town, day: int, hour: int) -> datetime:
    tz = town.municipality.tz
    today = town.now.astimezone(tz).date()
    return datetime.combine(today + timedelta(days=day), time(hour), tz)


def _caller(town: Town, gathering: Gathering):
    return town.activists[gathering.places[0]] if gathering.by_activist else town.staff[StaffRole.CONTROLLER]


def _plan(town: Town, gathering: Gathering, first: Meeting | None) -> Meeting:
    starts_at = _at(town, gathering.day, gathering.hour)
    head = [] if gathering.by_activist else [town.staff[StaffRole.HEAD], town.staff[StaffRole.SPECIALIST]]
    fields = {
        "kind": gathering.kind,
        "title": gathering.title,
        "text": gathering.text,
        "place": gathering.place,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=gathering.minutes),
        "communities": [town.communities[title] for title in gathering.places],
        "hosts": [*head, *gathering.guests],
        "agenda": gathering.agenda,
        "official_url": gathering.official_url,
    }
    caller = _caller(town, gathering)
    if first is not None:
        return actions.plan_follow_up(first, by=caller, **fields)
    return actions.plan(by=caller, municipality=town.municipality, **fields)


def _hold(town: Town, gathering: Gathering, first: Meeting | None = None) -> None:
    caller = _caller(town, gathering)
    starts_at = _at(town, gathering.day, gathering.hour)
    planned_at = min(starts_at - timedelta(days=ANNOUNCED_BEFORE + 4), town.days_ago(3))
    if first is not None:
        planned_at = town.days_ago(2)
    with clock.set_to(planned_at):
        meeting = _plan(town, gathering, first)
    if gathering.ends == "planned":
        return
    announced_at = planned_at + timedelta(hours=20)
    with clock.set_to(announced_at):
        meeting = actions.announce(meeting, by=caller)
    _neighbours(town, gathering, meeting, announced_at)
    with clock.set_to(town.days_ago(1)):
        if gathering.ends == "moved":
            moved_to = starts_at + timedelta(days=3)
            meeting = actions.move(
                meeting, by=caller, starts_at=moved_to, ends_at=moved_to + timedelta(minutes=gathering.minutes),
                place=gathering.place, reason=gathering.reason,
            )  # fmt: skip
        elif gathering.ends == "cancelled":
            actions.cancel(meeting, by=caller, reason=gathering.reason)
    if gathering.posters:
        _hang(town, meeting, announced_at + timedelta(hours=2))
    if gathering.ends == "voiced":
        meeting = voice(town, meeting, attendance=gathering.attendance)
    elif gathering.ends == "held":
        with clock.set_to(meeting.ends_at + timedelta(hours=2)):
            meeting = actions.hold(meeting, by=caller, attendance=gathering.attendance, minutes=gathering.said)
    if gathering.follow_up:
        _hold(town, gathering.follow_up, meeting)


def _neighbours(town: Town, gathering: Gathering, meeting: Meeting, since: datetime) -> None:
    """Who comes, who asks, who asks the same: until an hour before the meeting, or until now."""
    people = [user for title in gathering.places for user in town.residents[title]]
    people = list(dict.fromkeys(people))
    until = min(meeting.starts_at - timedelta(hours=1), town.days_ago(1.5))
    step = max(timedelta(minutes=1), (until - since) / (len(people) + 4))
    questions = []
    for number, user in enumerate(people):
        with clock.set_to(since + step * (number + 1)):
            if number < len(gathering.questions):
                questions.append(actions.ask(meeting, by=user, text=gathering.questions[number]))
            for place, question in enumerate(questions):
                if question.author_id != user.pk and (number + place) % (2 + place) == 0:
                    actions.vote_question(question, by=user)
            if number < gathering.coming:
                actions.register(meeting, by=user)


def _hang(town: Town, meeting: Meeting, at: datetime) -> None:
    """Posters in every entrance of every house, read by those who pass."""
    with clock.set_to(at), translation.override("ru"), timezone.override(town.municipality.tz):
        packs = make_meeting_packs(
            meeting,
            list(meeting.communities.all()),
            by=town.staff[StaffRole.CONTROLLER],
            key=public_id(),
            lines=meeting_lines(meeting),
            last_day=last_day_of(meeting, now=at),
        )
    for pack in packs:
        for number, poster in enumerate(pack.posters.select_related("pack__municipality").order_by("entrance")):
            for scan in range(READERS[number % len(READERS)]):
                count_scan(poster, at=at + timedelta(hours=3 * scan + 1))
