"""What is typed into posts."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from communities.models import FeedAccess
from core.hinted_forms import Hinted
from core.text import one_line
from feed.actions.posting import MOST_OPTIONS, PHOTO_LIMIT
from feed.forms import plain_lines
from feed.models import Post, PostKind, Service

TITLES = {
    PostKind.ANNOUNCEMENT: _("What you announce"),
    PostKind.OUTAGE: _("What happens, in short"),
    PostKind.QUESTION: _("What you ask, in one line"),
    PostKind.EVENT: _("What will take place"),
    PostKind.POLL: _("The question to neighbours"),
    PostKind.PHOTO: _("What is in the pictures"),
}
# With how many entrances a building without a passport is shown.
USUAL_ENTRANCES = 8


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several pictures of one input; what they are is checked by their intake."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/*", "multiple": True})

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not files:
            raise forms.ValidationError(_("Choose at least one picture."), code="required")
        return [super(PhotosField, self).clean(file, initial) for file in files]


def _moment():
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class WordsForm(Hinted, forms.Form):
    """The words of a post, with the fields that its kind has."""

    hinted = ("title", "text", "place")

    title = forms.CharField(max_length=Post._meta.get_field("title").max_length)
    text = forms.CharField(
        label=_("In more words"),
        required=False,
        max_length=Post._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    services = forms.MultipleChoiceField(
        label=_("What is off"), required=False, choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    entrances = forms.TypedMultipleChoiceField(
        label=_("Entrances"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: the whole building."),
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    starts_at = forms.DateTimeField(label=_("Begins"), required=False, widget=_moment())
    ends_at = forms.DateTimeField(label=_("Ends"), required=False, widget=_moment())

    def __init__(self, *args, kind, community, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["title"].label = TITLES[kind]
        unused = set()
        if kind != PostKind.OUTAGE:
            unused |= {"services", "entrances"}
        if kind not in (PostKind.OUTAGE, PostKind.EVENT):
            unused |= {"starts_at", "ends_at"}
        if kind == PostKind.POLL:
            unused.discard("ends_at")
            self.fields["ends_at"].label = _("Answers are taken until")
        if kind != PostKind.EVENT:
            unused.add("place")
        for name in unused:
            del self.fields[name]
        if "entrances" in self.fields:
            count = community.entrances or USUAL_ENTRANCES
            self.fields["entrances"].choices = [(number, str(number)) for number in range(1, count + 1)]

    def needs_hint(self, cleaned):
        """An office names its own telephones."""
        return not self.is_official(cleaned)

    def is_official(self, cleaned) -> bool:
        return False

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_text(self):
        return plain_lines(self.cleaned_data["text"])

    def clean_place(self):
        return one_line(self.cleaned_data["place"])


class EditPostForm(WordsForm):
    def __init__(self, *args, post, **kwargs):
        names = ("title", "text", "place", "starts_at", "ends_at", "entrances", "services")
        kwargs.setdefault("initial", {name: getattr(post, name) for name in names})
        super().__init__(*args, kind=post.kind, community=post.community, **kwargs)
        self.post = post
        if post.is_poll:
            del self.fields["ends_at"]

    def is_official(self, cleaned):
        return self.post.is_official


class PostForm(WordsForm):
    """A new post. `as_self` and `as_office`: in whose names this person may post this kind."""

    hinted = ("title", "text", "place", "options")

    options = forms.CharField(
        label=_("Answers to choose from"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each on a line of its own, from 2 to 6."),
    )
    photo = PhotosField(label=capfirst(_("photos")), required=False)
    photo_words = forms.CharField(
        label=_("What the pictures show"),
        required=False,
        max_length=200,
        help_text=_("For those who do not see them."),
    )
    on_behalf = forms.BooleanField(
        label=_("On behalf of the administration or the managing organisation"),
        required=False,
        help_text=_("The post is marked as official, with your office and position."),
    )

    def __init__(self, *args, as_self, as_office, **kwargs):
        super().__init__(*args, **kwargs)
        self.as_office = as_office
        if self.kind != PostKind.POLL:
            del self.fields["options"]
        if not (as_self and as_office):
            del self.fields["on_behalf"]
        self.fields["photo"].help_text = _(
            "Up to %(limit)s pictures, JPG, PNG or WebP, up to %(megabytes)s MB each. No faces of other people's "
            "children and no number plates, please."
        ) % {"limit": PHOTO_LIMIT, "megabytes": settings.PHOTO_MAX_BYTES // 2**20}
        if self.kind == PostKind.PHOTO:
            self.fields["photo"].required = self.fields["photo"].widget.is_required = True
            self.order_fields(["title", "photo", "photo_words"])

    def is_official(self, cleaned):
        return cleaned.get("on_behalf", self.as_office)

    def hinted_words(self, cleaned):
        words = super().hinted_words(cleaned)
        return [word if isinstance(word, str) else "\n".join(word) for word in words]

    def clean_options(self):
        lines = [one_line(line)[:120] for line in plain_lines(self.cleaned_data["options"]).split("\n")]
        found = list(dict.fromkeys(line for line in lines if line))
        if not 2 <= len(found) <= MOST_OPTIONS:
            raise forms.ValidationError(_("A poll has from 2 to 6 different answers."), code="options")
        return found

    def clean_photo(self):
        photos = self.cleaned_data["photo"]
        if len(photos) > PHOTO_LIMIT:
            raise forms.ValidationError(
                _("No more than %(limit)s pictures."), code="too_many", params={"limit": PHOTO_LIMIT}
            )
        return photos

    def clean_photo_words(self):
        return one_line(self.cleaned_data["photo_words"])

    def words(self) -> dict:
        """What `publish` takes of a valid form."""
        rest = {name: value for name, value in self.cleaned_data.items() if name not in ("photo", "photo_words")}
        if "on_behalf" not in rest:
            rest["on_behalf"] = self.as_office
        return rest


class VoiceForm(forms.Form):
    option = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [(option.pk, option.text) for option in post.options.all()]


class AccessForm(forms.Form):
    access = forms.ChoiceField(
        label=_("Who reads the feed"),
        choices=FeedAccess,
        widget=forms.RadioSelect,
        help_text=_(
            "Kept to members, the feed is also read by those who answer there: the administration and the managing "
            "organisation."
        ),
    )
