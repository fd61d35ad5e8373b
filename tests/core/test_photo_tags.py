"""Pictures in pages: what stands in the HTML, and that no request waits for WebP or AVIF."""

from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.template import Context, Template
from django.test import RequestFactory

from core import renditions
from core.models import Photo, PhotoRendition
from core.photos import take_in, withdraw
from core.templatetags import photo_tags
from tests.pictures import jpeg


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Photos of the tests before had the same keys."""
    caches["default"].clear()
    photo_tags._arms.clear()


@pytest.fixture
def photo(town):
    return take_in(jpeg((1200, 750)), by=None, description="Качели", collection=town.collection, is_private=False)


def made(photo, *names):
    """As if the worker had made the copies of these sizes."""
    PhotoRendition.objects.bulk_create(
        PhotoRendition(image=photo, filter_spec=spec, file=f"{number}.jpg", width=480, height=300)
        for number, spec in enumerate(renditions.specs(names))
    )


def show(source, **context):
    request = RequestFactory().get("/")
    request.municipality = context.pop("town", None)
    return Template("{% load photo_tags %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize("size", ["thumb", "card", "pair", "wide"])
def test_nothing_but_jpeg_is_encoded_in_a_request(photo, size):
    html = show("{% photo p size %}{% photo_url p %}", p=photo, size=size)

    assert "<source" not in html
    made_now = set(photo.renditions.values_list("filter_spec", flat=True))
    assert made_now == {renditions.SIZES[size].fallback, renditions.SIZES["wide"].fallback}


def test_what_the_worker_made_is_offered_best_first(photo, django_assert_num_queries):
    made(photo, "card", "wide")
    photo = Photo.objects.get(pk=photo.pk)
    renditions.attach([photo])

    with django_assert_num_queries(0):
        html = show('{% photo p "card" %} {% photo_url p %}', p=photo)

    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    largest = PhotoRendition.objects.get(filter_spec=photo_tags.LARGEST)
    assert html.endswith(f" /media/{largest.file.name}")


def test_coat_of_arms_is_encoded_as_jpeg_once(photo, django_assert_num_queries):
    town = SimpleNamespace(coat_of_arms=photo)

    first = show("{% coat_of_arms %}", town=town)
    with django_assert_num_queries(0):
        again = show("{% coat_of_arms %}", town=town)

    assert first == again
    assert list(photo.renditions.values_list("filter_spec", flat=True)) == ["max-88x88|format-jpeg"]


def test_hidden_picture_of_a_pair_leaves_the_other_alone(photo, town):
    other = take_in(jpeg(), by=None, description="Двор", collection=town.collection, is_private=False)
    both = show("{% before_after a b %}", a=photo, b=other)
    withdraw(photo)
    photo.refresh_from_db()

    left = show("{% before_after a b %}{% thumbs all 'Фото' %}", a=photo, b=other, all=[photo, other])

    assert both.count("<figure>") == 2 and "data-veche-ba" in both
    assert left.count("<figure>") == 1 and "data-veche-ba" not in left
    assert photo.description not in left
    assert not photo.renditions.exists()
