"""Staff, organisations and the journal of the town in Wagtail's admin."""

from django import forms
from django.core.exceptions import ValidationError
from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import AdminDateInput

from accounts.models import User
from accounts.reauthentication import recently_authenticated
from communities import staff
from communities.actions.representatives import dismiss_representative, name_representative
from communities.models import ManagingOrganisation, OrganisationMember
from home import journal_admin
from municipalities.models import StaffMember, StaffRole
from municipalities.viewsets import TownCreateView, TownDeleteView, TownViewSet


class ManagingOrganisationViewSet(TownViewSet):
    model = ManagingOrganisation
    icon = "group"
    menu_order = 620
    list_display = ["name", "phone"]
    search_fields = ["name"]
    panels = [FieldPanel("name"), FieldPanel("phone"), FieldPanel("hours")]


class PersonByEmail(forms.ModelForm):
    """Whoever gets a role has an account already; the list of all accounts is for the operator only."""

    email = forms.EmailField(label=_("e-mail of the person's account"))

    def clean_email(self):
        person = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if person is None:
            raise ValidationError(
                _("There is no account with this e-mail. Ask the person to sign up."), code="unknown"
            )
        self.cleaned_data["person"] = person
        return self.cleaned_data["email"]


class NewStaffForm(PersonByEmail):
    """Who becomes what."""

    role = forms.ChoiceField(label=capfirst(_("role")), choices=StaffRole.choices)

    field_order = ["email", "role", "department", "position", "term_ends_on"]

    class Meta:
        model = StaffMember
        fields = ["department", "position", "term_ends_on"]
        widgets = {"term_ends_on": AdminDateInput}

    def clean_term_ends_on(self):
        day = self.cleaned_data["term_ends_on"]
        if day and day < self.instance.municipality.today():
            raise ValidationError(_("The term would be over already: choose a later day."), code="term")
        return day


@method_decorator(recently_authenticated, name="dispatch")
class GiveRoleView(TownCreateView):
    """A role given again with another term is prolonged by the same act."""

    def save_instance(self):
        data = self.form.cleaned_data
        return staff.give_role(
            data["person"],
            data["role"],
            municipality=self.request.municipality,
            by=self.request.user,
            department=data["department"],
            position=data["position"],
            term_ends_on=data["term_ends_on"],
        )


@method_decorator(recently_authenticated, name="dispatch")
class TakeRoleView(TownDeleteView):
    def delete_action(self):
        staff.take_role(self.object, by=self.request.user)


class NewRepresentativeForm(PersonByEmail):
    """Who speaks for which organisation."""

    field_order = ["email", "organisation", "position"]

    class Meta:
        model = OrganisationMember
        fields = ["organisation", "position"]

    def clean(self):
        cleaned = super().clean()
        organisation, person = cleaned.get("organisation"), cleaned.get("person")
        if organisation and person and organisation.members.filter(user=person).exists():
            self.add_error(
                "email", ValidationError(_("This person speaks for the organisation already."), code="has_role")
            )
        return cleaned


@method_decorator(recently_authenticated, name="dispatch")
class NameRepresentativeView(TownCreateView):
    def save_instance(self):
        data = self.form.cleaned_data
        return name_representative(
            data["person"], data["organisation"], by=self.request.user, position=data["position"]
        )


@method_decorator(recently_authenticated, name="dispatch")
class DismissRepresentativeView(TownDeleteView):
    def delete_action(self):
        dismiss_representative(self.object, by=self.request.user)


class RepresentativeViewSet(TownViewSet):
    """Who answers and announces for a managing organisation in the buildings it maintains."""

    model = OrganisationMember
    icon = "user"
    menu_label = _("Representatives of organisations")
    menu_order = 625
    list_display = [
        Column("user", label=capfirst(_("person")), accessor="user"),
        Column("organisation", label=capfirst(_("managing organisation")), accessor="organisation"),
        "position",
    ]
    panels = [FieldPanel("position")]
    add_view_class = NameRepresentativeView
    delete_view_class = DismissRepresentativeView

    def get_form_class(self, for_update=False):
        return super().get_form_class(for_update) if for_update else NewRepresentativeForm


class StaffViewSet(TownViewSet):
    """Roles in the town, given and taken by the acts that keep them in the journal."""

    model = StaffMember
    icon = "user"
    menu_label = _("Staff of the town")
    menu_order = 630
    list_display = [
        Column("user", label=capfirst(_("person")), accessor="user"),
        Column("role", label=capfirst(_("role")), accessor="get_role_display"),
        "department",
        "position",
        DateColumn("term_ends_on", label=capfirst(_("term ends on"))),
    ]
    panels = [FieldPanel("department"), FieldPanel("position")]
    add_view_class = GiveRoleView
    delete_view_class = TakeRoleView

    def get_form_class(self, for_update=False):
        return super().get_form_class(for_update) if for_update else NewStaffForm


@hooks.register("register_admin_viewset")
def organisation_viewset():
    return ManagingOrganisationViewSet("organisations")


@hooks.register("register_admin_viewset")
def representative_viewset():
    return RepresentativeViewSet("representatives")


@hooks.register("register_admin_viewset")
def staff_viewset():
    return StaffViewSet("staff")


hooks.register("register_admin_urls", journal_admin.urls)
hooks.register("register_admin_menu_item", journal_admin.menu_item)


@hooks.register("insert_global_admin_css")
def long_names_of_the_menu():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
