"""What stands in an annual report. Documents hold at most so much of each list; the spreadsheet holds all of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appeals.models import Appeal
from assignments.models import ExecutionReport, ReportOutcome, ReportPhoto, ReportPhotoKind
from figures.definitions import FIGURES, Place
from figures.definitions.problems import SOLVED
from figures.models import AnnualReport
from figures.offices import offices
from figures.showing import Figures, Line
from meetings.models import Meeting, Problem

AT_ONCE = 500
# What a document holds of a list, so that it can be opened on any machine and printed.
MOST_LINES = 300
MOST_PICTURED = 40


@dataclass
class Listing:
    """The beginning of a list, and how many there are in all."""

    rows: list = field(default_factory=list)
    total: int = 0
    # Counted, but not named: private messages.
    unnamed: int = 0

    @property
    def note(self) -> str:
        """What is left out, said where it is left out."""
        words = []
        if self.total > len(self.rows) + self.unnamed:
            words.append(
                _("Shown are %(shown)s of %(total)s; all stand in the spreadsheet.")
                % {"shown": len(self.rows), "total": self.total}
            )
        if self.unnamed:
            words.append(_("Private messages, counted and not named: %(count)s.") % {"count": self.unnamed})
        return " ".join(words)


@dataclass
class MeetingRow:
    day: str
    title: str
    place: str
    attendance: int | None
    voiced: int
    solved: int

    @property
    def people(self) -> str:
        return "—" if self.attendance is None else str(self.attendance)


@dataclass
class SolvedRow:
    appeal: Appeal
    # The place under which it stands.
    address: str
    day: str
    words: str
    before: object = None
    after: object = None


@dataclass
class Content:
    """Everything a document says, in the active language and the town's time."""

    report: AnnualReport
    title: str
    made_on: str
    texts: list[tuple[str, str]]
    years: list[int]
    groups: list[tuple[str, list[Line]]]
    offices: list
    meetings: Listing
    solved: Listing
    initiatives: Listing

    @property
    def address(self) -> str:
        return self.report.municipality.absolute_url(self.report.get_absolute_url())

    @property
    def figures(self) -> list:
        """Those that the documents define, in their order."""
        return [line.figure for _title, lines in self.groups for line in lines]

    @property
    def entered_from(self) -> list[str]:
        """Where the totals that were entered by hand are from."""
        cells = (cell for _title, lines in self.groups for line in lines for cell in line.cells)
        return sorted({cell.known.source for cell in cells} - {""})

    @property
    def pictured(self) -> list[SolvedRow]:
        return [row for row in self.solved.rows if row.after is not None]


def meeting_columns() -> list[str]:
    """The heads of the list of meetings."""
    counts = (pgettext("column", "People"), pgettext("column", "Voiced"), pgettext("column", "Solved"))
    return [_("Date"), _("Address"), *counts]


def place_of(report: AnnualReport) -> Place:
    return Place(report.municipality, report.community)


def in_chunks(rows, read: Callable[[int], None] | None = None) -> Iterator:
    """Rows of a queryset by short pieces, each read anew by its key: memory is that of one piece."""
    last = 0
    while piece := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from piece
        last = piece[-1].pk
        if read:
            read(len(piece))


def problems_of(place: Place, year: int, now):
    """All messages and problems of a place and a year, whatever door they came in by."""
    both = (FIGURES[code].of(place, year, now) for code in ("voiced", "received"))
    return Appeal.objects.filter(Q(pk__in=next(both).values("pk")) | Q(pk__in=next(both).values("pk")))


def day_of(moment) -> str:
    return date_format(localtime(moment), _("j F Y")) if moment else ""


def address_of(appeal) -> str:
    """Where the problem is: the house, else the words of the place."""
    return appeal.community.title if appeal.community else appeal.place or str(_("No address"))


def gather(report: AnnualReport, now) -> Content:
    """Read what the documents say."""
    place, year = place_of(report), report.year
    figures = Figures.of(place)
    return Content(
        report=report,
        title=report.title,
        made_on=day_of(now),
        texts=[(str(report._meta.get_field(name).verbose_name), getattr(report, name)) for name in report.TEXTS],
        years=[cell.year for cell in figures.line("voiced", year).cells],
        groups=[(str(title), lines) for title, lines in figures.groups(year)],
        offices=[] if report.community_id else offices(report.municipality, year),
        meetings=_meetings(place, year, now),
        solved=_solved(place, year, now),
        initiatives=_initiatives(place, year, now),
    )


def _meetings(place, year, now) -> Listing:
    rows = FIGURES["meetings"].of(place, year, now).order_by("starts_at", "pk")
    shown = list(rows[:MOST_LINES])
    return Listing(meeting_rows(shown), rows.count())


def meeting_rows(meetings: list[Meeting]) -> list[MeetingRow]:
    """Meetings with the number of problems voiced at each and solved since."""
    problems = Problem.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
    voiced = _by_meeting(problems)
    done = _by_meeting(problems.filter(appeal__in=Appeal.objects.filter(SOLVED)))
    return [
        MeetingRow(
            day_of(meeting.starts_at),
            meeting.title,
            meeting.place,
            meeting.attendance,
            voiced.get(meeting.pk, 0),
            done.get(meeting.pk, 0),
        )
        for meeting in meetings
    ]


def _by_meeting(problems) -> dict[int, int]:
    return dict(problems.order_by().values_list("meeting").annotate(Count("pk")))


def _solved(place, year, now) -> Listing:
    rows = problems_of(place, year, now).filter(SOLVED)
    named = rows.filter(is_public=True)
    shown = list(
        named.select_related("community", "assignment").order_by("community__title", "place", "number")[:MOST_LINES]
    )
    pictures = _pictures([appeal.assignment_id for appeal in shown])
    words = _words([appeal.assignment_id for appeal in shown])
    listing = Listing(total=rows.count(), unnamed=rows.filter(is_public=False).count())
    for appeal in shown:
        before, after = pictures.get(appeal.assignment_id, (None, None))
        listing.rows.append(
            SolvedRow(
                appeal,
                address_of(appeal),
                day_of(appeal.assignment.closed_at),
                words.get(appeal.assignment_id, ""),
                before,
                after,
            )
        )
    return listing


def _words(assignments) -> dict[int, str]:
    """What the executor said was done, of the report that was accepted last."""
    accepted = ExecutionReport.objects.filter(assignment__in=assignments, outcome=ReportOutcome.ACCEPTED)
    return {row.assignment_id: row.text for row in accepted.order_by("pk")}


def _pictures(assignments) -> dict[int, tuple]:
    """One published pair of each assignment: how it was and how it is."""
    found = {}
    rows = ReportPhoto.objects.filter(
        Q(report=None) | Q(report__outcome=ReportOutcome.ACCEPTED), assignment__in=assignments, photo__is_private=False
    )
    for row in rows.select_related("photo").order_by("assignment", "order", "pk"):
        kinds = found.setdefault(row.assignment_id, {})
        kinds.setdefault(row.kind, row.photo)
    pairs = {
        pk: (kinds.get(ReportPhotoKind.BEFORE), kinds[ReportPhotoKind.AFTER])
        for pk, kinds in found.items()
        if ReportPhotoKind.AFTER in kinds
    }
    return dict(list(pairs.items())[:MOST_PICTURED])


def _initiatives(place, year, now) -> Listing:
    rows = FIGURES["initiatives"].of(place, year, now).select_related("community").order_by("number")
    return Listing(list(rows[:MOST_LINES]), rows.count())
