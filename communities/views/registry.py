"""Imports of the registry of premises, as screens of Wagtail's admin."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communities.actions import registry
from communities.models import ImportState, PremisesImport
from communities.permissions import can_manage_registry
from communities.registry.columns import labels_at
from communities.registry_forms import ColumnsForm, SpreadsheetForm
from communities.wording import TARGETS, in_words
from communities.wrong_rows import workbook_of_problems

PER_PAGE = 50
SHOWN_ROWS = 10
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def administrators_only(view):
    """Editors enter the admin, too: the registry is not theirs."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_manage_registry(request.user, request.municipality):
            raise PermissionDenied
        # Wagtail shows times in the zone of its own profile of a person.
        with timezone.override(request.municipality.tz):
            return never_cache(view)(request, *args, **kwargs)

    return guarded


def _import(request, public_id) -> PremisesImport:
    imports = PremisesImport.objects.within(request.municipality).select_related("municipality", "community")
    return get_object_or_404(imports, public_id=public_id)


def _page(title, **more):
    """What the head of a screen of the admin shows."""
    trail = [{"url": reverse("registry:index"), "label": _("Registry of premises")}]
    if title:
        trail.append({"url": reverse("registry_imports"), "label": _("Imports")})
    trail.append({"url": "", "label": title or _("Imports")})
    return {"breadcrumbs_items": trail, "header_title": title or _("Imports"), "header_icon": "table", **more}


@administrators_only
@require_safe
def import_list(request):
    imports = PremisesImport.objects.within(request.municipality).select_related("community").order_by("-uploaded_at")
    page = Paginator(imports, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "communities/registry/imports.html", _page("", page=page))


@administrators_only
def upload(request):
    form = SpreadsheetForm(request.POST or None, request.FILES or None, town=request.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            source = registry.receive_spreadsheet(request.municipality, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            return redirect("registry_columns", source.public_id)
    return render(request, "communities/registry/upload.html", _page(_("New import"), form=form))


@administrators_only
def columns(request, public_id):
    source = _import(request, public_id)
    if source.state not in (ImportState.UPLOADED, ImportState.CHECKED):
        return redirect("registry_import", public_id)
    try:
        table = registry.table_of(source, head=True)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("registry_upload")
    labels = labels_at(table.rows, source.header_row)
    form = ColumnsForm(request.POST or None, table=table, labels=labels, source=source)
    if request.method == "POST" and form.is_valid():
        try:
            registry.check_import(source, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect("registry_import", public_id)
    filled = [(number, cells) for number, cells in enumerate(table.rows, 1) if any(cells)]
    # A title in merged cells is shown once.
    rows = [(number, cells if len(set(cells)) > 1 else cells[:1]) for number, cells in filled]
    first = form.first_row
    below = [row for row in rows if row[0] > first]
    context = {
        "form": form,
        "source": source,
        "sheet": table.sheet,
        "headings": form.headings,
        "above": [row for row in rows if row[0] <= first],
        "rows": below[:SHOWN_ROWS],
    }
    return render(request, "communities/registry/columns.html", _page(_("Columns of the file"), **context))


@administrators_only
@require_safe
def show(request, public_id):
    source = _import(request, public_id)
    if source.state == ImportState.UPLOADED:
        return redirect("registry_columns", public_id)
    problems = Paginator(source.problems.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "source": source,
        "page": problems,
        "titles": [TARGETS[target] for target in registry.told_columns(source)],
        "problems": [(problem, in_words(problem.reasons)) for problem in problems],
        "changes": any(source.summary.get(name) for name in ("new", "changed", "gone")),
        "waits": source.state == ImportState.RUNNING,
    }
    return render(request, "communities/registry/import.html", _page(_("Import"), **context))


@administrators_only
@require_safe
def errors(request, public_id):
    """The wrong rows with their reasons, as a file."""
    source = _import(request, public_id)
    content = workbook_of_problems(source)
    name = f"registry-{source.public_id}-errors.xlsx"
    return HttpResponse(content, content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@administrators_only
@require_POST
def apply(request, public_id):
    source = _import(request, public_id)
    try:
        registry.start_import(source, by=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("registry_import", public_id)


@administrators_only
def undo(request, public_id):
    source = _import(request, public_id)
    if request.method == "POST":
        try:
            registry.undo_import(source, by=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("The import is undone: the registry is as it was before."))
        return redirect("registry_import", public_id)
    if source.state != ImportState.APPLIED:
        return redirect("registry_import", public_id)
    return render(request, "communities/registry/undo.html", _page(_("Undo the import"), source=source))
