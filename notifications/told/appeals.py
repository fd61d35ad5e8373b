"""Who is told of what happens to messages: their authors, the neighbours who joined, the department, its executor."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from appeals.models import Joined
from feed.models import HideReason
from journal.verbs import Verb
from municipalities.models import StaffMember, StaffRole
from notifications.told.line import Line


def _author(event, appeal) -> Q:
    return Q(pk=appeal.author_id)


def _concerned(event, appeal) -> Q:
    """The author, and those who said that they have the same trouble while neighbours may read it."""
    if not appeal.is_public:
        return _author(event, appeal)
    return _author(event, appeal) | Q(pk__in=Joined.objects.filter(appeal=appeal).values("user"))


def _specialists(appeal) -> Q:
    """Those who answer for the department; where nobody has sorted the message yet, the controllers."""
    serving = StaffMember.objects.within(appeal.municipality).serving(appeal.municipality.today())
    if appeal.department_id is None:
        return Q(pk__in=serving.filter(role=StaffRole.CONTROLLER).values("user"))
    return Q(pk__in=serving.filter(role=StaffRole.SPECIALIST, department=appeal.department_id).values("user"))


def _department(event, appeal) -> Q:
    return _specialists(appeal)


def _reopened(event, appeal) -> Q:
    """The executor and the department, who thought it done; of a cancelled promise the author, too."""
    people = _specialists(appeal)
    if appeal.assignment_id is not None and appeal.assignment.executor_id is not None:
        people |= Q(pk=appeal.assignment.executor_id)
    return people | _concerned(event, appeal)


def _date(moment) -> str:
    return date_format(timezone.localtime(moment), gettext("j F, H:i"))


def _due(event, appeal) -> dict[str, str]:
    """The promise as it is now; the letter is written when the event is told."""
    return {"until": _date(appeal.answer_due) if appeal.answer_due else ""}


def _work(event, appeal) -> dict[str, str]:
    work = appeal.assignment
    return {
        "until": _date(work.due_at) if work else "",
        "department": work.department.name if work else "",
    }


def _dispute(event, appeal) -> dict[str, str]:
    return {"until": _date(appeal.dispute_until) if appeal.dispute_until else _date(event.at)}


def _body(event, appeal) -> dict[str, str]:
    return {"body": appeal.forwarded_to}


def _registered(event, appeal) -> dict[str, str]:
    return {
        "number": appeal.registration_number,
        "until": date_format(appeal.statutory_due, gettext("j F Y")) if appeal.statutory_due else "",
    }


def _moved(event, appeal) -> dict[str, str]:
    if event.data.get("reason") in ("statutory", "statutory_calendar"):
        return {"until": date_format(appeal.statutory_due, gettext("j F Y")) if appeal.statutory_due else ""}
    return _due(event, appeal)


def _reason(event, appeal) -> dict[str, str]:
    code = event.data.get("reason", "")
    return {"reason": str(HideReason(code).label) if code in HideReason.values else gettext("not named")}


# The title of a message stands in the inbox and in the letter to those who may read it, never in a subject.
TOLD: dict[str, Line] = {
    Verb.APPEAL_FILED: Line(
        _department,
        _("A new message"),
        _("“%(title)s”: answer by %(until)s."),
        details=_due,
    ),
    Verb.APPEAL_ROUTED: Line(
        _department,
        _("A message was given to your department"),
        _("“%(title)s” was given to your department: answer by %(until)s."),
        details=_due,
    ),
    Verb.APPEAL_ANSWERED: Line(
        _concerned,
        _("An answer to your message"),
        _("The administration has answered the message “%(title)s”. The answer may be disputed until %(until)s."),
        details=_dispute,
    ),
    Verb.APPEAL_CLARIFICATION_ASKED: Line(
        _author,
        _("Details are asked of you"),
        _("The administration asks for details of the message “%(title)s”. Until you answer, its clock stands."),
    ),
    Verb.APPEAL_CLARIFIED: Line(
        _department,
        _("The author gave the details"),
        _("The author of “%(title)s” has answered: the clock goes on, answer by %(until)s."),
        details=_due,
    ),
    Verb.APPEAL_TAKEN_UNDER_CONTROL: Line(
        _concerned,
        _("Your message is under control"),
        _("“%(title)s” is under control: %(department)s does it by %(until)s."),
        details=_work,
    ),
    Verb.APPEAL_WORK_STARTED: Line(
        _concerned,
        _("Work on your message began"),
        _("Work on “%(title)s” began, it will be done by %(until)s."),
        mailed=False,
        details=_work,
    ),
    Verb.APPEAL_DONE: Line(
        _concerned,
        _("What you reported is done"),
        _("Work on “%(title)s” is done. Look, and confirm it or disagree until %(until)s."),
        details=_dispute,
    ),
    Verb.APPEAL_CONFIRMED: Line(
        _concerned,
        _("The outcome is confirmed"),
        _("The message “%(title)s” is closed: its outcome is confirmed."),
        mailed=False,
    ),
    Verb.APPEAL_REOPENED: Line(
        _reopened,
        _("A message is back in work"),
        _("The message “%(title)s” is back in work: a new answer is due by %(until)s."),
        details=_due,
    ),
    Verb.APPEAL_FORWARDED: Line(
        _concerned,
        _("Your message was passed on"),
        _("The message “%(title)s” was passed to the body in charge: %(body)s."),
        details=_body,
    ),
    Verb.APPEAL_MERGED: Line(
        _author,
        _("Your message is joined to another"),
        _("“%(title)s” is one matter with an earlier message: you hear what comes of that one."),
    ),
    Verb.APPEAL_DECLINED: Line(
        _concerned,
        _("Your message was declined"),
        _("The message “%(title)s” was declined; the reason and what you can do stand on its page."),
    ),
    Verb.APPEAL_REGISTERED: Line(
        _author,
        _("Your message is registered as an official appeal"),
        _("“%(title)s” is registered as official appeal No. %(number)s: an answer by law until %(until)s."),
        details=_registered,
    ),
    Verb.APPEAL_TERM_MOVED: Line(
        _author,
        pgettext_lazy("of an answer", "The term has moved"),
        _("The term of the answer to “%(title)s” has moved: now it is due by %(until)s."),
        details=_moved,
    ),
    Verb.APPEAL_HIDDEN: Line(
        _author,
        _("Your message is hidden from neighbours"),
        _("A moderator has hidden “%(title)s” from neighbours: %(reason)s. The administration still answers it."),
        details=_reason,
    ),
    Verb.APPEAL_SHOWN: Line(
        _author,
        _("Your message is shown again"),
        _("Neighbours can read “%(title)s” again."),
        mailed=False,
    ),
    Verb.APPEAL_REDACTED: Line(
        _author,
        _("Personal data in your message were hidden"),
        _("A moderator has hidden personal data in “%(title)s”: everybody would have read them."),
        mailed=False,
    ),
}
