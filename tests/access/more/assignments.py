"""Addresses of assignments."""

from datetime import timedelta

from assignments import actions
from assignments.models import AssignmentSource
from core import photos
from municipalities.models import StaffMember, StaffRole
from tests.access.route import (
    NO_METHOD_AFTER_SIGN_IN,
    READ,
    Route,
    everybody,
    one,
    only,
    signed_in,
)
from tests.cast import NOON
from tests.pictures import jpeg

# gleb is a specialist of the department, nina the controller.
EXECUTOR, DECIDERS, OFFICIALS = ("gleb",), ("nina",), ("gleb", "nina")


def _act(name, thing, *roles, is_filled=True, args=()) -> Route:
    """An act: an empty form comes back with its errors; what is only confirmed is done."""
    asked = only(*roles)
    done = asked if is_filled else only(*roles, status=302)
    return Route(f"assignments:{name}", asked, done, one(thing, *args))


ROUTES = [
    Route("assignments:control", only("nina").but(gleb=302), NO_METHOD_AFTER_SIGN_IN),
    Route("assignments:new", only("nina"), only("nina")),
    Route("assignments:group", everybody(405), only("nina", status=400)),
    Route("assignments:save_filter", everybody(405), only("nina", status=302)),
    Route(
        # It is another controller's.
        "assignments:drop_filter",
        everybody(405),
        signed_in(404),
        lambda world: [world.kept_filter.public_id],
    ),
    Route("assignments:list", READ),
    Route("assignments:mine", only(*OFFICIALS), NO_METHOD_AFTER_SIGN_IN),
    Route("assignments:detail", READ, args=one("promised")),
    Route("assignments:detail", only(*OFFICIALS, others=404, guest=404), args=one("promised_privately")),
    _act("accept", "promised", *EXECUTOR, is_filled=False),
    _act("start", "promised", *EXECUTOR),
    _act("plan_step", "promised", *EXECUTOR),
    _act("finish_step", "promised", *EXECUTOR, is_filled=False, args=[lambda world: world.work_step.pk]),
    _act("report", "promised", *EXECUTOR),
    _act("ask_extension", "promised", *EXECUTOR),
    _act("extend", "promised", *DECIDERS),
    _act("grant_extension", "promised", *DECIDERS, is_filled=False, args=[lambda world: world.asked_term.public_id]),
    _act("refuse_extension", "promised", *DECIDERS, args=[lambda world: world.asked_term.public_id]),
    _act("reassign", "promised", *DECIDERS),
    _act("send_back", "reported", *DECIDERS),
    _act("close", "reported", *DECIDERS),
    _act("cancel", "promised", *DECIDERS),
    Route(
        "assignments:photo",
        only(*OFFICIALS, others=404, guest=404),
        args=one("reported", lambda world: world.work_photo.public_id),
    ),
]


def fill(world) -> None:
    """What the addresses above need; the first specialist of the town is the cast's."""
    controller = world.people.controller
    worker = StaffMember.objects.within(world.town).filter(role=StaffRole.SPECIALIST).order_by("pk").first()
    specialist, department = worker.user, worker.department

    def give(stage, **fields):
        return actions.issue(
            by=controller,
            municipality=world.town,
            department=department,
            due_at=NOON + timedelta(days=3650),
            title=f"{world.word} поручение: {stage}",
            text=f"{world.word}: подробности",
            place=f"{world.word} подъезд",
            community=world.community,
            source=AssignmentSource.OTHER,
            **fields,
        )

    world.promised = give("дано")
    world.promised_privately = give("закрытое", is_public=False)
    world.reported = give("на проверке")
    world.work_step = actions.plan_step(world.promised, by=specialist, title=f"{world.word} шаг", due_on=NOON.date())
    world.asked_term = actions.ask_extension(
        world.promised, by=specialist, due_at=NOON + timedelta(days=3660), reason=f"{world.word}: дожди"
    )
    world.work_photo = photos.take_in(
        jpeg(), by=specialist, description=f"{world.word} яма", collection=world.town.collection, is_private=True
    )
    actions.report(world.reported, by=specialist, text=f"{world.word}: заделали", after=[world.work_photo])
    world.kept_filter = actions.save_filter(
        by=controller, municipality=world.town, name=f"{world.word} фильтр", query="tab=overdue"
    )
