"""The two long steps of the form: words with pictures, and money."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from initiatives.actions import draft as drafts
from initiatives.actions import photos
from initiatives.forms.draft import COST_ROWS, CostFormSet, MoneyForm, PlaceForm, TextForm
from initiatives.views.files import take_photos
from initiatives.views.frame import after, show_step

EMPTY_ROWS = 2


def text_step(request, initiative):
    """What is typed is saved first, strictly checked after: a refusal loses neither words nor pictures."""
    go = request.POST.get("go", "")
    # The text of a public initiative is changed on its page (decision 7).
    form_class = PlaceForm if initiative.is_public else TextForm
    initial = {name: getattr(initiative, name) for name in form_class.base_fields}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial, lenient=go != "next")
    uploads = take_photos(request, initiative)
    if request.method == "POST":
        loose = form_class(request.POST, lenient=True)
        if loose.is_valid():
            drafts.save_draft(initiative, by=request.user, **loose.cleaned_data)
        if form.is_valid() and not uploads.errors:
            act, _dash, photo_id = go.partition("-")
            if photo_id and not drafts.is_key(photo_id):
                raise Http404
            if act in ("remove", "first"):
                row = get_object_or_404(initiative.photos.shown().select_related("photo"), photo__public_id=photo_id)
                change = photos.remove_photo if act == "remove" else photos.put_photo_first
                change(initiative, by=request.user, row=row)
            if act == "blur":
                return redirect("initiatives:blur_photo", initiative.public_id, photo_id)
            if act in ("remove", "first", "upload"):
                return redirect("initiatives:edit", initiative.public_id, "text")
            return after(request, initiative, "text")
    return show_step(
        request,
        "text",
        initiative,
        form=form,
        uploads=uploads,
        photos=initiative.photos.shown().select_related("photo"),
        limit=photos.PHOTO_LIMIT,
        points=points_around(initiative),
    )


def points_around(initiative):
    """The community on the map of the form, for orientation."""
    community = initiative.community
    if community.latitude is None:
        return []
    return [{"lat": community.latitude, "lon": community.longitude, "label": community.title}]


def money_step(request, initiative):
    """Rows of costs are added and removed by buttons, so that it works without scripts."""
    go = request.POST.get("go", "")
    today = timezone.localdate(request.now)
    if go == "add" or go.startswith("remove-"):
        form = MoneyForm(initial=request.POST.dict(), today=today)
        rows = CostFormSet(prefix="cost", initial=_changed_rows(request.POST, go))
        return show_step(request, "money", initiative, form=form, rows=rows, added=go == "add")
    lenient = go != "next"
    form = MoneyForm(
        request.POST if request.method == "POST" else None,
        initial=_money_initial(initiative),
        today=today,
        lenient=lenient,
    )
    rows = CostFormSet(
        request.POST if request.method == "POST" else None, prefix="cost", initial=_cost_initial(initiative)
    )
    if request.method == "POST" and _money_is_valid(form, rows, lenient):
        answers = form.cleaned_data
        try:
            drafts.save_draft(
                initiative,
                by=request.user,
                labour_note=answers["labour_note"],
                wanted_by=answers["wanted_by"],
                cost_items=rows.items,
                funding=form.funding(),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return after(request, initiative, "money")
    return show_step(request, "money", initiative, form=form, rows=rows)


def _money_is_valid(form, rows, lenient) -> bool:
    """Both parts are checked, so that all errors are shown at once; the sums against each other at the end."""
    if not all([form.is_valid(), rows.is_valid()]):
        return False
    filled = [row.cleaned_data for row in rows if row.cleaned_data.get("title")]
    rows.items = [(row["title"], row["amount"] or 0) for row in filled]
    if not lenient:
        form.check_against(sum(amount for _title, amount in rows.items))
    return form.is_valid()


def _money_initial(initiative):
    lines = {f"from_{line.source}": line.planned for line in initiative.funding.all()}
    return {**lines, "labour_note": initiative.labour_note, "wanted_by": initiative.wanted_by}


def _cost_initial(initiative):
    kept = [{"title": item.title, "amount": item.amount} for item in initiative.cost_items.all()]
    return kept or [{}] * EMPTY_ROWS


def _changed_rows(data, go):
    """What was typed in the rows, with one more or one less."""
    total = data.get("cost-TOTAL_FORMS", "")
    count = min(int(total), COST_ROWS) if total.isdecimal() and len(total) < 4 else 0
    rows = [
        {"title": data.get(f"cost-{number}-title", ""), "amount": data.get(f"cost-{number}-amount", "")}
        for number in range(count)
    ]
    if go == "add":
        rows.append({})
    else:
        number = go.removeprefix("remove-")
        if number.isdecimal() and len(number) < 4 and int(number) < len(rows):
            del rows[int(number)]
    return rows[:COST_ROWS] or [{}]
