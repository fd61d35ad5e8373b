"""The registry of premises in Wagtail's admin: the list of units, the form of one, imports."""

import django_filters
from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import User
from communities import town_admin
from communities.models import CommunityKind, CommunityPage, Premises, PremisesKind
from communities.permissions import can_manage_registry
from communities.registry.numbers import key_of
from communities.registry.values import Wrong, format_area, parse_area, parse_number, shown_number
from communities.views import registry
from communities.wording import REASONS
from municipalities.models import StaffRole


class RegistryPolicy(BasePermissionPolicy):
    """Administrators look and correct. Of which town, each view asks with the host of its request."""

    def user_has_permission(self, user, action):
        if "_keeps_registry" not in user.__dict__:
            # Asked for each row of a list; a user object lives for one request.
            user.__dict__["_keeps_registry"] = self.users_with_any_permission(["view"]).filter(pk=user.pk).exists()
        return action in ("view", "change") and user.__dict__["_keeps_registry"]

    def users_with_any_permission(self, actions):
        if not {"view", "change"} & set(actions):
            return User.objects.none()
        administrators = User.objects.filter(staff_memberships__role=StaffRole.ADMINISTRATOR)
        return (administrators | User.objects.filter(is_superuser=True)).filter(is_active=True).distinct()


register_permission_policy(Premises, RegistryPolicy(Premises))


class AdministratorsOnly:
    def dispatch(self, request, *args, **kwargs):
        if not can_manage_registry(request.user, request.municipality):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def buildings(request):
    return CommunityPage.objects.within(request.municipality).filter(kind=CommunityKind.BUILDING).order_by("title")


class UnitFilters(WagtailFilterSet):
    community = django_filters.ModelChoiceFilter(label=capfirst(_("building")), queryset=buildings)
    entrance = django_filters.NumberFilter(label=capfirst(_("entrance")), min_value=1, max_value=99)
    number = django_filters.CharFilter(label=capfirst(_("number")), method="numbered", max_length=20)
    kind = django_filters.ChoiceFilter(label=capfirst(_("kind")), choices=PremisesKind.choices)
    gone_at = django_filters.ChoiceFilter(
        label=_("Which"), method="whether_gone", choices=[("no", _("In the registry")), ("yes", _("Gone"))]
    )

    class Meta:
        model = Premises
        fields = ["community", "entrance", "number", "kind", "gone_at"]

    def numbered(self, units, name, value):
        return units.filter(key=key_of(value)[:20])

    def whether_gone(self, units, name, value):
        return units.filter(gone_at__isnull=value == "no")


class AreaColumn(Column):
    def get_value(self, unit):
        return format_area(unit.area_hundredths) if unit.area_hundredths else ""


class UnitListView(AdministratorsOnly, generic.IndexView):
    page_title = _("Registry of premises")

    def get_base_queryset(self):
        units = Premises.objects.within(self.request.municipality).select_related("community")
        shown = ("number", "kind", "entrance", "area_hundredths", "owner_count", "gone_at")
        return units.by_number().only(*shown, "community__title")

    def _get_title_column(self, field_name, *args, **kwargs):
        column = super()._get_title_column(field_name, *args, **kwargs)
        # 9 stands before 10.
        column.sort_key = "leading_number"
        return column

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(_("Upload a spreadsheet"), url=reverse("registry_upload"), icon_name="upload"),
            HeaderButton(_("Imports"), url=reverse("registry_imports"), icon_name="history"),
        ]


class UnitForm(forms.ModelForm):
    """One unit corrected by hand: read by the same rules as a spreadsheet."""

    area = forms.CharField(
        label=capfirst(_("area, m²")), required=False, max_length=20, help_text=_("For example: 45,6")
    )

    class Meta:
        model = Premises
        fields = ["number", "kind", "entrance", "owner_count"]

    field_order = ["number", "kind", "entrance", "area", "owner_count"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.area_hundredths:
            self.initial["area"] = format_area(self.instance.area_hundredths)

    def clean_number(self):
        number = self.cleaned_data["number"]
        self.instance.key = _parsed(parse_number, number)
        return shown_number(number, self.instance.key)

    def clean_area(self):
        return _parsed(parse_area, self.cleaned_data["area"])

    def clean(self):
        cleaned = super().clean()
        same = Premises.objects.filter(
            community=self.instance.community, kind=cleaned.get("kind"), key=self.instance.key
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("number", ValidationError(_("Another unit of the building has this number."), code="taken"))
        return cleaned

    def save(self, commit=True):
        self.instance.area_hundredths = self.cleaned_data["area"]
        return super().save(commit)


def _parsed(parse, text):
    try:
        return parse(text)
    except Wrong as wrong:
        raise ValidationError(REASONS[wrong.code], code=wrong.code) from wrong


class UnitEditView(AdministratorsOnly, generic.EditView):
    def get_object(self, *args, **kwargs):
        unit = super().get_object(*args, **kwargs)
        if unit.community.municipality_id != self.request.municipality.pk:
            raise Http404
        return unit


class UnitViewSet(ModelViewSet):
    """Units come and go by imports; by hand they are only corrected."""

    model = Premises
    icon = "table"
    menu_label = _("Registry of premises")
    menu_order = 605
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = UnitListView
    edit_view_class = UnitEditView
    filterset_class = UnitFilters
    list_per_page = 50
    ordering = ["community__title", "entrance", "leading_number", "key"]
    list_display = [
        "number",
        Column("kind", label=capfirst(_("kind")), accessor="get_kind_display"),
        Column("community", label=capfirst(_("building")), accessor="community.title"),
        "entrance",
        AreaColumn("area", label=capfirst(_("area, m²"))),
        Column("owner_count", label=capfirst(_("owners")), sort_key="owner_count"),
        Column("gone", label=capfirst(_("state")), accessor=lambda unit: _("Gone") if unit.gone_at else ""),
    ]

    def get_form_class(self, for_update=False):
        return UnitForm

    def get_edit_view_kwargs(self, **kwargs):
        unused = {"history_url_name": None, "usage_url_name": None, "delete_url_name": None, "add_url_name": None}
        return super().get_edit_view_kwargs(**unused, **kwargs)

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(add_url_name=None, delete_url_name=None, **kwargs)

    def get_permissions_to_register(self):
        return Permission.objects.none()

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("edit/<int:pk>/", self.edit_view, name="edit"),
        ]


@hooks.register("register_admin_viewset")
def registry_viewset():
    return UnitViewSet("registry")


@hooks.register("register_admin_urls")
def import_urls():
    one = [
        path("", registry.show, name="registry_import"),
        path("columns/", registry.columns, name="registry_columns"),
        path("errors/", registry.errors, name="registry_errors"),
        path("apply/", registry.apply, name="registry_apply"),
        path("undo/", registry.undo, name="registry_undo"),
    ]
    return [
        path("registry/imports/", registry.import_list, name="registry_imports"),
        path("registry/imports/new/", registry.upload, name="registry_upload"),
        path("registry/imports/<slug:public_id>/", include(one)),
    ]


hooks.register("register_admin_viewset", town_admin.viewsets)
hooks.register("register_admin_urls", town_admin.urls)
