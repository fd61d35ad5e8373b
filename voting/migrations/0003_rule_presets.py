"""Rules that every town may use, each with the act it comes from, its dates and how certain it is."""

from datetime import date

from django.db import migrations

UNCHECKED = "Сверьте с текстом закона и уставом вашего ТОС"
PRESETS = [
    {
        "name": "Решение соседей",
        "source": "Правило этого сайта, не закон",
        "certainty": "Мнение жителей; обязательным его делает решение администрации",
        "min_age": 18,
        "valid_from": date(2020, 1, 1),
        "valid_until": None,
    },
    {
        "name": "Собрание ТОС по закону 33-ФЗ",
        "source": "Федеральный закон от 20.03.2025 № 33-ФЗ, ст. 50",
        "certainty": f"Кворум и возраст известны по одному источнику. {UNCHECKED}",
        "min_age": 18,
        "valid_from": date(2025, 6, 19),
        "valid_until": None,
    },
    {
        "name": "Собрание ТОС по закону 131-ФЗ",
        "source": "Федеральный закон от 06.10.2003 № 131-ФЗ, ст. 27",
        "certainty": f"Для ТОС, чей устав ещё не приведён к закону 33-ФЗ. {UNCHECKED}",
        "min_age": 16,
        "valid_from": date(2009, 1, 1),
        "valid_until": date(2027, 12, 31),
    },
]
SHARED = {
    "municipality": None,
    "quorum_base": "roll",
    "quorum_numerator": 1,
    "quorum_denominator": 3,
    "quorum_strict": False,
    "majority": "simple",
}


def add(apps, schema_editor):
    RulePreset = apps.get_model("voting", "RulePreset")
    for preset in PRESETS:
        RulePreset.objects.get_or_create(
            municipality=None, name=preset["name"], valid_from=preset["valid_from"], defaults={**SHARED, **preset}
        )


def remove(apps, schema_editor):
    names = [preset["name"] for preset in PRESETS]
    apps.get_model("voting", "RulePreset").objects.filter(municipality=None, name__in=names).delete()


class Migration(migrations.Migration):
    dependencies = [("voting", "0002_replaced_papers")]

    operations = [migrations.RunPython(add, remove)]
