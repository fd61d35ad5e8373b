"""The journal of acts in Wagtail's admin: reading, searching, taking a copy. It has no form that changes it."""

from functools import wraps
from tempfile import TemporaryFile
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.menu import MenuItem

from accounts.reauthentication import recently_authenticated
from home import journal_export, journal_search
from journal.actions import note_look
from journal.models import LookReason
from journal.permissions import can_examine


def examining(view):
    """A view for those who may examine the journal, in the time of the town: Wagtail shows UTC."""

    @wraps(view)
    def checked(request):
        if not can_examine(request.user, request.municipality):
            raise PermissionDenied
        with timezone.override(request.municipality.tz):
            return view(request)

    return checked


@require_GET
@examining
def journal(request):
    """Who did what and when, the newest first. Asking for a person shows their name, and is kept."""
    town = request.municipality
    form = journal_search.SearchForm(request.GET, town=town)
    valid = form.is_valid()
    wanted = form.cleaned_data
    events, following, person = [], "", None
    if valid:
        found = journal_search.with_officials(journal_search.found(town, wanted), town)
        events, following = journal_search.page_of(found, request.GET.get("before", ""))
        journal_search.name_targets(events)
        if wanted["who"]:
            person = journal_search.people_of(town).filter(actor_key=wanted["who"]).first()
            note_look(
                [person] if person else [], by=request.user, municipality=town, target=town, reason=LookReason.AUDIT
            )
    asked = _query(request, without=("before",))
    return render(
        request,
        "home/journal/list.html",
        {
            "form": form,
            "events": events,
            "person": person,
            "wanted": wanted,
            "asked": asked,
            "following": following and "?" + urlencode([*asked, ("before", following)]),
            "newest": request.GET.get("before") and "?" + urlencode(asked),
            "export": f"{reverse('journal_export')}?{urlencode(asked)}",
            "page_title": _("Journal of acts"),
            "header_icon": "history",
        },
    )


@require_POST
@examining
def people(request):
    """Find a person whose acts are asked for. Posted, for names and e-mails have no place in addresses."""
    town, text = request.municipality, request.POST.get("person", "")[:100]
    asked = _query(request, without=("who", "before"))
    found = journal_search.people_called(town, text)
    if not found:
        messages.warning(
            request,
            _("Nobody was found. Type the whole e-mail, or the beginning of the first or the last name."),
        )
        return redirect(f"{reverse('journal')}?{urlencode(asked)}")
    if len(found) == 1:
        return redirect(f"{reverse('journal')}?{urlencode([*asked, ('who', found[0].actor_key)])}")
    shown = found[: journal_search.MOST_PEOPLE]
    note_look(shown, by=request.user, municipality=town, target=town, reason=LookReason.AUDIT)
    titles = journal_search.communities_of(town, shown)
    for each in shown:
        each.titles = titles.get(each.pk, [])
        each.link = f"{reverse('journal')}?{urlencode([*asked, ('who', each.actor_key)])}"
    return render(
        request,
        "home/journal/people.html",
        {
            "people": shown,
            "more": len(found) > len(shown),
            "page_title": _("Whose acts?"),
            "header_icon": "history",
        },
    )


@require_POST
@examining
@recently_authenticated
def export(request):
    """A copy of what was found, without names."""
    town = request.municipality
    form = journal_search.SearchForm(request.GET, town=town)
    if not form.is_valid():
        return redirect(f"{reverse('journal')}?{request.GET.urlencode()}")
    events = journal_search.found(town, form.cleaned_data)
    rows = journal_export.rows_of(events, town)
    name = f"journal-{request.now.astimezone(town.tz):%Y-%m-%d}"
    if request.POST.get("form") != "xlsx":
        journal_export.note_export(town, by=request.user, form="csv", wanted=form.cleaned_data)
        response = StreamingHttpResponse(journal_export.csv_lines(rows), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if events[journal_export.MOST_IN_BOOK :].exists():
        messages.error(request, _("This is too much for a spreadsheet: take CSV, or narrow the search."))
        return redirect(f"{reverse('journal')}?{request.GET.urlencode()}")
    journal_export.note_export(town, by=request.user, form="xlsx", wanted=form.cleaned_data)
    file = TemporaryFile()  # closed by the response
    journal_export.write_book(rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def _query(request, *, without):
    """What was asked for, without empty values and those named."""
    return [(name, value) for name, value in request.GET.items() if value and name not in without]


class JournalMenuItem(MenuItem):
    def is_shown(self, request):
        return can_examine(request.user, request.municipality)


def urls():
    return [
        path("journal/", journal, name="journal"),
        path("journal/people/", people, name="journal_people"),
        path("journal/export/", export, name="journal_export"),
    ]


def menu_item():
    return JournalMenuItem(_("Journal of acts"), reverse("journal"), name="journal", icon_name="history", order=640)
