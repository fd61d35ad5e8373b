"""The town's own rows in Wagtail's admin, and choosers that end at the town's border."""

from django.http import Http404
from wagtail import hooks
from wagtail.admin.panels import FieldPanel

from municipalities.border import ROOT_MENU, own_files, serves_document
from municipalities.models import Department
from municipalities.viewsets import TownViewSet


class DepartmentViewSet(TownViewSet):
    model = Department
    icon = "group"
    menu_order = 610
    list_display = ["name", "phone"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("phone")]


@hooks.register("register_admin_viewset")
def department_viewset():
    return DepartmentViewSet("departments")


@hooks.register("construct_page_chooser_queryset")
def own_pages(pages, request):
    """The chooser offers pages of the town only, to the operator too: a link across towns is a mistake."""
    return pages.descendant_of(request.municipality.site.root_page, inclusive=True)


@hooks.register("construct_image_chooser_queryset")
def own_photos(photos, request):
    return own_files(photos, request.municipality)


@hooks.register("construct_document_chooser_queryset")
def own_documents(documents, request):
    return own_files(documents, request.municipality)


@hooks.register("construct_reports_menu")
def reports_of_one_town(request, items):
    """Without the reports that the border closes."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in ROOT_MENU]


@hooks.register("before_serve_document")
def only_documents_of_this_town(document, request):
    """A file is given out on its own town's host, once a published page refers to it."""
    if not serves_document(document, request):
        raise Http404
