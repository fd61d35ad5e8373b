"""Acts of officials on one message, each at its own address."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appeals import actions
from appeals.desk import forms
from appeals.desk.frame import act_page, get_appeal, official
from appeals.models import Appeal
from appeals.similar import similar_to
from assignments.permissions import departments_of
from core.moments import day
from municipalities.speakers import office
from municipalities.working import statutory_terms

# What a message is about stands in its beginning.
LONGEST_SOUGHT = 160
MOST_SIMILAR = 6


@official
def answer(request, public_id):
    """The answer: the buttons «put in» and «show how it looks» send the form and change nothing."""
    appeal = get_appeal(request, public_id)
    town, asks = appeal.municipality, {"fill", "preview"} & request.POST.keys()
    given = {"municipality": town, "departments": [*departments_of(request.user, town), appeal.department_id]}
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, **given)
    preview = None
    if "fill" in asks:
        form = forms.AnswerForm(initial=form.with_template(), **given)
    elif "preview" in asks and form.is_valid():
        preview = {"text": form.cleaned_data["text"], **office(request.user, town)}
    elif request.method != "POST" and request.GET.get("template", "").isdecimal():
        form = forms.AnswerForm(
            initial=forms.AnswerForm({"template": request.GET["template"]}, **given).with_template(), **given
        )
    return act_page(
        request,
        appeal,
        "answer",
        form,
        lambda cleaned: actions.answer(appeal, by=request.user, text=cleaned["text"]),
        asked=not asks,
        title=pgettext("of a message", "Answer"),
        button=_("Send the answer"),
        said=_("The answer is sent. The author may say that it is not so; silence confirms it."),
        preview=preview,
        is_answer=True,
    )


@official
def ask(request, public_id):
    appeal = get_appeal(request, public_id)
    return act_page(
        request,
        appeal,
        "ask_author",
        forms.AskForm(request.POST or None),
        lambda cleaned: actions.ask_author(appeal, by=request.user, **cleaned),
        title=_("Ask the author for details"),
        text=_("The clock of the answer stands until the author answers, and goes on from where it stood."),
        button=_("Ask the author"),
        said=_("The author is asked. The clock of the answer stands."),
    )


@official
def control(request, public_id):
    appeal = get_appeal(request, public_id)
    form = forms.ControlForm(
        request.POST or None, appeal=appeal, by=request.user, municipality=appeal.municipality, now=request.now
    )
    return act_page(
        request,
        appeal,
        "take_under_control",
        form,
        lambda cleaned: actions.take_under_control(appeal, by=request.user, **form.promise()),
        title=_("Take under control"),
        text=_("The author is promised this date by name of the department, and it becomes an assignment."),
        button=_("Take under control"),
        said=_("The message is under control."),
    )


@official
def forward(request, public_id):
    appeal = get_appeal(request, public_id)
    return act_page(
        request,
        appeal,
        "forward",
        forms.ForwardForm(request.POST or None),
        lambda cleaned: actions.forward(appeal, by=request.user, **cleaned),
        title=_("Forward to the body in charge"),
        text=_(
            "Send the message to that body by your office's own channel first. "
            "Here the author learns where it went; the message is closed and cannot be opened again."
        ),
        button=_("Forward"),
        said=_("The author is told where the message went."),
        danger=True,
    )


@official
def decline(request, public_id):
    appeal = get_appeal(request, public_id)
    return act_page(
        request,
        appeal,
        "decline",
        forms.DeclineForm(request.POST or None),
        lambda cleaned: actions.decline(appeal, by=request.user, **cleaned),
        title=_("Decline the message"),
        text=_("The reason is published. The author may dispute it in time, and the message is open again."),
        button=_("Decline"),
        said=_("The message is declined, the author is told why."),
        danger=True,
    )


@official
def merge(request, public_id):
    appeal = get_appeal(request, public_id)
    others = Appeal.objects.within(appeal.municipality).visible_to(request.user).exclude(pk=appeal.pk)
    similar = similar_to(
        f"{appeal.title} {appeal.text}"[:LONGEST_SOUGHT],
        municipality=appeal.municipality,
        category=appeal.category,
        community=appeal.community,
        place=appeal.place,
        latitude=appeal.latitude,
        longitude=appeal.longitude,
        without=appeal.pk,
        limit=MOST_SIMILAR,
    )
    return act_page(
        request,
        appeal,
        "merge",
        forms.OriginalForm(request.POST or None, appeals=others, similar=[found.appeal for found in similar]),
        lambda cleaned: actions.merge(appeal, by=request.user, original=cleaned["original"]),
        title=_("Join to another message"),
        text=_(
            "The author and those who joined stand behind the other message and are told of its outcome. "
            "This one is closed and cannot be taken apart again."
        ),
        button=pgettext("of messages", "Join"),
        said=_("The message is joined to the other one."),
        danger=True,
    )


@official
def route(request, public_id):
    appeal = get_appeal(request, public_id)
    form = forms.RouteForm(
        request.POST or None, municipality=appeal.municipality, initial={"department": appeal.department_id}
    )
    return act_page(
        request,
        appeal,
        "route",
        form,
        lambda cleaned: actions.route(appeal, by=request.user, **cleaned),
        title=_("Give to a department"),
        text=_("The term that was promised to the author stays."),
        button=_("Give to the department"),
        said=_("The message is given to the department."),
    )


@official
def register(request, public_id):
    appeal = get_appeal(request, public_id)
    form = forms.RegisterForm(request.POST or None, initial={"registered_on": appeal.municipality.today(request.now)})
    last_day = actions.legal_terms(appeal)["register"]
    return act_page(
        request,
        appeal,
        "register",
        form,
        lambda cleaned: actions.register(appeal, by=request.user, **cleaned),
        title=_("Register as an official appeal"),
        text=_(
            "By the law on appeals of citizens it is registered until %(date)s; the answer is due in %(days)s days "
            "from registration. This site does not replace your register: enter the number that stands there."
        )
        % {"date": day(last_day, request.now), "days": statutory_terms(appeal.municipality, last_day).answer},
        button=_("Register"),
        said=_("The message is registered: the terms of the law stand beside it."),
    )


@official
def extend_statutory(request, public_id):
    appeal = get_appeal(request, public_id)
    return act_page(
        request,
        appeal,
        "extend_statutory",
        forms.ExtendForm(request.POST or None),
        lambda cleaned: actions.extend_statutory(appeal, by=request.user, **cleaned),
        title=_("Prolong the term of the law"),
        text=_("Once, by %(days)s days at most after %(date)s. The author is told with the reason.")
        % {
            "days": statutory_terms(appeal.municipality, appeal.registered_on or request.now.date()).extension,
            "date": day(appeal.statutory_due, request.now),
        },
        button=_("Prolong the term"),
        said=_("The term is prolonged, the author is told."),
    )


@official
def add_note(request, public_id):
    appeal = get_appeal(request, public_id)
    return act_page(
        request,
        appeal,
        "add_note",
        forms.NoteForm(request.POST or None),
        lambda cleaned: actions.add_note(appeal, by=request.user, **cleaned),
        title=_("Internal note"),
        button=_("Keep the note"),
        said=_("The note is kept."),
    )
