"""Lists and forms of the admin whose rows belong to the town of the request's host."""

from django.http import Http404
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import ObjectList
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet

from municipalities.admin_forms import TownForm, keep_within


class OwnRow:
    """A row of another town does not exist."""

    def get_object(self, *args, **kwargs):
        row = super().get_object(*args, **kwargs)
        if row.municipality_id != self.request.municipality.pk:
            raise Http404
        return row


class OwnForm:
    """Choices of the town only, and the town itself set by the server."""

    def get_form(self, *args, **kwargs):
        form = super().get_form(*args, **kwargs)
        if form.instance.pk is None:
            form.instance.municipality = self.request.municipality
        keep_within(form, self.request.municipality)
        return form


class TownIndexView(generic.IndexView):
    # With a name after it, Russian would need that name in another case.
    add_item_label = pgettext_lazy("to a list", "Add")

    def get_base_queryset(self):
        return super().get_base_queryset().filter(municipality=self.request.municipality)


class TownCreateView(OwnForm, generic.CreateView):
    pass


class TownEditView(OwnRow, OwnForm, generic.EditView):
    pass


class TownDeleteView(OwnRow, generic.DeleteView):
    pass


class TownHistoryView(OwnRow, history.HistoryView):
    pass


class TownUsageView(OwnRow, usage.UsageView):
    pass


class TownViewSet(ModelViewSet):
    """A model with a `municipality`: everybody in the admin meets only the rows of their town."""

    index_view_class = TownIndexView
    add_view_class = TownCreateView
    edit_view_class = TownEditView
    delete_view_class = TownDeleteView
    history_view_class = TownHistoryView
    usage_view_class = TownUsageView
    copy_view_enabled = False
    add_to_admin_menu = True

    def get_edit_handler(self):
        return ObjectList(self.panels, base_form_class=TownForm).bind_to_model(self.model)
