"""Addresses of figures and of annual reports."""

from django.core.files.base import ContentFile

from figures.models import AnnualReport, ReportFormat
from tests.access.route import MISSING, READ, Route, one, only
from tests.cast import NOON

# Who has reports made, who besides reads their drafts, who signs them.
MAKERS = ("vera", "nina", "egor", "olga")
READERS = ("gleb", *MAKERS)
SIGNERS = ("nina", "olga")


def act(name, roles, *, done=200):
    """An act on a draft: who may not see it does not find it, who may only read it is refused."""
    refused = only(*READERS, status=403, others=404)
    asked = refused.but(**dict.fromkeys(roles, 200))
    answered = refused.but(**dict.fromkeys(roles, done))
    return Route(f"figures:{name}", asked, answered, one("report_draft"))


def file(thing):
    return one(thing, lambda world: "xlsx")


DRAFT = only(*READERS, others=404, guest=404)

ROUTES = [
    Route("figures:page", READ),
    Route("figures:list", READ, args=lambda world: ["voiced"]),
    Route("figures:list", MISSING, args=lambda world: ["solved_share"]),
    Route("figures:reports", READ),
    Route("figures:report_new", only(*MAKERS), only(*MAKERS)),
    Route("figures:report", READ, args=one("report_signed")),
    Route("figures:report", DRAFT, args=one("report_draft")),
    Route("figures:report_file", READ, args=file("report_signed")),
    Route("figures:report_file", DRAFT, args=file("report_draft")),
    Route("figures:report_file", MISSING, args=one("report_signed", lambda world: "exe")),
    act("report_edit", MAKERS),
    act("report_sign", SIGNERS),
    act("report_remove", MAKERS, done=302),
]


def fill(world) -> None:
    """A draft and a signed report of the community, each with its files."""
    world.report_draft = _report(world, 2025, state="draft")
    signed = {"signed_by": world.people.controller, "signed_as": "начальник отдела", "signed_at": NOON}
    world.report_signed = _report(world, 2024, state="signed", **signed)


def _report(world, year, **fields) -> AnnualReport:
    report = AnnualReport(
        municipality=world.town,
        community=world.community,
        year=year,
        background=f"{world.word}: дворы без света",
        made_by=world.people.elder,
        ordered_at=NOON,
        made_at=NOON,
        **fields,
    )
    for kind in ReportFormat.values:
        getattr(report, kind).save(f"{report.public_id}.{kind}", ContentFile(world.word.encode()), save=False)
        setattr(report, f"{kind}_digest", "d" * 64)
    report.save()
    return report
