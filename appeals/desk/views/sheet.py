"""The sheet of one message: what the author wrote and was told, and beside it what only staff read."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from appeals import actions
from appeals.desk.course import course_of
from appeals.desk.forms import NoteForm
from appeals.desk.frame import get_appeal, official
from appeals.views.frame import answers_page

# Whose answer is due is not joined, prolonged or asked by several people at once: each reads what the others did.
SHOWN = 50


def _parts(request, appeal) -> dict:
    return {
        "appeal": appeal,
        "possible": actions.possible(request.user, appeal),
        "replies": answers_page(request, appeal),
        "photos": appeal.photos.select_related("photo"),
        "notes": appeal.notes.select_related("author").order_by("-pk")[:SHOWN],
        "course": course_of(appeal),
        "duplicates": appeal.duplicates.order_by("pk")[:SHOWN],
        "pause": appeal.pauses.filter(until=None).first(),
        "legal": actions.legal_terms(appeal) if appeal.is_statutory else None,
        "note_form": NoteForm(),
    }


@official
@require_safe
def sheet(request, public_id):
    """Everything about one message, with the acts that can be done now."""
    appeal = get_appeal(request, public_id)
    return render(request, "appeals/desk/sheet.html", _parts(request, appeal))


@official
@require_POST
def contact(request, public_id):
    """Show the name and the contact of who asks; the look is kept, and the person can read of it."""
    appeal = get_appeal(request, public_id)
    speaker = getattr(getattr(appeal, "problem", None), "speaker", "")
    if not (appeal.author_id or appeal.applicant_name or appeal.applicant_contact or speaker):
        return redirect("appeals:sheet", appeal.public_id)
    actions.look_at_applicant(appeal, by=request.user)
    return render(request, "appeals/desk/sheet.html", _parts(request, appeal) | {"shows_contact": True})
