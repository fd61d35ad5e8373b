from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voting', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='participation',
            name='replaced',
            field=models.JSONField(default=list),
        ),
    ]
