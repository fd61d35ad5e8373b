"""How long each kind of personal data is kept, by which ground, and the clock's act that lets it go.

A table and not a setting of each town: the terms are the platform's promise. RETENTION_DAYS in the environment changes
single ones. docs/retention.md holds the same table in words, and a test compares the two.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models import Appeal
from communities.models import (
    DeskVisit,
    Membership,
    MembershipState,
    PremisesImport,
    PremisesImportProblem,
    ProposalState,
    RoleProposal,
)
from core import clock
from core.models import Photo
from feed.models import AbuseReport, AuthorBlock, Comment, CommentRevision, Post, PostPhoto, PostRevision, ReportState
from initiatives.models import HelpOffer
from journal.models import Look
from meetings.models import Problem
from notifications.models import Notification
from voting.models import PaperEntry

logger = logging.getLogger(__name__)

# Rows of one transaction, so that nobody waits long for the lock.
BATCH = 500

LAW_152 = _("152-ФЗ, art. 5, part 7: no longer than the purpose needs")
LIMITATION = _("Civil Code, art. 196: three years in which a dispute may begin")
ASSEMBLY = _("Civil Code, art. 181.4: six months in which a decision of a meeting may be disputed")
APPEAL = _("Code of administrative procedure, art. 219: three months to complain")


@dataclass(frozen=True)
class Term:
    """What is kept, for how many days since when, on which ground. `let_go(before)` tells how many rows it was."""

    code: str
    what: str
    since: str
    default_days: int
    ground: str
    let_go: Callable[[datetime], int]
    # From this day the platform has kept the term.
    valid_from: date = date(2026, 12, 1)

    @property
    def days(self) -> int:
        return int(settings.RETENTION_DAYS.get(self.code, self.default_days))


def _each_batch(rows: QuerySet, act: Callable[[QuerySet], object]) -> int:
    """Do it to all rows, some hundred at a time. The act must take a row out of `rows`."""
    done = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            act(rows.model._base_manager.filter(pk__in=keys))
        done += len(keys)
    return done


def _delete(rows: QuerySet) -> int:
    return _each_batch(rows, lambda some: some.delete())


def _blank(rows: QuerySet, **fields) -> int:
    return _each_batch(rows, lambda some: some.update(**fields))


# What a membership says of somebody's home.
NO_HOME = {"flat": "", "note": "", "entrance": None, "premises": None, "tenure": ""}


def _homes(state, before) -> int:
    rows = Membership.objects.filter(state=state, decided_at__lte=before).exclude(**NO_HOME)
    return _blank(rows, **NO_HOME)


def _notes(before) -> int:
    rows = Membership.objects.verified().filter(decided_at__lte=before).exclude(note="")
    return _blank(rows, note="")


def _registry_files(before) -> int:
    """The spreadsheet and its bad rows; the registry itself is the town's and stays."""
    _delete(PremisesImportProblem.objects.filter(source__uploaded_at__lte=before))

    def forget(rows):
        for row in rows:
            transaction.on_commit(partial(row.file.storage.delete, row.file.name))
        rows.update(file="")

    return _each_batch(PremisesImport.objects.filter(uploaded_at__lte=before).exclude(file=""), forget)


def _sessions(before) -> int:
    gone = _delete(Session.objects.filter(expire_date__lte=before))
    open_ones = Session.objects.filter(session_key=OuterRef("session_key"))
    return gone + _delete(UserSession.objects.filter(~Exists(open_ones), last_seen_at__lte=before))


def _notifications(before) -> int:
    return _delete(Notification.objects.filter(created_at__lte=before))


def _looks(before) -> int:
    return _delete(Look.objects.filter(event__at__lte=before))


def _desk_visits(before) -> int:
    return _delete(DeskVisit.objects.filter(expires_at__lte=before))


def _proposals(before) -> int:
    return _delete(RoleProposal.objects.exclude(state=ProposalState.PENDING).filter(decided_at__lte=before))


def _complaints(before) -> int:
    rows = AbuseReport.objects.exclude(state=ReportState.NEW).filter(decided_at__lte=before)
    return _blank(rows.exclude(note=""), note="")


def _blocks(before) -> int:
    return _delete(AuthorBlock.objects.filter(until__lte=before))


def _hidden_words(before) -> int:
    """What a moderator hid and nobody disputes."""
    settled = Q(appealed_at=None) | Q(appeal_decided_at__isnull=False)
    rows = Comment.objects.filter(settled, hidden_at__lte=before).exclude(text="", appeal_text="")
    _delete(CommentRevision.objects.filter(comment__in=rows.values("pk")))
    return _blank(rows, text="", appeal_text="") + _hidden_posts(settled, before)


def _hidden_posts(settled, before) -> int:
    """Of a hidden post only its place in the feed stays."""
    rows = Post.objects.filter(settled, hidden_at__lte=before).exclude(title="")
    _delete(PostRevision.objects.filter(post__in=rows.values("pk")))
    for photo in Photo.objects.filter(pk__in=PostPhoto.objects.filter(post__in=rows.values("pk")).values("photo")):
        photo.delete()
    return _blank(rows, title="", text="", place="", search_text="", appeal_text="")


