"""The routing table of a town and its templates of answers, kept by the administrator in the admin."""

from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic

from appeals.models import AnswerTemplate, AppealCategory, AppealSettings, TermUnit
from municipalities.viewsets import TownViewSet


class OwnReorderView(generic.ReorderView):
    """Moves a row among those of its own town; one of another town does not exist."""

    def get_queryset(self):
        return super().get_queryset().filter(municipality=self.request.municipality)

    def post(self, request, *args, **kwargs):
        get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
        return super().post(request, *args, **kwargs)


def term(category) -> str:
    amount = category.answer_amount
    if category.answer_unit == TermUnit.HOURS:
        words = ngettext("%(count)s working hour", "%(count)s working hours", amount)
    elif category.answer_unit == TermUnit.DAYS:
        words = ngettext("%(count)s working day", "%(count)s working days", amount)
    else:
        words = ngettext("%(count)s calendar day", "%(count)s calendar days", amount)
    return words % {"count": amount}


def whose_job(category) -> str:
    return category.department.name if category.department_id else _("not the administration's")


class CategoryViewSet(TownViewSet):
    """What messages are about, in the order in which residents are offered it.

    A category that messages use is not deleted but no longer offered.
    """

    model = AppealCategory
    icon = "list-ul"
    menu_label = pgettext_lazy("menu", "Categories of messages")
    menu_order = 630
    sort_order_field = "order"
    reorder_view_class = OwnReorderView
    search_fields = ["name"]
    list_display = [
        "name",
        Column("department", label=capfirst(_("whose job")), accessor=whose_job),
        Column("term", label=capfirst(_("term of the answer")), accessor=term),
        "emergency_phone",
        BooleanColumn("is_active", label=capfirst(_("offered"))),
    ]
    panels = [
        HelpPanel(
            content=_(
                "Residents choose a category first. Its department gets the message and has the term to answer. "
                "Without a department no message is taken: residents read whose job it is and whom to call."
            )
        ),
        FieldPanel("name"),
        FieldPanel("department"),
        FieldPanel("guidance"),
        FieldPanel("emergency_phone"),
        MultiFieldPanel(
            [FieldRowPanel(["answer_amount", "answer_unit"])],
            heading=_("Term of the answer; it concerns messages that come later"),
        ),
        FieldPanel("is_violation"),
        FieldPanel("is_active"),
    ]


class AnswerTemplateViewSet(TownViewSet):
    """Words that are often answered with; whoever answers completes them."""

    model = AnswerTemplate
    icon = "edit"
    menu_label = pgettext_lazy("menu", "Templates of answers")
    menu_order = 635
    search_fields = ["name", "text"]
    list_display = ["name", "department"]
    panels = [
        FieldPanel("name"),
        FieldPanel(
            "department", help_text=_("Without a department the template is offered to everybody who answers.")
        ),
        FieldPanel("text"),
    ]


class SettingsViewSet(TownViewSet):
    """The one row of a town's settings; the right to change it is given, to add or delete one is not."""

    model = AppealSettings
    icon = "cog"
    menu_label = pgettext_lazy("menu", "Settings of messages")
    menu_order = 640
    list_display = ["pos_url"]
    panels = [FieldPanel("pos_url")]
