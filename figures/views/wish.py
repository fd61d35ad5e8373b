"""Which place and year a reader asks for, by the address alone."""

from dataclasses import dataclass, field

from communities.models import CommunityPage
from core.text import folded
from figures.definitions import Place
from municipalities.models import Department

FOUND = 20
LONGEST_QUERY = 100


@dataclass
class Wish:
    """What was asked for. What the town does not have counts as not asked."""

    place: Place
    year: str = ""
    where: str = ""
    found: list = field(default_factory=list)

    @classmethod
    def of(cls, request):
        town, get = request.municipality, request.GET.get
        communities = CommunityPage.objects.within(town).live().defer("about")
        slug, department = get("community", ""), get("department", "")
        community = communities.filter(slug=slug).first() if slug else None
        office = None
        if community is None and department.isdecimal() and len(department) < 10:
            office = Department.objects.within(town).filter(pk=department).first()
        where = " ".join(get("where", "")[:LONGEST_QUERY].split())
        found = communities if where else communities.none()
        for word in folded(where).split()[:8]:
            found = found.filter(search_text__contains=word)
        found = list(found.order_by("street", "house_number", "title")[:FOUND])
        return cls(Place(town, community, office), get("year", ""), where, found)

    def year_among(self, years: list[int], otherwise: int) -> int:
        return int(self.year) if self.year.isdecimal() and int(self.year[:5]) in years else otherwise
