"""What is typed in a message: as little as possible, for it is typed on a phone in the yard."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.phones import clean_phone
from appeals.actions import PHOTO_LIMIT
from appeals.models import Appeal, AppealSource
from core.hinted_forms import STATIC_HINT, Hinted
from core.text import one_line
from feed.forms import plain_lines

TITLE_LENGTH = Appeal._meta.get_field("title").max_length
TEXT_LENGTH = Appeal._meta.get_field("text").max_length
NAME_LENGTH = Appeal._meta.get_field("applicant_name").max_length
PUBLIC, PRIVATE = "public", "private"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures of one field; what they are is looked at by `core.photos`."""

    def __init__(self, **kwargs):
        widget = ManyFilesInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/*", "multiple": True})
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, data, initial=None):
        one = super().clean
        files = [one(item, initial) for item in (data if isinstance(data, list) else [data]) if item]
        if len(files) > PHOTO_LIMIT:
            raise ValidationError(_("No more than %(limit)s pictures."), "too_many", {"limit": PHOTO_LIMIT})
        return files


class MessageForm(Hinted, forms.Form):
    """The message itself; `category` is chosen before, and tells what is needed."""

    hinted = ("title", "text", "place", "rule_broken")

    title = forms.CharField(
        label=_("In short: what is wrong?"),
        help_text=_("One sentence. For example: “No light at the playground for the third day”."),
        min_length=5,
        max_length=TITLE_LENGTH,
        error_messages={
            "required": _("Write in one sentence what is wrong"),
            "min_length": _("Write in one sentence what is wrong"),
        },
    )
    rule_broken = forms.CharField(
        label=_("What is broken: which rule?"),
        help_text=_("In your own words. For example: “cars stand on the lawn”."),
        max_length=300,
        error_messages={"required": _("Write what is broken: without it nobody can be held to account")},
    )
    text = forms.CharField(
        label=_("Details"),
        help_text=_("Since when, whom it hinders, what was tried."),
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    community = forms.ChoiceField(label=_("Which house or group is it about?"), required=False)
    place = forms.CharField(
        label=_("Where is it?"),
        help_text=_("Street and house, or a landmark: “between houses 3 and 5”."),
        max_length=200,
        required=False,
        error_messages={"required": _("Write where it is")},
    )
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    photos = PhotosField(
        label=_("Photos"),
        help_text=_("Up to four. Without faces and number plates, please: everybody sees a public message."),
    )
    visibility = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=[
            (PUBLIC, _("Everybody\nNeighbours can join, your name is shown as “Name S.”")),
            (PRIVATE, _("Only the administration\nNeighbours see neither the message nor the answer")),
        ],
        initial=PUBLIC,
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)
    field_order = ("title", "rule_broken", "text", "community", "place", "photos", "visibility")

    def __init__(self, *args, category=None, communities=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.category = category
        if category is None or not category.is_violation:
            del self.fields["rule_broken"]
        else:
            self.fields["place"].required = True
        self.communities = {str(community.pk): community for community in communities}
        if self.communities:
            somewhere = [("", _("Another place in the town"))]
            self.fields["community"].choices = [
                *((key, community.title) for key, community in self.communities.items()),
                *somewhere,
            ]
        else:
            del self.fields["community"]
        self.fields["title"].help_text = f"{self.fields['title'].help_text} {STATIC_HINT}"

    def needs_hint(self, cleaned):
        """Only what neighbours will read."""
        return cleaned.get("visibility") != PRIVATE

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_place(self):
        return one_line(self.cleaned_data["place"])

    def clean_rule_broken(self):
        return one_line(self.cleaned_data["rule_broken"])

    def clean_text(self):
        return plain_lines(self.cleaned_data["text"])

    def clean(self):
        cleaned = super().clean()
        if "community" in cleaned:
            cleaned["community"] = self.communities.get(cleaned["community"])
        if cleaned.get("latitude") is None or cleaned.get("longitude") is None:
            cleaned["latitude"] = cleaned["longitude"] = None
        needed = not cleaned.get("community") and cleaned["latitude"] is None
        if needed and not cleaned.get("place") and "place" not in self.errors:
            self.add_error("place", ValidationError(_("Write where it is, or mark it on the map"), code="place"))
        return cleaned

    def message(self) -> dict:
        """The parameters of the act; call it on a valid form."""
        fields = dict(self.cleaned_data)
        fields["is_public"] = fields.pop("visibility") == PUBLIC
        fields["category"] = self.category
        return fields


class FromPostForm(forms.Form):
    """A message out of a post: everything stands in the post already but what it is about."""

    category = forms.ModelChoiceField(
        label=_("What is it about?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect(attrs={"class": "pick--card"}),
        error_messages={"required": _("Choose what it is about")},
    )

    def __init__(self, *args, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories


class ForAnotherForm(MessageForm):
    """A message that somebody says by telephone or at the reception, written down by staff."""

    source = forms.ChoiceField(
        label=_("How it was said"),
        choices=[(one.value, one.label) for one in (AppealSource.PHONE, AppealSource.RECEPTION)],
        initial=AppealSource.PHONE,
        widget=forms.RadioSelect(attrs={"class": "seg"}),
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=None, required=False, empty_label=_("Not known yet")
    )
    applicant_name = forms.CharField(
        label=_("Name of the applicant"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only officials see it, and each look is recorded."),
    )
    applicant_contact = forms.CharField(
        label=_("Telephone or address for the answer"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    account = forms.CharField(
        label=_("E-mail or telephone of the applicant's account"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("If the applicant has one: they will see the message on their page and confirm the outcome."),
    )
    agreed = forms.BooleanField(
        label=_("The applicant agreed that the message is put under their account"), required=False
    )
    field_order = (
        "source",
        "applicant_name",
        "applicant_contact",
        "account",
        "agreed",
        "category",
        "title",
        "rule_broken",
        "text",
        "community",
        "place",
        "photos",
        "visibility",
    )

    def __init__(self, *args, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = categories
        self.fields["visibility"].choices = [
            (PUBLIC, _("Everybody\nNeighbours can join; an applicant without an account is not named")),
            *self.fields["visibility"].choices[1:],
        ]
        self.fields["rule_broken"] = forms.CharField(
            label=_("Which rule is broken"), help_text=_("Only of a violation."), max_length=300, required=False
        )
        self.order_fields(self.field_order)

    def clean_applicant_name(self):
        return one_line(self.cleaned_data["applicant_name"])

    def clean_applicant_contact(self):
        return one_line(self.cleaned_data["applicant_contact"])

    def clean_account(self):
        value = one_line(self.cleaned_data["account"])
        if not value or "@" in value:
            return value.lower()
        return clean_phone(value)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("account") and not cleaned.get("agreed"):
            self.add_error(
                "agreed",
                ValidationError(_("Without the applicant's agreement it stays without an account."), "agreed"),
            )
        return cleaned

    def message(self) -> dict:
        category = self.cleaned_data["category"]
        return super().message() | {"category": category}


class ForNeighbourForm(ForAnotherForm):
    """What the activist of a house writes down for a neighbour: about that house, and under nobody's account.

    Whose an address or a number is, an activist does not learn here; who has an account writes with it.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("source", "account", "agreed"):
            del self.fields[name]
        # Officials sort later what they write down in haste; here nobody else does.
        self.fields["category"].required = True
        self.fields["category"].empty_label = self.fields["category"].error_messages["required"] = _(
            "Choose what it is about"
        )
        self.fields["community"].required = True
        self.fields["community"].choices = [(key, house.title) for key, house in self.communities.items()]

    def message(self) -> dict:
        return super().message() | {"source": AppealSource.ACTIVIST}
