"""Thresholds in place of named majorities; rolls by rights; rules of the law for every kind of vote."""

import secrets
from datetime import date

from django.db import migrations

CHECK = "Сверьте с текстом закона"
OF_SITE = "Правило этого сайта, не закон"
OPINION = "Мнение жителей; обязательным его делает решение администрации"
HOUSING = "Жилищный кодекс РФ, ст. 45 ч. 3, ст. 46 ч. 1"
LAST = {"valid_until": None, "municipality": None}
NO_QUORUM = {"quorum_base": "none", "quorum_numerator": 1, "quorum_denominator": 3, "quorum_strict": False}
OWNERS = {
    "kind": "decision",
    "counted_by": "area",
    "source": HOUSING,
    "min_age": 18,
    "valid_from": date(2020, 1, 1),
    "quorum_base": "roll",
    "quorum_numerator": 1,
    "quorum_denominator": 2,
    "quorum_strict": True,
}
PRESETS = [
    {
        "name": "Опрос соседей",
        "kind": "poll",
        "source": OF_SITE,
        "certainty": OPINION,
        "valid_from": date(2020, 1, 1),
        **NO_QUORUM,
    },
    {
        "name": "Общие деньги",
        "kind": "budget",
        "source": OF_SITE,
        "certainty": OPINION,
        "valid_from": date(2020, 1, 1),
        **NO_QUORUM,
    },
    {
        "name": "Сбор подписей соседей",
        "kind": "support",
        "source": OF_SITE,
        "certainty": OPINION,
        "needed": 10,
        "valid_from": date(2020, 1, 1),
        **NO_QUORUM,
    },
    {
        "name": "Решение соседей: один голос от квартиры",
        "kind": "decision",
        "counted_by": "flat",
        "source": OF_SITE,
        "certainty": OPINION,
        "valid_from": date(2020, 1, 1),
    },
    {
        **OWNERS,
        "name": "Подготовка собрания собственников: обычные вопросы",
        "certainty": f"Правило известно по тексту закона. Какие вопросы обычные: {CHECK.lower()}, ст. 44 и 46",
    },
    {
        **OWNERS,
        "name": "Подготовка собрания собственников: больше половины всех голосов",
        "certainty": f"Для вопросов ст. 44 ч. 2 п. 1.1, 4, 4.2, 4.7. {CHECK}",
        "threshold_base": "roll",
    },
    {
        **OWNERS,
        "name": "Подготовка собрания собственников: две трети всех голосов",
        "certainty": f"Для вопросов ст. 44 ч. 2 п. 1, 1.1-1, 1.2, 1.3, 2, 3, 3.1, 3.8, 4.3. {CHECK}",
        "threshold_base": "roll",
        "threshold_numerator": 2,
        "threshold_denominator": 3,
        "threshold_strict": False,
    },
]
# (base, numerator, denominator, strict) of what was a name.
MAJORITIES = {
    "simple": ("cast", 1, 2, True),
    "absolute": ("roll", 1, 2, True),
    "two_thirds": ("roll", 2, 3, False),
}


def forwards(apps, schema_editor):
    RulePreset = apps.get_model("voting", "RulePreset")
    for model in (RulePreset, apps.get_model("voting", "Vote")):
        for majority, (base, numerator, denominator, strict) in MAJORITIES.items():
            model.objects.filter(majority=majority).update(
                threshold_base=base,
                threshold_numerator=numerator,
                threshold_denominator=denominator,
                threshold_strict=strict,
            )
    RulePreset.objects.filter(municipality=None, counted_by="").update(counted_by="person")
    for preset in PRESETS:
        RulePreset.objects.get_or_create(
            municipality=None, name=preset["name"], valid_from=preset["valid_from"], defaults={**LAST, **preset}
        )
    RollVoter = apps.get_model("voting", "RollVoter")
    for entry in apps.get_model("voting", "RollEntry").objects.iterator(chunk_size=2000):
        entry.key, entry.line, entry.basis = str(entry.voter_key), secrets.token_hex(16), "member"
        entry.save(update_fields=["key", "line", "basis"])
        RollVoter.objects.create(entry=entry, voter_key=entry.voter_key)


def backwards(apps, schema_editor):
    names = [preset["name"] for preset in PRESETS]
    apps.get_model("voting", "RulePreset").objects.filter(municipality=None, name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [("voting", "0006_every_kind")]

    operations = [migrations.RunPython(forwards, backwards)]
