"""Forms of the admin that know only their own town."""

from django.core.exceptions import PermissionDenied
from django.forms import ModelChoiceField
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from municipalities.border import own_files
from municipalities.models import Municipality


def keep_within(form, town) -> None:
    """Offer and accept, in every choice of a form, only what belongs to the town."""
    for name, field in form.fields.items():
        if not isinstance(field, ModelChoiceField):
            continue
        model = field.queryset.model
        names = {known.name for known in model._meta.get_fields()}
        if model in (get_image_model(), get_document_model()):
            field.queryset = own_files(model, town)
        elif "municipality" in names:
            field.queryset = field.queryset.filter(municipality=town)
        elif issubclass(model, Page):
            field.queryset = field.queryset.filter(path__startswith=town.site.root_page.path)
        else:
            continue
        _forget_foreign(form, name, field)


def _forget_foreign(form, name, field) -> None:
    """Drop a number typed into the request by hand: shown again in the form, it would tell the thing's name."""
    key = form.add_prefix(name)
    sent = form.data.get(key) if form.is_bound else None
    if not sent or str(sent) == str(form.initial.get(name)):
        return
    if not str(sent).isdecimal() or not field.queryset.filter(pk=sent).exists():
        form.data = form.data.copy()
        form.data[key] = ""


def town_of(page) -> Municipality | None:
    """The town under whose front page a page stands or will stand."""
    towns = Municipality.objects.select_related("site__root_page", "collection")
    return towns.filter(site__root_page__path=page.path[: 2 * page.steplen]).first()


class TownPageForm(WagtailAdminPageForm):
    """A page's form: whatever it refers to, by a field, a child row or in its body, is of the page's town."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Asked of fields with a default that is computed, and rendered by no template of Wagtail: the field would
            # always count as changed, and what a moderator approves would at once be a new version to approve.
            field.show_hidden_initial = False
        self.town = town_of(self.instance if self.instance.path else self.parent_page)
        if self.town is not None:
            keep_within(self, self.town)
            for formset in self.formsets.values():
                for form in formset.forms:
                    keep_within(form, self.town)

    def clean(self):
        cleaned = super().clean()
        for field in self.instance._meta.get_fields():
            if self.town is not None and isinstance(field, StreamField) and cleaned.get(field.name):
                self._check_body(field, cleaned[field.name])
        return cleaned

    def _check_body(self, field, body):
        """Raise PermissionDenied when the body got a picture or file of another town: no chooser offers one.

        An error beside the field would show the foreign thing's name.
        """
        known = self._files_in(field, self.initial.get(field.name))
        for model, numbers in self._files_in(field, body).items():
            new = numbers - known[model]
            if own_files(model, self.town).filter(pk__in=new).count() != len(new):
                raise PermissionDenied

    @staticmethod
    def _files_in(field, body) -> dict:
        found = {get_image_model(): set(), get_document_model(): set()}
        for model, number, *_path in field.stream_block.extract_references(body) if body else ():
            if model in found:
                found[model].add(str(number))
        return found


class TownForm(WagtailAdminModelForm):
    """A form of a row that belongs to a town; the town comes from the request and never from the form."""

    def _get_validation_exclusions(self):
        # So that "one per name within the town" is told in words and not by the database.
        return super()._get_validation_exclusions() - {"municipality"}
