"""The project's addresses and four to compare them with, under the same server, middleware and settings."""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from wagtail.views import serve

from cms.urls import urlpatterns as ours
from scripts.bench.inserting import BODY, TABLE

PAGE_SLUG = "bench-empty-page"


def bare(request):
    """The least a view can do."""
    return HttpResponse("ok")


def insert(request):
    """The least a view that writes can do."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (body) VALUES (%s)", [BODY])
    return HttpResponse("ok")


@require_POST
def insert_signed_in(request):
    """The least a form of somebody who is signed in can do: no ballot of theirs can be taken faster."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return insert(request)


def empty_page(request):
    """An empty Wagtail page in the full base template, found and served by Wagtail's own view."""
    response = serve(request, f"{PAGE_SLUG}/")
    response.template_name = "bench/empty_page.html"
    return response


urlpatterns = [
    path("__bench/bare/", bare),
    path("__bench/page/", empty_page),
    path("__bench/insert/", insert),
    path("__bench/insert-signed-in/", insert_signed_in),
    *ours,
]