def _offers(before) -> int:
    return _blank(HelpOffer.objects.filter(withdrawn_at__lte=before).exclude(note=""), note="")


def _paper_ballots(before) -> int:
    """How a flat filled its paper in, and the picture of it; that it was counted, and in which print, stays."""

    def forget(rows):
        for row in rows.exclude(scan=""):
            transaction.on_commit(partial(row.scan.storage.delete, row.scan.name))
        rows.update(scan="", choices={}, second_choices=None)

    kept = ~Q(scan="") | ~Q(choices={}) | Q(second_choices__isnull=False)
    return _each_batch(PaperEntry.objects.filter(kept, vote__closes_at__lte=before), forget)


def _applicants(before) -> int:
    """The name and contact that somebody left by telephone or at the reception; the message itself stays.

    An official appeal is kept as the law says, with whose it is.
    """
    left = ~Q(applicant_name="", applicant_contact="")
    rows = Appeal.objects.filter(left, closed_at__lte=before, is_statutory=False)
    return _blank(rows, applicant_name="", applicant_contact="")


def _speakers(before) -> int:
    """Who said at a meeting what became a message; the message itself stays."""
    return _blank(Problem.objects.exclude(speaker="").filter(appeal__closed_at__lte=before), speaker="")


def _unconfirmed(before) -> int:
    """Accounts that nobody ever proved to be theirs, and through which nothing was done."""
    rows = User.objects.filter(
        date_joined__lte=before,
        last_login=None,
        phone_verified_at=None,
        is_superuser=False,
        memberships=None,
        desk_visits=None,
        staff_memberships=None,
        socialaccount=None,
    ).exclude(emailaddress__verified=True)
    return _delete(rows)


TERMS = (
    Term(
        "requests",
        _("Flat, entrance, tenure and note of a refused request"),
        _("the refusal"),
        90,
        APPEAL,
        partial(_homes, MembershipState.REJECTED),
    ),
    Term(
        "memberships",
        _("Flat, entrance, tenure and note of an ended membership"),
        _("its end"),
        180,
        ASSEMBLY,
        partial(_homes, MembershipState.REVOKED),
    ),
    Term("notes", _("A word to the activist, after joining"), _("the decision"), 30, LAW_152, _notes),
    Term(
        "registry_files",
        _("Spreadsheets of the registry and their bad rows"),
        _("the upload"),
        30,
        LAW_152,
        _registry_files,
    ),
    Term("sessions", _("Sessions that have expired"), _("the expiry"), 0, LAW_152, _sessions),
    Term("notifications", _("Notifications"), _("the event"), 180, LAW_152, _notifications),
    Term("looks", _("Who of the staff looked at whose record"), _("the look"), 1095, LIMITATION, _looks),
    Term("desk_visits", _("Visits to the front desk"), _("the visit"), 1095, LIMITATION, _desk_visits),
    Term("proposals", _("Proposed chairs, once decided"), _("the decision"), 1095, LIMITATION, _proposals),
    Term("complaints", _("Words of a complaint about a comment"), _("the decision"), 365, LAW_152, _complaints),
    Term("blocks", _("Blocks of writing"), _("their end"), 365, LAW_152, _blocks),
    Term("hidden_words", _("Words that a moderator hid"), _("the hiding"), 365, LAW_152, _hidden_words),
    Term("offers", _("Details of an offer of help that was taken back"), _("that day"), 90, LAW_152, _offers),
    Term(
        "paper_ballots",
        _("Pictures of paper ballots and what was read off them"),
        _("the end of the vote"),
        180,
        ASSEMBLY,
        _paper_ballots,
    ),
    Term(
        "applicants",
        _("Name and contact of an applicant by telephone or at the reception"),
        _("the closing of the message"),
        90,
        APPEAL,
        _applicants,
    ),
    Term(
        "speakers",
        _("Who voiced a problem at a meeting"),
        _("the closing of the message"),
        90,
        APPEAL,
        _speakers,
    ),
    Term("unconfirmed", _("Accounts that were never confirmed"), _("the sign-up"), 7, LAW_152, _unconfirmed),
)


def check_settings() -> None:
    """Raise ImproperlyConfigured for a term that does not exist: a misprint would keep data for ever."""
    unknown = set(settings.RETENTION_DAYS) - {term.code for term in TERMS}
    if unknown:
        raise ImproperlyConfigured(f"RETENTION_DAYS names no such term: {', '.join(sorted(unknown))}")


def keep_terms() -> int:
    """The clock: let go of what is past its term; how many rows. One term that fails holds up no other."""
    check_settings()
    done = 0
    for term in TERMS:
        try:
            number = term.let_go(clock.now() - timedelta(days=term.days))
        except Exception:
            logger.exception("The term of %s could not be kept", term.code)
            continue
        if number:
            logger.info("Let go of %s: %s", term.code, number)
        done += number
    return done
