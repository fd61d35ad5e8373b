"""What can be asked of neighbours, as it is offered to whoever draws up a vote."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voting.models import CountedBy, Method, Purpose, VoteKind

QUESTIONS, OPTIONS, PROJECTS = "questions", "options", "projects"


@dataclass(frozen=True)
class Shape:
    """One thing that can be asked: its kind, how it may be counted, and what its ballot lists."""

    name: str
    kind: str
    methods: tuple
    label: Promise
    hint: Promise
    icon: str
    counted_by: tuple = (CountedBy.PERSON, CountedBy.FLAT)
    purpose: str = Purpose.ORDINARY
    rows: str = OPTIONS


SHAPES = {
    shape.name: shape
    for shape in (
        Shape(
            "agenda",
            VoteKind.DECISION,
            (Method.AGENDA,),
            _("A decision on one or several questions"),
            _("To each question: for, against or abstain. When the neighbours have to decide something."),
            "check-circle",
            rows=QUESTIONS,
        ),
        Shape(
            "single",
            VoteKind.POLL,
            (Method.SINGLE,),
            _("A poll: one option"),
            _("Each chooses one option out of several. For example, the colour of the fence."),
            "vote",
        ),
        Shape(
            "multiple",
            VoteKind.POLL,
            (Method.MULTIPLE,),
            _("A poll: several options"),
            _("Each marks everything that suits. For example, convenient days for a clean-up."),
            "check",
        ),
        Shape(
            "ranking",
            VoteKind.POLL,
            (Method.SCHULZE,),
            _("A poll: put the options in order"),
            _("Each says what is best, what is second. For three and more options that resemble each other."),
            "chart",
        ),
        Shape(
            "budget",
            VoteKind.BUDGET,
            (Method.EQUAL_SHARES, Method.GREEDY),
            _("A shared budget"),
            _("There is a sum and there are projects with their cost: the neighbours choose which to carry out."),
            "ruble",
            counted_by=(CountedBy.PERSON,),
            rows=PROJECTS,
        ),
        Shape(
            "support",
            VoteKind.SUPPORT,
            (Method.SIGNATURES,),
            _("A gathering of signatures"),
            _("One proposal, and those who agree sign it. Nobody is asked to be against."),
            "pencil",
            counted_by=(CountedBy.PERSON,),
            rows="",
        ),
        Shape(
            "owners",
            VoteKind.DECISION,
            (Method.AGENDA,),
            _("Preparation of an owners' general meeting"),
            _(
                "An agenda, by the area of premises and by name. It has no legal force: it shows whether a meeting "
                "would gather, and prints papers for the real one."
            ),
            "doc",
            counted_by=(CountedBy.AREA,),
            purpose=Purpose.OWNERS,
            rows=QUESTIONS,
        ),
    )
}


def shapes_for(community) -> list[Shape]:
    """What makes sense here: owners of premises are those of a building."""
    return [shape for shape in SHAPES.values() if shape.purpose != Purpose.OWNERS or community.is_building]


def shape_of(vote) -> Shape:
    """The one by which a draft was drawn up."""
    return next(
        shape
        for shape in SHAPES.values()
        if (shape.kind, shape.purpose) == (vote.kind, vote.purpose) and vote.method in shape.methods
    )
