"""The town's own rows in Wagtail's admin, and choosers that end at the town's border."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from municipalities.admin_forms import keep_within
from municipalities.border import ROOT_MENU, own_files, serves_document
from municipalities.models import Department, Municipality
from municipalities.viewsets import TownViewSet


class OwnTown:
    """The town of the host; another one does not exist."""

    def get_object(self, *args, **kwargs):
        town = super().get_object(*args, **kwargs)
        if town.pk != self.request.municipality.pk:
            raise Http404
        return town


class TownListView(generic.IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().filter(pk=self.request.municipality.pk)


class TownSettingsView(OwnTown, generic.EditView):
    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        keep_within(form, self.request.municipality)
        return form


class TownHistoryView(OwnTown, history.HistoryView):
    pass


class TownUsageView(OwnTown, usage.UsageView):
    pass


class TownRemovalView(OwnTown, generic.DeleteView):
    pass


class MunicipalityViewSet(ModelViewSet):
    """The settings of the town. Towns are founded by the operator, not here."""

    model = Municipality
    icon = "home"
    menu_label = _("The town")
    menu_order = 600
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "brand_name", "timezone"]
    index_view_class = TownListView
    edit_view_class = TownSettingsView
    delete_view_class = TownRemovalView
    history_view_class = TownHistoryView
    usage_view_class = TownUsageView
    edit_handler = ObjectList(
        [
            FieldRowPanel(["kind", "name", "name_genitive"]),
            FieldRowPanel(["brand_name", "region"]),
            FieldRowPanel(["timezone", "palette"]),
            FieldPanel("coat_of_arms"),
            MultiFieldPanel(
                [
                    FieldRowPanel(["phone", "email", "emergency_phone"]),
                    FieldPanel("address"),
                    FieldPanel("office_hours"),
                    FieldRowPanel(["latitude", "longitude"]),
                ],
                heading=_("Contacts"),
            ),
            FieldRowPanel(["support_threshold", "support_days", "vote_days", "consideration_days"]),
            FieldPanel("youngest_member_age"),
        ]
    )


class DepartmentViewSet(TownViewSet):
    model = Department
    icon = "group"
    menu_order = 610
    list_display = ["name", "phone"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("phone")]


@hooks.register("register_admin_viewset")
def town_viewset():
    return MunicipalityViewSet("town")


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
