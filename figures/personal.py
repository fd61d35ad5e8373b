"""What figures keep about people: who had an annual report made, and who signed it off."""

from accounts.keepers import Keeper, Parting, register
from accounts.models import User
from figures.models import AnnualReport


def _export(person: User) -> dict:
    def rows(**whose):
        found = AnnualReport.objects.filter(**whose).select_related("municipality", "community").order_by("pk")
        return [{"title": row.title, "state": row.state, "signed_at": row.signed_at} for row in found]

    return {"reports_made": rows(made_by=person), "reports_signed": rows(signed_by=person)}


def _erase(person: User, parting: Parting) -> None:
    # A signed report keeps the position under which it was signed.
    for field in ("made_by", "signed_by"):
        parting.keep("annual_reports", AnnualReport.objects.filter(**{field: person}), **{field: None})


register(
    Keeper(
        "figures",
        ("figures.AnnualReport.made_by", "figures.AnnualReport.signed_by"),
        export=_export,
        erase=_erase,
    )
)
