"""Publications and pictures of any number, without a browser."""

from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image

from core.models import Photo, PhotoRendition
from core.renditions import specs
from publications.models import (
    BeforeAfterPair,
    DecisionIndexPage,
    DecisionPage,
    NewsIndexPage,
    NewsPage,
    ResultIndexPage,
    ResultPage,
)


def picture_file(size=(64, 40)) -> ContentFile:
    out = BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    return ContentFile(out.getvalue(), name="picture.jpg")


def make_photo(town, description="Двор", *, is_private=False) -> Photo:
    """A photo of the town with its renditions on record, without encoding each of them."""
    photo = Photo(title=description, description=description, collection=town.collection, is_private=is_private)
    photo.file.save("picture.jpg", picture_file(), save=False)
    photo.file_size = photo.file.size
    photo.save()
    PhotoRendition.objects.bulk_create(
        PhotoRendition(image=photo, filter_spec=spec, focal_point_key="", width=480, height=300, file=f"images/{spec}")
        for spec in ([] if is_private else specs(("thumb", "card", "wide", "pair")))
    )
    return photo


def make_news(town, title, *, live=True, day=date(2026, 10, 1), **fields) -> NewsPage:
    index = NewsIndexPage.objects.child_of(town.site.root_page).get()
    return index.add_child(instance=NewsPage(title=title, municipality=town, live=live, date=day, **fields))


def make_decision(town, title, *, live=True, number="12-п", day=date(2026, 10, 2), **fields) -> DecisionPage:
    index = DecisionIndexPage.objects.child_of(town.site.root_page).get()
    page = DecisionPage(
        title=title, municipality=town, live=live, date=day, number=number, authority="Администрация", **fields
    )
    return index.add_child(instance=page)


def make_result(town, title, *, live=True, day=date(2026, 10, 3), pairs=1, **fields) -> ResultPage:
    index = ResultIndexPage.objects.child_of(town.site.root_page).get()
    fields.setdefault("address", "ул. Ленина, 1")
    page = ResultPage(title=title, municipality=town, live=live, date=day, **fields)
    page.pairs = [
        BeforeAfterPair(before=make_photo(town, "Яма"), after=make_photo(town, "Клумба")) for _number in range(pairs)
    ]
    return index.add_child(instance=page)
