"""What an official wants to see on the desk, as it stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appeals.models import AppealCategory
from assignments.permissions import departments_of
from core.text import folded
from municipalities.models import Department
from municipalities.permissions import is_decider

LONGEST_QUERY = 100
MOST_WORDS = 8

TABS = {
    "waiting": (_("Waiting for an answer"), "chat"),
    "overdue": (_("Overdue"), "overdue"),
    "clarifying": (_("Asking the author"), "reply"),
    "control": (pgettext_lazy("desk", "Under control"), "flag"),
    "disputed": (_("Disputed"), "warning"),
    "all": (_("All"), "list"),
}
WHAT = {
    "": _("Messages and questions"),
    "message": _("Messages"),
    "question": _("Questions of the feed"),
    "violation": _("Violations of rules"),
    "official": _("Official appeals"),
}
WHOSE = {"mine": _("My department"), "all": _("The whole town")}
# Names in addresses, and what they are called here.
PARAMETERS = {
    "tab": "tab",
    "whose": "whose",
    "what": "what",
    "department": "department",
    "category": "category",
    "q": "query",
    "where": "where",
}


@dataclass
class Wish:
    """Anything unknown counts as not asked."""

    municipality: object
    mine: frozenset
    base: str
    tab: str = "waiting"
    whose: str = "all"
    what: str = ""
    department: str = ""
    category: str = ""
    query: str = ""
    where: str = ""

    @classmethod
    def of(cls, request):
        """The wish of a request. Specialists begin with their own department, those who control with the town."""
        get, town = request.GET.get, request.municipality
        mine = departments_of(request.user, town)
        usual = "mine" if mine and not is_decider(request.user, town) else "all"
        whose = get("whose", "")
        return cls(
            municipality=town,
            mine=mine,
            base=request.path,
            tab=get("tab", "") if get("tab", "") in TABS else "waiting",
            whose=whose if whose in WHOSE and mine else usual,
            what=get("what", "") if get("what", "") in WHAT else "",
            department=get("department", "") if get("department", "").isdecimal() else "",
            category=get("category", "")[:LONGEST_QUERY],
            query=" ".join(get("q", "")[:LONGEST_QUERY].split()),
            where=" ".join(get("where", "")[:LONGEST_QUERY].split()),
        )

    def asked(self, **changed) -> dict:
        """The parameters of the address: asked(tab="all")."""
        chosen = {key: changed.get(name, getattr(self, name)) for key, name in PARAMETERS.items()}
        return {key: value for key, value in chosen.items() if value}

    def address(self, **changed) -> str:
        return f"{self.base}?{urlencode(self.asked(**changed))}"

    @property
    def query_string(self) -> str:
        return urlencode(self.asked())

    @property
    def cleared(self) -> str:
        """The same tab without filters."""
        return self.address(**dict.fromkeys(("what", "department", "category", "query", "where"), ""))

    @property
    def is_narrowed(self) -> bool:
        return bool(self.what or self.department or self.category or self.query or self.where)

    @cached_property
    def departments(self) -> list[tuple[str, str]]:
        rows = Department.objects.within(self.municipality).values_list("pk", "name")
        return [(str(pk), name) for pk, name in rows]

    @cached_property
    def categories(self) -> list[tuple[str, str]]:
        return list(AppealCategory.objects.within(self.municipality).values_list("public_id", "name"))

    @property
    def where_words(self) -> list[str]:
        return folded(self.where).split()[:MOST_WORDS]

    @property
    def query_words(self) -> list[str]:
        return folded(self.query).split()[:MOST_WORDS]
