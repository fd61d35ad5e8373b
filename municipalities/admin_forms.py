"""Forms of the admin that know only their own town."""

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from municipalities.border import own_files
from municipalities.models import Municipality


def keep_within(form, town) -> None:
    """Offer and accept, in every choice of a form, only what belongs to the town."""
    for field in form.fields.values():
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


def town_of(page) -> Municipality | None:
    """The town under whose front page a page stands or will stand."""
    towns = Municipality.objects.select_related("site__root_page", "collection")
    return towns.filter(site__root_page__path=page.path[: 2 * page.steplen]).first()


class TownPageForm(WagtailAdminPageForm):
    """A page's form: whatever it refers to, by a field, a child row or in its body, is of the page's town."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
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
        # A number typed into a request by hand would show another town's picture or file.
        wanted = {get_image_model(): set(), get_document_model(): set()}
        for model, number, *_path in field.stream_block.extract_references(body):
            if model in wanted:
                wanted[model].add(str(number))
        for model, numbers in wanted.items():
            if own_files(model, self.town).filter(pk__in=numbers).count() != len(numbers):
                self.add_error(field.name, ValidationError(_("Choose pictures and files of this town."), code="border"))


class TownForm(WagtailAdminModelForm):
    """A form of a row that belongs to a town; the town comes from the request and never from the form."""

    def _get_validation_exclusions(self):
        # So that "one per name within the town" is told in words and not by the database.
        return super()._get_validation_exclusions() - {"municipality"}
