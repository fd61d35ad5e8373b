"""Forms whose words everybody will read: before a telephone or a flat is published, the author is asked once."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.personal_data import fragments

# Stands under the field all the time.
STATIC_HINT = _("Do not give a flat number or a telephone: everybody reads this.")
# A warning that lists a whole telephone book is not read.
MOST_NAMED = 5


def warning(found: list[str]) -> str:
    """What was found, in the words of a neighbour."""
    named = ", ".join(f"«{fragment}»" for fragment in found[:MOST_NAMED])
    words = ngettext(
        "This looks like a telephone, an address or a number of papers: %(found)s. Take it out, or tick the box.",
        "These look like telephones, addresses or numbers of papers: %(found)s. Take them out, or tick the box.",
        len(found),
    )
    return words % {"found": named}


class Hinted:
    """Put before the form's own class. `hinted`: the fields that are looked into; the tick appears when needed."""

    hinted: tuple[str, ...] = ()
    as_is_label: str | Promise = _("Publish as it is")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self.fields["as_is"] = forms.BooleanField(label=self.as_is_label, required=False)

    def needs_hint(self, cleaned: dict) -> bool:
        """Whether these words are the author's own, and not for example a department's."""
        return True

    def hinted_words(self, cleaned: dict) -> list[str]:
        return [cleaned.get(name) or "" for name in self.hinted]

    def clean(self):
        cleaned = super().clean()
        is_meant = cleaned.pop("as_is", False)
        found = fragments(*self.hinted_words(cleaned)) if self.needs_hint(cleaned) else []
        if not found:
            del self.fields["as_is"]
        elif not is_meant:
            self.add_error("as_is", ValidationError(warning(found), code="personal_data"))
        return cleaned
