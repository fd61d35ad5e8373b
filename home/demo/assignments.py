"""Assignments of the administration's own in the demo towns, at every state: given, late, on check, done."""

from dataclasses import dataclass

from assignments import actions
from assignments.models import AssignmentSource
from communities.staff import give_role
from core import clock
from home.demo import pictures
from home.demo.build import Town
from home.demo.timeline import Play
from initiatives.actions import give_assignment
from initiatives.models import Initiative, InitiativeState
from municipalities.models import Department, StaffMember, StaffRole
from municipalities.working import due_at


@dataclass(frozen=True)
class Promise:
    """`given` days ago for `days` working days; `course` is what followed: (days ago, act, words)."""

    house: int
    department: int
    title: str
    given: float
    days: int
    text: str = ""
    place: str = ""
    course: tuple[tuple[float, str, str], ...] = ()
    scene: str = ""
    personal: bool = False
    helps: int | None = None


ZARECHNY = (
    Promise(
        0, 0, "Спилить сухой тополь у входа в сквер", 24, 10,
        "Дерево наклонилось к дорожке. Порубочный билет оформить до начала работ.", "сквер у дома",
        course=((22, "accept", ""), (20, "plan_step", "Оформить порубочный билет")),
        personal=True,
    ),
    Promise(
        1, 2, "Заменить лампы у второго подъезда", 12, 5, place="над входом в подъезд 2",
        course=((11, "start", ""),),
    ),
    Promise(
        2, 0, "Вернуть урну у остановки", 9, 7, place="остановка «Ленина, 5»",
        course=((8, "accept", ""), (0.3, "report", "Урна установлена и закреплена.")),
    ),
    Promise(
        0, 1, "Отремонтировать дорожку к школе", 40, 25,
        "Разбитая плитка, после дождя стоит вода. Обеспечить проход на время работ.", "от дома до калитки школы",
        course=(
            (38, "start", ""), (33, "plan_step", "Демонтировать старую плитку"), (27, "finish_step", ""),
            (12, "report", "Уложено 140 м² плитки, установлены два фонаря."),
            (11, "close", "Принято на месте вместе со старшей по дому."),
        ),
        scene="sidewalk", helps=2,
    ),
    Promise(
        3, 0, "Очистить ливневую решётку у въезда", 14, 8, place="въезд во двор",
        course=(
            (13, "start", ""), (5, "report", "Решётку очистили."),
            (4, "send_back", "На снимке не видно, уходит ли вода. Пролейте и покажите."),
        ),
    ),
    Promise(
        1, 0, "Перенести контейнер на 15 метров от окон", 6, 12, place="площадка во дворе",
        course=((5, "accept", ""),),
    ),
    Promise(
        4, 1, "Посадить рябины вдоль ограды, 18 штук", 20, 30, place="палисадник",
        course=(
            (18, "start", ""), (17, "plan_step", "Закупить саженцы"), (10, "finish_step", ""),
            (3, "ask_extension", "Саженцы придут после заморозков"),
        ),
    ),
    Promise(2, 2, "Проверить опоры освещения в сквере", 3, 3, course=((2, "accept", ""),), personal=True),
    Promise(
        5, 1, "Нанести разметку парковочных мест", 30, 10,
        course=(
            (29, "start", ""),
            (21, "cancel", "Проезд ремонтируют целиком: разметку нанесёт подрядчик после укладки асфальта."),
        ),
    ),
    Promise(3, 0, "Убрать брошенный прицеп", 1, 10, place="у торца дома"),
    Promise(
        0, 1, "Благоустроить пустырь за домом", 120, 60,
        "Сквер по решению жителей: дорожки, скамейки, освещение.", "за домом",
        course=(
            (118, "start", ""), (45, "report", "Разбит сквер: две дорожки, четыре скамейки, шесть фонарей."),
            (44, "close", ""),
        ),
        scene="square", helps=0,
    ),
)  # fmt: skip
PALANA = (
    Promise(
        0, 0, "Расчистить снег у детского сада до проезда", 9, 4, place="проезд к детскому саду",
        course=((8, "start", ""),),
    ),
    Promise(
        1, 0, "Утеплить ввод воды в подвале", 15, 12, "До устойчивых морозов.", "подвал, первый подъезд",
        course=((14, "accept", ""), (0.4, "report", "Ввод утеплён, греющий кабель проверен.")),
    ),
    Promise(2, 1, "Снести аварийный сарай", 30, 15, place="за домом", course=((28, "start", ""),), personal=True),
    Promise(
        0, 0, "Выровнять дорожку к магазину", 60, 30, place="от дома к магазину",
        course=((58, "start", ""), (25, "report", "Дорожка отсыпана и выложена плиткой."), (24, "close", "")),
        scene="sidewalk",
    ),
    Promise(1, 1, "Проверить договор аренды гаража", 4, 10, course=((3, "accept", ""),)),
)  # fmt: skip


