"""One act on the chosen messages: what to do, what will happen, what happened."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from appeals.desk.frame import SHOWN, official
from appeals.desk.many import MOST_CHOSEN, OPERATIONS, carry_out, rehearse
from appeals.models import Appeal


def _chosen(request):
    """The messages named in the address or in the form, in the order of urgency."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("row")[:MOST_CHOSEN]
    rows = Appeal.objects.within(request.municipality).visible_to(request.user).filter(public_id__in=named)
    return list(rows.select_related(*SHOWN).order_by("answer_due", "pk"))


@official
@require_http_methods(["GET", "HEAD", "POST"])
def group(request):
    """The first POST shows what will happen with each, the one with `confirmed` does it."""
    sent = request.POST if request.method == "POST" else request.GET
    name = sent.get("do", "")
    if name not in OPERATIONS:
        raise Http404
    operation, chosen = OPERATIONS[name], _chosen(request)
    if not chosen:
        messages.warning(request, _("Choose messages in the list first."))
        return redirect("appeals:desk")
    form = operation.make_form(
        request.POST if request.method == "POST" else None, request.municipality, request.now, chosen, request.user
    )
    context = {"name": name, "operation": operation, "chosen": chosen, "form": form, "outcomes": None}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        done = "confirmed" in request.POST
        act = carry_out if done else rehearse
        outcomes = act(operation, chosen, form, by=request.user)
        context |= {"done": done, "outcomes": outcomes, "going": sum(not row.refusal for row in outcomes)}
    return render(request, "appeals/desk/group.html", context)
