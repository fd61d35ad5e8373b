"""The words an annual report begins with: last year's of the same place, else the order of work of this practice."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from figures.models import AnnualReport


def first_words(municipality, community, year: int) -> dict[str, str]:
    """In the main language: the report is handed in by the town, whoever orders it."""
    earlier = AnnualReport.objects.within(municipality).filter(community=community, year__lt=year)
    before = earlier.order_by("-year").first()
    if before is not None:
        return {name: getattr(before, name) for name in AnnualReport.TEXTS}
    with translation.override(settings.LANGUAGE_CODE):
        return {"stages": _stages(), "informing": _informing()}


def _stages() -> str:
    steps = (
        _("The schedule of meetings is drawn up and approved: date, time, address, who comes."),
        _("Residents are told through every channel, down to the board in the entrance hall, and ask beforehand."),
        _("The meeting is held; each problem is written down, and answered at once or given to a department."),
        _("The assignments are kept under control: term, report with photos, acceptance or return."),
        _("Residents see what was done by address and confirm or dispute it; a second meeting checks it."),
    )
    return "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _informing() -> str:
    return _("The schedule, announcements in communities, letters, the calendar of meetings, posters in entrances.")
