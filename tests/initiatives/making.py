"""Initiatives for tests of lists: rows as they stand after the acts, made at once."""

from datetime import timedelta

from core.models import Photo, PhotoRendition
from core.photos import take_in
from core.renditions import specs
from initiatives.models import Initiative, InitiativeState
from tests.cast import NOON
from tests.pictures import jpeg


def make_published(title, community, *, state=InitiativeState.DISCUSSION, **fields) -> Initiative:
    """A public initiative of the community."""
    (initiative,) = make_many(1, community, title=title, state=state, **fields)
    return initiative


def make_many(count, community, *, state=InitiativeState.DISCUSSION, title="", **fields) -> list[Initiative]:
    """Many public initiatives by one insert."""
    town = community.municipality
    start = Initiative.objects.count() + 1
    values = {"support_ends_at": NOON + timedelta(days=90), "category": "yard", **fields}
    if state == InitiativeState.CONSIDERATION:
        values["consideration_due"] = NOON.date()
    return Initiative.objects.bulk_create(
        Initiative(
            municipality=town,
            community=community,
            title=title or f"Инициатива {number}",
            state=state,
            number=number,
            created_at=NOON,
            state_changed_at=NOON,
            published_at=NOON + timedelta(minutes=number),
            search_text=(title or f"инициатива {number}").lower(),
            **values,
        )
        for number in range(start, start + count)
    )


def make_photo(town) -> Photo:
    """A public picture whose cuts are made already."""
    photo = take_in(jpeg(), by=None, description="Качели", collection=town.collection, is_private=False)
    PhotoRendition.objects.bulk_create(
        PhotoRendition(image=photo, filter_spec=spec, file=f"{number}.jpg", width=480, height=300)
        for number, spec in enumerate(specs(["card"]))
    )
    return photo
