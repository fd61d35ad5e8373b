"""A vote is drawn up: what is asked, by which terms, how it will look, and its announcement."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communities.permissions import activist_communities
from communities.views import get_community
from municipalities.permissions import is_administrator
from voting import actions, permissions
from voting.forms import VoteTermsForm, rows_of, shape_of, shapes_for
from voting.forms.drafting import usual_times
from voting.forms.rows import EMPTY_ROWS, MOST_ROWS
from voting.models import RulePreset, Vote, VoteKind

# Communities found by a word, beside those that are there anyway.
MOST_FOUND = 20
CHECKBOXES = ("replaceable", "turnout_shown", "paper_allowed", "codes_allowed")


def get_draft(request, public_id) -> Vote:
    """A draft that this person may see; for others it is not there."""
    drafts = permissions.drafts_of(request.user, request.municipality)
    vote = get_object_or_404(drafts.select_related("community"), public_id=public_id)
    vote.municipality = vote.community.municipality = request.municipality
    return vote


@login_required
@require_safe
def new(request, slug):
    """What can be asked of the neighbours."""
    community = get_community(request, slug)
    if not permissions.can_call_vote(request.user, community):
        raise PermissionDenied
    drafts = permissions.drafts_of(request.user, request.municipality).filter(community=community).order_by("-pk")
    context = {"community": community, "shapes": shapes_for(community), "drafts": list(drafts.defer("manifest"))}
    return render(request, "voting/new.html", context)


@login_required
@never_cache
def compose(request, slug, shape):
    """The terms of a new vote."""
    community = get_community(request, slug)
    if not permissions.can_call_vote(request.user, community):
        raise PermissionDenied
    found = next((one for one in shapes_for(community) if one.name == shape), None)
    if found is None:
        return redirect("community_vote_new", community.slug)
    return _terms(request, community, found)


@login_required
@never_cache
def edit(request, public_id):
    """The terms of a draft."""
    draft = get_draft(request, public_id)
    return _terms(request, draft.community, shape_of(draft), draft)


def _terms(request, community, shape, draft=None):
    go = request.POST.get("go", "")
    context = {
        "community": community,
        "shape": shape,
        "draft": draft,
        "most": MOST_ROWS.get(shape.rows, 0),
        "may_find": is_administrator(request.user, request.municipality),
        "find": request.POST.get("find", ""),
    }
    data = request.POST if request.method == "POST" else None
    kept = _kept(draft) if draft else {}
    options = {"shape": shape, "community": community, "now": request.now} | _chosen(request, community, shape, kept)
    if data is not None and go:
        # A button of the form itself: nothing is checked, and what was typed stays.
        context["form"] = VoteTermsForm(initial=_typed(data), **options)
        context["rows"] = _rows(shape, initial=_changed_rows(data, shape, go))
        return render(request, "voting/terms.html", {**context, "added": go == "add"})
    form = VoteTermsForm(data, initial=kept or _usual(request, community), **options)
    # What is posted stands by itself: a row is not left out for being as it was.
    rows = _rows(shape, data, initial=() if data is not None else _kept_rows(draft, shape))
    if data is not None:
        filled = _filled(form, rows)
        if filled is not None and (vote := _saved(request, community, form, filled, draft)):
            messages.success(request, _("The draft is saved. See how it will look."))
            return redirect("voting:preview", vote.public_id)
    return render(request, "voting/terms.html", {**context, "form": form, "rows": rows})


def _saved(request, community, form, filled, draft):
    try:
        return actions.compose_vote(community=community, by=request.user, draft=draft, **form.terms(filled))
    except ValidationError as refusal:
        form.take(refusal)
    return None


def _filled(form, rows):
    """The rows that hold something, as dictionaries; None when anything is wrong. Both parts are checked at once."""
    whole = rows is None or rows.is_valid()
    filled = [row.cleaned_data for row in rows or () if getattr(row, "cleaned_data", {}).get("text")]
    form.row_words = [words for row in filled for words in (row["text"], row.get("description", ""))]
    return filled if form.is_valid() and whole else None


def _rows(shape, data=None, initial=()):
    return rows_of(shape.rows)(data, prefix="row", initial=initial) if shape.rows else None


def _chosen(request, community, shape, kept) -> dict:
    """What decides which fields are shown: the communities at hand, and whose rules."""
    counted_by = request.POST.get("counted_by", kept.get("counted_by"))
    try:
        on = parse_date(request.POST.get("opens_day", ""))
    except ValueError:
        on = None
    return {
        "pages": _pages(request, community, kept.get("electorate", ())),
        "counted_by": counted_by if counted_by in shape.counted_by else None,
        "on": on or kept.get("opens_day"),
    }


def _pages(request, community, kept) -> list:
    """Communities that may vote: its own, those this person runs, those chosen before, and those just looked for."""
    chosen = [key for key in request.POST.getlist("electorate") if key.isdecimal() and len(key) < 10]
    callable_ = permissions.callable_communities(request.user, request.municipality)
    wanted = request.POST.get("find", "").strip()[:100] if request.POST.get("go") == "find" else ""
    found = callable_.matching(wanted).order_by("title").values_list("pk", flat=True)[:MOST_FOUND] if wanted else ()
    keys = {*map(int, chosen), *kept, *activist_communities(request.user), *found} - {community.pk}
    others = callable_.filter(pk__in=keys).order_by("title").defer("about")
    for page in others:
        page.municipality = request.municipality
    return [community, *others]


def _usual(request, community) -> dict:
    return {
        **usual_times(request.municipality, request.now),
        "counted_by": "person",
        "secrecy": "closed",
        "method": "equal_shares",
        "needed": 10,
        "replaceable": True,
        "turnout_shown": True,
        "electorate": [community.pk],
    }


def _typed(data) -> dict:
    """What was typed, to be shown again as it is."""
    return {**data.dict(), **{name: name in data for name in CHECKBOXES}, "electorate": data.getlist("electorate")}


def _kept(draft) -> dict:
    """A draft as its form shows it."""
    zone = draft.municipality.tz
    times = {}
    for name in ("opens", "closes"):
        at = getattr(draft, f"{name}_at").astimezone(zone)
        times |= {f"{name}_day": at.date(), f"{name}_time": at.time()}
    names = ("title", "description", "budget", "method", "needed", "counted_by", "secrecy", *CHECKBOXES)
    preset = RulePreset.objects.in_force(draft.municipality, times["opens_day"]).filter(
        name=draft.rules_name, kind=draft.kind
    )
    first = draft.items.first()
    return {
        **times,
        **{name: getattr(draft, name) for name in names},
        "preset": getattr(preset.suiting(draft.kind, draft.counted_by).first(), "pk", None),
        "max_choices": first and first.max_choices,
        "electorate": list(draft.electorate.values_list("pk", flat=True)),
    }


def _kept_rows(draft, shape) -> list[dict]:
    if draft is None:
        return [{}] * EMPTY_ROWS.get(shape.rows, 0)
    if draft.kind == VoteKind.DECISION:
        return list(draft.items.values("text"))
    return list(draft.items.get().options.values("text", "description", "cost"))


def _changed_rows(data, shape, go) -> list[dict]:
    """What was typed in the rows, with one more or one less."""
    total, most = data.get("row-TOTAL_FORMS", ""), MOST_ROWS.get(shape.rows, 0)
    count = min(int(total), most) if total.isdecimal() and len(total) < 4 else 0
    rows = [
        {name: data.get(f"row-{number}-{name}", "") for name in ("text", "description", "cost")}
        for number in range(count)
    ]
    if go == "add":
        rows.append({})
    elif go.startswith("remove-"):
        number = go.removeprefix("remove-")
        if number.isdecimal() and len(number) < 4 and int(number) < len(rows):
            del rows[int(number)]
    return rows[:most] or [{}]
