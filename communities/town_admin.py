"""The settings of the town and its working time in Wagtail's admin, changed by the acts that keep a journal."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from communities import working_time
from municipalities.admin_forms import keep_within
from municipalities.models import CalendarDay, Municipality, StatutoryTerms, WorkSchedule
from municipalities.viewsets import TownCreateView, TownDeleteView, TownEditView, TownIndexView, TownViewSet

# Decrees and the law are known for about a year ahead.
YEARS_AHEAD = 2
FIRST_YEAR = 2013


class Refusable:
    """What an act refuses is told in the form, and what was typed stays."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)


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

    def save_instance(self):
        town = self.form.save(commit=False)
        working_time.keep_settings(town, self.form.changed_data, by=self.request.user)
        log(instance=town, action="wagtail.edit", user=self.request.user, content_changed=True)
        return town


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
            MultiFieldPanel(
                [FieldRowPanel(["question_hours", "dispute_days"]), FieldPanel("term_roll")],
                heading=_("Terms of answers"),
            ),
            FieldPanel("youngest_member_age"),
        ]
    )


class ScheduleCreateView(Refusable, TownCreateView):
    def save_instance(self):
        schedule = working_time.set_hours(self.form.save(commit=False), by=self.request.user)
        log(instance=schedule, action="wagtail.create", user=self.request.user, content_changed=True)
        return schedule


class ScheduleEditView(Refusable, TownEditView):
    def save_instance(self):
        schedule = working_time.set_hours(self.form.save(commit=False), by=self.request.user)
        log(instance=schedule, action="wagtail.edit", user=self.request.user, content_changed=True)
        return schedule


class ScheduleDeleteView(TownDeleteView):
    def delete_action(self):
        working_time.drop_hours(self.object, by=self.request.user)


class WorkScheduleViewSet(TownViewSet):
    """Weekly hours of the administration and of its departments."""

    model = WorkSchedule
    icon = "time"
    menu_label = _("Working hours")
    menu_order = 611
    list_display = ["__str__"]
    panels = [
        FieldRowPanel([FieldPanel("department"), FieldPanel("since")]),
        InlinePanel(
            "hours",
            [
                FieldPanel("weekday"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                FieldRowPanel([FieldPanel("break_from"), FieldPanel("break_to")]),
            ],
            heading=_("Working days of the week"),
            label=_("working day"),
            min_num=1,
            max_num=7,
        ),
    ]
    add_view_class = ScheduleCreateView
    edit_view_class = ScheduleEditView
    delete_view_class = ScheduleDeleteView


class CalendarListView(TownIndexView):
    @cached_property
    def header_buttons(self):
        load = HeaderButton(_("Load a year"), url=reverse("calendar_load"), icon_name="download")
        return [*super().header_buttons, load]


class DayCreateView(Refusable, TownCreateView):
    def save_instance(self):
        day = working_time.set_day(self.form.save(commit=False), by=self.request.user)
        log(instance=day, action="wagtail.create", user=self.request.user, content_changed=True)
        return day


class DayEditView(Refusable, TownEditView):
    def save_instance(self):
        day = working_time.set_day(self.form.save(commit=False), by=self.request.user)
        log(instance=day, action="wagtail.edit", user=self.request.user, content_changed=True)
        return day


class DayDeleteView(TownDeleteView):
    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            messages.error(self.request, refusal.message)
            return redirect(self.get_success_url())

    def delete_action(self):
        working_time.unset_day(self.object, by=self.request.user)


class CalendarViewSet(TownViewSet):
    """Dates that differ from the weekly hours: loaded from the law, and the town's own."""

    model = CalendarDay
    icon = "calendar"
    menu_label = _("Production calendar")
    menu_order = 612
    index_view_class = CalendarListView
    add_view_class = DayCreateView
    edit_view_class = DayEditView
    delete_view_class = DayDeleteView
    list_per_page = 50
    ordering = ["-date"]
    list_filter = ["kind"]
    list_display = [
        "date",
        Column("kind", label=capfirst(_("what day it is")), accessor="get_kind_display"),
        Column("hours_delta", label=capfirst(_("hours")), accessor=lambda day: day.hours_delta or ""),
        "note",
        Column(
            "is_own",
            label=capfirst(_("from where")),
            accessor=lambda day: _("The town") if day.is_own else _("The law"),
        ),
    ]
    panels = [
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("hours_delta"), FieldPanel("instead_of")]),
        FieldPanel("note"),
    ]


class StatutoryTermsViewSet(TownViewSet):
    """Terms of the law: a new row is added when the law changes."""

    model = StatutoryTerms
    icon = "doc-full"
    menu_label = _("Terms of official appeals")
    menu_order = 613
    list_display = [
        "since",
        "registration_days",
        "forwarding_days",
        "answer_days",
        "source",
    ]
    panels = [
        FieldPanel("since"),
        FieldRowPanel([FieldPanel("registration_days"), FieldPanel("forwarding_days")]),
        FieldRowPanel([FieldPanel("answer_days"), FieldPanel("extension_days")]),
        FieldPanel("source"),
    ]


class YearForm(forms.Form):
    """Which year's calendar to load."""

    def __init__(self, *args, this_year, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.IntegerField(
            label=capfirst(_("year")), min_value=FIRST_YEAR, max_value=this_year + YEARS_AHEAD, initial=this_year + 1
        )


def load(request):
    """Load a year of the production calendar; the town's own days stay."""
    town = request.municipality
    if not working_time.can_set_working_time(request.user, town):
        raise PermissionDenied
    form = YearForm(request.POST or None, this_year=town.today().year)
    if request.method == "POST" and form.is_valid():
        changed = working_time.load_calendar(town, form.cleaned_data["year"], by=request.user)
        words = ngettext(
            "%(count)s date of the calendar changed.", "%(count)s dates of the calendar changed.", changed
        )
        messages.success(request, words % {"count": changed} if changed else _("The calendar was up to date."))
        return redirect(reverse("calendar:index"))
    context = {"form": form, "page_title": _("Load a year of the production calendar")}
    return render(request, "communities/registry/calendar.html", context)


def urls():
    return [path("calendar/load/", load, name="calendar_load")]


def viewsets():
    """The settings of the town and all of its working time."""
    return [
        MunicipalityViewSet("town"),
        WorkScheduleViewSet("hours"),
        CalendarViewSet("calendar"),
        StatutoryTermsViewSet("statutory_terms"),
    ]
