"""All the small rows that belong to one initiative, in one query.

A page shows ten kinds of them. Ten queries would be the larger part of the page's cost, so the kinds are joined by
UNION ALL, each row as an object of JSON.
"""

from collections import defaultdict
from datetime import UTC, date, datetime
from types import SimpleNamespace

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Concat, JSONObject, Substr

from initiatives.models import (
    Addition,
    Conclusion,
    CostItem,
    Decision,
    FundingLine,
    GroupMember,
    HelpOffer,
    Initiative,
    InitiativeDocument,
    Stage,
)

DAYS = {"starts_on", "ends_on", "done_on"}
MOMENTS = {"added_at", "decided_at", "agreed_at"}


def public_name_of(prefix: str = ""):
    """`User.public_name` as an expression, of the account that `prefix` leads to: "author__"; NULL without one."""
    chosen, first = f"{prefix}chosen_name", f"{prefix}first_name"
    short = Concat(F(first), Value(" "), Substr(f"{prefix}last_name", 1, 1), Value("."), output_field=CharField())
    return Case(
        When(**{f"{chosen}__gt": ""}, then=F(chosen)),
        When(**{f"{first}__isnull": False}, then=short),
        output_field=CharField(),
    )


def _same(*names):
    return {name: F(name) for name in names}


def _kinds(initiative):
    mine = {"initiative": initiative}
    person = {"user_id": F("user_id"), "name": public_name_of("user__")}
    return {
        "cost_items": (CostItem.objects.filter(**mine), _same("title", "amount", "order")),
        "funding": (FundingLine.objects.filter(**mine), _same("source", "planned", "actual")),
        "documents": (
            InitiativeDocument.objects.filter(**mine),
            _same("public_id", "title", "extension", "size", "added_at"),
        ),
        "additions": (Addition.objects.filter(**mine), _same("text", "added_at")),
        "conclusions": (
            Conclusion.objects.filter(**mine),
            _same("text", "added_at") | {"department": F("department__name"), "author": public_name_of("author__")},
        ),
        "decisions": (
            Decision.objects.filter(**mine),
            _same(
                "outcome",
                "reason",
                "text",
                "next_step",
                "document_number",
                "document",
                "document_size",
                "position",
                "decided_at",
            )
            | {"author": public_name_of("decided_by__")},
        ),
        "stages": (Stage.objects.filter(**mine), _same("title", "starts_on", "ends_on", "state", "report", "done_on")),
        "offers": (
            HelpOffer.objects.filter(**mine, withdrawn_at=None),
            _same("kind", "note", "came", "half_hours") | person,
        ),
        "group": (GroupMember.objects.filter(**mine), _same("agreed_at") | person),
        "neighbours": (
            Initiative.neighbours.through.objects.filter(**mine),
            {
                "page_id": F("communitypage_id"),
                "title": F("communitypage__title"),
                "slug": F("communitypage__slug"),
                "street": F("communitypage__street"),
                "house": F("communitypage__house"),
                "kind": F("communitypage__kind"),
            },
        ),
    }


def _value(name, value):
    if value is None:
        return None
    if name in DAYS:
        return date.fromisoformat(value)
    if name in MOMENTS:
        moment = datetime.fromisoformat(value)
        # SQLite keeps UTC without saying so.
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return value


def parts_of(initiative) -> dict[str, list[SimpleNamespace]]:
    """The rows by kind, oldest first; each has `pk` and the fields named in `_kinds`."""
    queries = [
        rows.order_by().annotate(part=Value(kind), row=JSONObject(**fields)).values_list("part", "pk", "row")
        for kind, (rows, fields) in _kinds(initiative).items()
    ]
    found = defaultdict(list)
    for kind, pk, row in queries[0].union(*queries[1:], all=True):
        found[kind].append(SimpleNamespace(pk=pk, **{name: _value(name, value) for name, value in row.items()}))
    for rows in found.values():
        rows.sort(key=lambda row: row.pk)
    found["stages"].sort(key=lambda stage: (stage.starts_on, stage.pk))
    found["cost_items"].sort(key=lambda item: item.order)
    return found
