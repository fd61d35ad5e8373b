"""The project's addresses and two to compare them with, under the same server, middleware and settings."""

from django.http import HttpResponse
from django.urls import path
from wagtail.views import serve

from cms.urls import urlpatterns as ours

PAGE_SLUG = "bench-empty-page"


def bare(request):
    """The least a view can do."""
    return HttpResponse("ok")


def empty_page(request):
    """An empty Wagtail page in the full base template, found and served by Wagtail's own view."""
    response = serve(request, f"{PAGE_SLUG}/")
    response.template_name = "bench/empty_page.html"
    return response


urlpatterns = [path("__bench/bare/", bare), path("__bench/page/", empty_page), *ours]
