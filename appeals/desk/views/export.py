"""What the desk shows, as a table for officials: numbers, terms and places, no people and no words of theirs."""

from tempfile import TemporaryFile

from django.core.exceptions import BadRequest
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appeals import actions
from appeals.desk.frame import official
from appeals.desk.queue import appeals_of
from appeals.desk.wish import Wish
from core.spreadsheets import csv_lines, write_book

# A book of more is too slow to make while somebody waits.
MOST_ROWS = 20_000
AT_ONCE = 1000


def _headings():
    return [
        _("Number"),
        _("Came on"),
        _("By which door"),
        _("State"),
        _("Category"),
        _("What is wrong"),
        _("Rule broken"),
        _("Community"),
        _("Place"),
        _("Department"),
        _("Answer due"),
        _("Answered on"),
        _("Under control until"),
        _("Neighbours joined"),
        _("Times reopened"),
        _("Registration number"),
        _("Address of the page"),
    ]


def _moment(at, town):
    return at.astimezone(town.tz).strftime("%Y-%m-%d %H:%M") if at else ""


def rows_of(appeals, town):
    """One row a message, in pieces of bounded size."""
    shown = appeals.select_related("community", "category", "department", "assignment").order_by("-created_at", "-pk")
    for appeal in shown[:MOST_ROWS].iterator(chunk_size=AT_ONCE):
        yield [
            appeal.number,
            _moment(appeal.created_at, town),
            appeal.get_source_display(),
            appeal.get_state_display(),
            appeal.category.name if appeal.category else "",
            # What a private message is about is for its sheet.
            appeal.title if appeal.is_public else _("private message"),
            appeal.rule_broken if appeal.is_public else "",
            appeal.community.title if appeal.community else "",
            appeal.place if appeal.is_public else "",
            appeal.department.name if appeal.department else "",
            _moment(appeal.answer_due, town),
            _moment(appeal.answered_at, town),
            _moment(appeal.assignment.due_at, town) if appeal.assignment else "",
            appeal.joined_count,
            appeal.reopened_count,
            appeal.registration_number,
            town.absolute_url(appeal.get_absolute_url()),
        ]


@official
@require_POST
def export(request):
    """Messages of the tab and the filters in the address; questions of the feed are not among them."""
    form = request.POST.get("form", "")
    if form not in ("csv", "xlsx"):
        raise BadRequest
    town, wish = request.municipality, Wish.of(request)
    appeals = appeals_of(wish, request.now)
    actions.note_list_export(town, by=request.user, form=form, count=min(appeals.count(), MOST_ROWS))
    name = f"messages-{request.now.astimezone(town.tz):%Y-%m-%d}.{form}"
    rows = rows_of(appeals, town)
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(_headings(), rows), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    file = TemporaryFile()  # closed by the response
    write_book("messages", _headings(), rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