def promises(town: Town) -> list[Play]:
    """The town's assignments as stories, each step by the person who would take it."""
    staff = _workers(town)
    here = ZARECHNY if town.municipality.name == "Заречный" else PALANA
    return [*(_life(town, promise, staff) for promise in here), _of_initiatives(town, staff)]


def _workers(town: Town) -> list[tuple[Department, object]]:
    """Every department, in the order of the town, with a specialist; who is missing is hired."""
    found = []
    for name, _phone in town.place.departments:
        department = Department.objects.get(municipality=town.municipality, name=name)
        post = StaffMember.objects.filter(department=department, role=StaffRole.SPECIALIST).order_by("pk").first()
        found.append((department, post.user if post else _hire(town, department)))
    return found


def _hire(town: Town, department):
    with clock.set_to(town.days_ago(390)):
        user = town.person()
        give_role(
            user,
            StaffRole.SPECIALIST,
            municipality=town.municipality,
            by=town.operator,
            department=department,
            position="специалист",
        )
    return user


def _life(town: Town, promise: Promise, staff) -> Play:
    municipality, controller = town.municipality, town.staff[StaffRole.CONTROLLER]
    department, worker = staff[promise.department]
    house = town.place.houses[promise.house % len(town.place.houses)]
    yield town.days_ago(promise.given)
    term = due_at(municipality, clock.now(), promise.days, "days", department=department)
    assignment = actions.issue(
        by=controller,
        municipality=municipality,
        department=department,
        due_at=term,
        title=promise.title,
        text=promise.text,
        place=promise.place,
        community=town.communities[house.title],
        co_executors=[] if promise.helps is None else [staff[promise.helps][0]],
        source=AssignmentSource.OTHER,
        is_personal=promise.personal,
    )
    for days, act, words in promise.course:
        yield town.days_ago(days)
        _step(town, assignment, act, words, promise, worker, controller, term)


def _step(town, assignment, act, words, promise, worker, controller, term) -> None:
    if act == "accept":
        actions.accept(assignment, by=worker)
    elif act == "start":
        actions.start(assignment, by=worker, before=_pictures(town, promise, worker, "before"))
    elif act == "plan_step":
        actions.plan_step(assignment, by=worker, title=words, due_on=town.municipality.today(term))
    elif act == "finish_step":
        actions.finish_step(assignment.steps.first(), by=worker)
    elif act == "ask_extension":
        later = due_at(town.municipality, term, 10, "days", department=assignment.department)
        # A term that is over cannot be asked for any more: then nobody did.
        if clock.now() < term:
            actions.ask_extension(assignment, by=worker, due_at=later, reason=words)
    elif act == "report":
        actions.report(assignment, by=worker, text=words, after=_pictures(town, promise, worker, "after"))
    elif act == "send_back":
        actions.send_back(assignment, by=controller, note=words)
    elif act == "close":
        actions.close(assignment, by=controller, note=words)
    else:
        actions.cancel(assignment, by=controller, reason=words)


def _pictures(town, promise, worker, when) -> list:
    if not promise.scene:
        return []
    return [pictures.of_work(f"{promise.scene}-{when}", by=worker, municipality=town.municipality)]


def _of_initiatives(town: Town, staff) -> Play:
    """What the controller gave the departments to do for initiatives that were approved."""
    yield town.days_ago(2)
    department, _worker = staff[0]
    approved = Initiative.objects.within(town.municipality).filter(
        state__in=[InitiativeState.APPROVED, InitiativeState.IN_PROGRESS]
    )
    for initiative in approved.order_by("pk")[:2]:
        give_assignment(
            initiative,
            by=town.staff[StaffRole.CONTROLLER],
            department=department,
            due_at=due_at(town.municipality, clock.now(), 15, "days", department=department),
            title=f"Провести закупку работ: {initiative.title}"[:200],
        )
