"""Choosing what a publication is about."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from initiatives.models import Initiative


class OwnInitiatives:
    """Public initiatives of the town, the newest first."""

    def get_object_list(self):
        return Initiative.objects.within(self.request.municipality).public().order_by("-published_at")

    @property
    def columns(self):
        return [self.title_column, Column("community", label=_("Community"), accessor="community.title")]


class InitiativeChooseView(OwnInitiatives, chooser.ChooseView):
    pass


class InitiativeChooseResultsView(OwnInitiatives, chooser.ChooseResultsView):
    pass


class InitiativeChosenView(chooser.ChosenView):
    def get_object(self, pk):
        return Initiative.objects.within(self.request.municipality).public().get(pk=pk)


class InitiativeChosenMultipleView(chooser.ChosenMultipleView):
    def get_objects(self, pks):
        return Initiative.objects.within(self.request.municipality).public().filter(pk__in=pks)


class InitiativeChooserViewSet(ChooserViewSet):
    model = Initiative
    icon = "pick"
    choose_one_text = _("Choose an initiative")
    choose_another_text = _("Choose another initiative")
    choose_view_class = InitiativeChooseView
    choose_results_view_class = InitiativeChooseResultsView
    chosen_view_class = InitiativeChosenView
    chosen_multiple_view_class = InitiativeChosenMultipleView
    per_page = 20


@hooks.register("register_admin_viewset")
def initiative_chooser():
    return InitiativeChooserViewSet("initiative_chooser")
