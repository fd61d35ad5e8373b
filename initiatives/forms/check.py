"""The last step before an initiative is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.hinted_forms import Hinted


class CheckForm(Hinted, forms.Form):
    """`words`: all that will be published."""

    as_is_label = _("Send as it is")

    confirmed = forms.BooleanField(
        label=_("I confirm that this is true and that the group agrees with the text"),
        error_messages={"required": _("Confirm that this is true")},
    )

    def __init__(self, *args, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words

    def hinted_words(self, cleaned):
        return self.words
