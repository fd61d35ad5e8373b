"""Staff, organisations and the journal of the town in Wagtail's admin."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import User
from communities import staff
from communities.models import ManagingOrganisation
from journal.models import Event
from municipalities.models import StaffMember, StaffRole
from municipalities.viewsets import TownCreateView, TownDeleteView, TownIndexView, TownViewSet


class ManagingOrganisationViewSet(TownViewSet):
    model = ManagingOrganisation
    icon = "group"
    menu_order = 620
    list_display = ["name", "phone"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("phone"), FieldPanel("hours")]


class NewStaffForm(forms.ModelForm):
    """Who becomes what. The person has an account already; the list of all accounts is for the operator only."""

    email = forms.EmailField(label=_("e-mail of the person's account"))
    role = forms.ChoiceField(label=_("role"), choices=StaffRole.choices)

    field_order = ["email", "role", "department", "position"]

    class Meta:
        model = StaffMember
        fields = ["department", "position"]

    def clean_email(self):
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise ValidationError(
                _("There is no account with this e-mail. Ask the person to sign up."), code="unknown"
            )
        self.cleaned_data["person"] = person
        return self.cleaned_data["email"]


class GiveRoleView(TownCreateView):
    def save_instance(self):
        data = self.form.cleaned_data
        return staff.give_role(
            data["person"],
            data["role"],
            municipality=self.request.municipality,
            by=self.request.user,
            department=data["department"],
            position=data["position"],
        )


class TakeRoleView(TownDeleteView):
    def delete_action(self):
        staff.take_role(self.object, by=self.request.user)


class StaffViewSet(TownViewSet):
    """Roles in the town, given and taken by the acts that keep them in the journal."""

    model = StaffMember
    icon = "user"
    menu_label = _("Staff of the town")
    menu_order = 630
    list_display = [
        Column("user", label=_("person"), accessor="user"),
        Column("role", label=_("role"), accessor="get_role_display"),
        "department",
        "position",
    ]
    panels = [FieldPanel("department"), FieldPanel("position")]
    add_view_class = GiveRoleView
    delete_view_class = TakeRoleView

    def get_form_class(self, for_update=False):
        return super().get_form_class(for_update) if for_update else NewStaffForm


class JournalListView(TownIndexView):
    """Who did what and when, the newest first."""

    any_permission_required = ["view"]
    default_ordering = "-id"
    page_title = _("Journal of acts")

    def get_base_queryset(self):
        actor = User.objects.filter(actor_key=OuterRef("actor_key")).values(
            name=Concat("first_name", Value(" "), "last_name", output_field=CharField())
        )
        return super().get_base_queryset().annotate(actor=Subquery(actor)).select_related("target_type")


class JournalViewSet(ModelViewSet):
    """Reading only: the journal has no form, and its rows are never changed."""

    model = Event
    icon = "history"
    menu_label = _("Journal of acts")
    menu_order = 640
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = JournalListView
    list_per_page = 50
    list_display = [
        DateColumn("at", label=_("when")),
        Column("verb", label=_("what"), accessor="get_verb_display"),
        Column("actor", label=_("who"), accessor="actor"),
        Column("target_type", label=_("with what"), accessor="target_type"),
        Column("target_id", label=_("number"), accessor="target_id"),
    ]
    form_fields = []

    def get_urlpatterns(self):
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]


@hooks.register("register_admin_viewset")
def organisation_viewset():
    return ManagingOrganisationViewSet("organisations")


@hooks.register("register_admin_viewset")
def staff_viewset():
    return StaffViewSet("staff")


@hooks.register("register_admin_viewset")
def journal_viewset():
    return JournalViewSet("journal")
