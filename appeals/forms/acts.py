"""What residents and moderators type about a message that is there."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from appeals.models import Reply
from core.hinted_forms import STATIC_HINT, Hinted
from feed.forms import plain_lines
from feed.models import HideReason

LONGEST = Reply._meta.get_field("text").max_length


class WordsForm(Hinted, forms.Form):
    """Some words that everybody who may read the message reads."""

    hinted = ("text",)

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, label, hint, is_public, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_public = is_public
        self.fields["text"].label = label
        self.fields["text"].help_text = f"{hint} {STATIC_HINT}" if is_public else hint

    def needs_hint(self, cleaned):
        return self.is_public

    def clean_text(self):
        text = plain_lines(self.cleaned_data["text"])
        if not text:
            raise ValidationError(_("Write at least a word."), code="required")
        return text


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why the message is hidden"),
        choices=HideReason,
        widget=forms.RadioSelect,
        help_text=_("The author sees the reason. The administration answers the message all the same."),
    )
