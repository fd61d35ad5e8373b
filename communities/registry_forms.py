"""What an administrator chooses on the way of a spreadsheet into the registry."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from communities.models import REGISTERED_KINDS, CommunityPage
from communities.registry.columns import TARGETS, labels_at
from communities.registry.tables import HEAD_ROWS, MAX_BYTES
from communities.wording import LIMITS, UNREADABLE
from communities.wording import TARGETS as TARGET_WORDS


class TargetField(forms.ModelChoiceField):
    def label_from_instance(self, page):
        return page.title if page.is_building else _("%(title)s: all its buildings") % {"title": page.title}


class SpreadsheetForm(forms.Form):
    community = TargetField(
        label=_("What is in the file"),
        queryset=None,
        required=False,
        empty_label=_("Buildings of the whole town, by their addresses"),
        help_text=_("For a ТОС or the whole town the file needs a column with addresses."),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX or CSV, up to 10 MB and 50,000 rows. It is kept where nobody can open it by an address."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )

    def __init__(self, *args, town, **kwargs):
        super().__init__(*args, **kwargs)
        pages = CommunityPage.objects.within(town).filter(kind__in=REGISTERED_KINDS)
        self.fields["community"].queryset = pages.order_by("-kind", "street", "house_number", "title")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(UNREADABLE["too_large"], code="too_large", params=LIMITS)
        return file


class ColumnsForm(forms.Form):
    """Which column holds what: guessed, to be confirmed. Gives `columns`, `header_row` and `marks_gone`."""

    header_row = forms.IntegerField(
        label=_("Rows above the data"),
        min_value=0,
        max_value=HEAD_ROWS,
        help_text=_("Titles and headings. The first row below them is read as a unit."),
    )
    marks_gone = forms.BooleanField(
        label=_("The file is complete: mark units that it does not name as gone"),
        required=False,
        help_text=_("Leave it off when the file has only a part of a building. Other buildings are never touched."),
    )

    def __init__(self, *args, table, labels, source, **kwargs):
        initial = {"header_row": source.header_row, "marks_gone": source.marks_gone}
        initial |= {f"column_{target}": column for target, column in source.columns.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.table, self.labels = table, labels
        choices = [("", _("— not in the file —"))]
        choices += [(column, self._named(column)) for column in range(len(table.rows[0]))]
        chosen = {
            f"column_{target}": forms.TypedChoiceField(
                label=capfirst(TARGET_WORDS[target]),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=target == "number",
                help_text=_("Kept only as a digest, by which a name can be compared and not read.")
                if target == "owner"
                else "",
            )
            for target in TARGETS
        }
        self.fields = {**chosen, **self.fields}

    def _named(self, column: int) -> str:
        letter = get_column_letter(column + 1)
        return f"{letter} · {self.labels[column]}" if self.labels[column] else letter

    def clean(self):
        data = super().clean()
        columns = {target: data[f"column_{target}"] for target in TARGETS if data.get(f"column_{target}") is not None}
        if len(set(columns.values())) < len(columns):
            raise ValidationError(_("One column is chosen for two things."), code="columns")
        return {
            "columns": columns,
            "header_row": data.get("header_row"),
            "marks_gone": data.get("marks_gone", False),
        }

    @property
    def first_row(self) -> int:
        """Where the rows shown begin: as typed, or as guessed."""
        typed = self["header_row"].value()
        return int(typed) if str(typed).isdecimal() and int(typed) <= HEAD_ROWS else 0

    @property
    def headings(self) -> list[tuple[str, str]]:
        """Per column its heading and what it is read as."""
        chosen = {str(self[f"column_{target}"].value()): TARGET_WORDS[target] for target in TARGETS}
        labels = labels_at(self.table.rows, self.first_row)
        return [(self._named(column), chosen.get(str(column), "")) for column in range(len(labels))]
