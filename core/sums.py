"""Sums typed as people write them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# A trillion roubles: beyond it somebody leaned on a key.
LARGEST_SUM = 10**12


class SumField(forms.IntegerField):
    """Whole roubles or hours: «920 000», «920000 ₽»."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", LARGEST_SUM)
        super().__init__(**kwargs)
        self.widget.attrs.update({"inputmode": "numeric", "class": "n", "autocomplete": "off"})
        self.error_messages["invalid"] = _("Write the sum in whole roubles, for example 150 000")

    def to_python(self, value):
        if isinstance(value, str):
            value = "".join(value.split()).removesuffix("₽").removesuffix("руб.")
            # Python refuses to read numbers of thousands of digits.
            if len(value) > 20:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value):
        return f"{value:,}".replace(",", "\u00a0") if isinstance(value, int) else value
