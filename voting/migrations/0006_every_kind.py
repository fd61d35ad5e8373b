"""What every kind of vote, paper and chain needs. The triggers go while the tables are rebuilt; 0008 puts them back."""

import core.models
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from voting.migrations._first_guards import install, remove


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0007_revocation_reasons'),
        ('municipalities', '0003_people'),
        ('voting', '0005_checks_of_presets'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(remove, install),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.models.PublicIdField()),
                ('kind', models.CharField(choices=[('extend', 'Prolong the vote'), ('cancel', 'Cancel the vote')], max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'Awaits a second person'), ('confirmed', 'Confirmed'), ('declined', 'Not confirmed')], default='proposed', max_length=10)),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('closes_at', models.DateTimeField(null=True, verbose_name='new end')),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'change of a vote',
                'verbose_name_plural': 'changes of votes',
                'ordering': ['-proposed_at'],
            },
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('vote', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='chain', serialize=False, to='voting.vote')),
                ('length', models.PositiveIntegerField(default=0)),
                ('head', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='ChainRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('body', models.TextField()),
                ('hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('text', models.CharField(max_length=200, verbose_name='option')),
                ('description', models.TextField(blank=True, max_length=1000, verbose_name='explanation')),
                ('cost', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='cost, ₽')),
            ],
            options={
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='OwnersMeeting',
            fields=[
                ('vote', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='owners_meeting', serialize=False, to='voting.vote')),
                ('number', models.CharField(max_length=60, verbose_name='number of the minutes')),
                ('held_on', models.DateField(verbose_name='date of the minutes')),
                ('outcome', models.TextField(max_length=3000, verbose_name='what the owners decided')),
                ('link', models.URLField(blank=True, verbose_name='where the minutes are published')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': "owners' general meeting",
                'verbose_name_plural': "owners' general meetings",
            },
        ),
        migrations.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.models.PublicIdField()),
                ('state', models.CharField(choices=[('waiting', 'Awaits a second person'), ('differs', 'Two people read it differently'), ('counted', 'Counted'), ('refused', 'Not counted')], default='waiting', max_length=10)),
                ('choices', models.JSONField()),
                ('scan', models.FileField(blank=True, storage=core.models.private_storage, upload_to='ballots/', verbose_name='scan')),
                ('scan_digest', models.CharField(blank=True, max_length=64)),
                ('entered_at', models.DateTimeField()),
                ('second_choices', models.JSONField(null=True)),
                ('second_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=20)),
            ],
            options={
                'verbose_name': 'paper ballot',
                'verbose_name_plural': 'paper ballots',
            },
        ),
        migrations.CreateModel(
            name='RollVoter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voter_key', models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', core.models.PublicIdField()),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'printed ballot',
                'verbose_name_plural': 'printed ballots',
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='max_choices',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='options at most'),
        ),
        migrations.AddField(
            model_name='participation',
            name='by_key',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='basis',
            field=models.CharField(choices=[('member', 'confirmed member of the community'), ('registry', 'unit of the registry of premises')], default='member', max_length=10),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='flat',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='household',
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name='rollentry',
            name='key',
            field=models.CharField(default='', max_length=40),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='rollentry',
            name='line',
            field=models.CharField(default='', max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='rollentry',
            name='share',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='counted_by',
            field=models.CharField(blank=True, choices=[('person', 'one resident, one vote'), ('flat', 'one flat, one vote'), ('area', 'by the area of premises')], help_text='Empty: by anything', max_length=10, verbose_name='counted by'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='kind',
            field=models.CharField(choices=[('support', 'Gathering of support'), ('poll', 'Poll'), ('decision', 'Vote on an agenda'), ('budget', 'Shared budget')], default='decision', max_length=10, verbose_name='for which votes'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='needed',
            field=models.PositiveIntegerField(blank=True, help_text='For gathering support', null=True, verbose_name='signatures needed'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='threshold_base',
            field=models.CharField(choices=[('cast', 'of those taking part: abstaining weighs against'), ('decided', 'of votes for and against: abstaining does not count'), ('roll', 'of the whole roll')], default='cast', max_length=8, verbose_name='a decision needs a share'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='threshold_denominator',
            field=models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1)], verbose_name='share, denominator'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='threshold_numerator',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='share, numerator'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='threshold_strict',
            field=models.BooleanField(default=True, help_text='Otherwise exactly this share is enough', verbose_name='more than this share'),
        ),
        migrations.AddField(
            model_name='rulepreset',
            name='tie',
            field=models.CharField(choices=[('none', 'nobody wins'), ('listed', 'the one listed first wins')], default='none', help_text="For polls. An agenda's question with as many votes for as against is not accepted.", max_length=8, verbose_name='if options are level'),
        ),
        migrations.AddField(
            model_name='vote',
            name='budget',
            field=models.PositiveBigIntegerField(blank=True, null=True, verbose_name='sum to be shared, ₽'),
        ),
        migrations.AddField(
            model_name='vote',
            name='codes_allowed',
            field=models.BooleanField(default=False, verbose_name='the code of a printed ballot is enough to vote on the site, without an account'),
        ),
        migrations.AddField(
            model_name='vote',
            name='method',
            field=models.CharField(choices=[('signatures', 'signatures'), ('single', 'one option'), ('multiple', 'several options'), ('schulze', 'ranking, by the Schulze method'), ('agenda', 'for, against, abstain'), ('greedy', 'most votes first, while the money lasts'), ('equal_shares', 'Method of Equal Shares')], default='agenda', max_length=12, verbose_name='how it is counted'),
        ),
        migrations.AddField(
            model_name='vote',
            name='needed',
            field=models.PositiveIntegerField(blank=True, help_text='For gathering support', null=True, verbose_name='signatures needed'),
        ),
        migrations.AddField(
            model_name='vote',
            name='outcome',
            field=models.TextField(blank=True, max_length=3000, verbose_name='what happens next'),
        ),
        migrations.AddField(
            model_name='vote',
            name='outcome_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='vote',
            name='outcome_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='vote',
            name='paper_allowed',
            field=models.BooleanField(default=False, verbose_name='paper ballots are taken too'),
        ),
        migrations.AddField(
            model_name='vote',
            name='purpose',
            field=models.CharField(choices=[('ordinary', 'A vote of neighbours'), ('owners', "Preparation of an owners' general meeting")], default='ordinary', max_length=10),
        ),
        migrations.AddField(
            model_name='vote',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='vote',
            name='result',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='vote',
            name='roll_salt',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='vote',
            name='rules_certainty',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='vote',
            name='signature',
            field=models.CharField(blank=True, max_length=128),
        ),
        migrations.AddField(
            model_name='vote',
            name='signature_key',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='vote',
            name='threshold_base',
            field=models.CharField(choices=[('cast', 'of those taking part: abstaining weighs against'), ('decided', 'of votes for and against: abstaining does not count'), ('roll', 'of the whole roll')], default='cast', max_length=8, verbose_name='a decision needs a share'),
        ),
        migrations.AddField(
            model_name='vote',
            name='threshold_denominator',
            field=models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(1)], verbose_name='share, denominator'),
        ),
        migrations.AddField(
            model_name='vote',
            name='threshold_numerator',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='share, numerator'),
        ),
        migrations.AddField(
            model_name='vote',
            name='threshold_strict',
            field=models.BooleanField(default=True, help_text='Otherwise exactly this share is enough', verbose_name='more than this share'),
        ),
        migrations.AddField(
            model_name='vote',
            name='tie',
            field=models.CharField(choices=[('none', 'nobody wins'), ('listed', 'the one listed first wins')], default='none', help_text="For polls. An agenda's question with as many votes for as against is not accepted.", max_length=8, verbose_name='if options are level'),
        ),
        migrations.AddField(
            model_name='amendment',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='amendment',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='amendment',
            name='vote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='amendments', to='voting.vote'),
        ),
        migrations.AddField(
            model_name='chainrecord',
            name='vote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='records', to='voting.vote'),
        ),
        migrations.AddField(
            model_name='option',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='voting.agendaitem'),
        ),
        migrations.AddField(
            model_name='ownersmeeting',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='entered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='voting.rollentry'),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='second_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='paperentry',
            name='vote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='voting.vote'),
        ),
        migrations.AddField(
            model_name='rollvoter',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voters', to='voting.rollentry'),
        ),
        migrations.AddField(
            model_name='slip',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='voting.rollentry'),
        ),
        migrations.AddField(
            model_name='slip',
            name='issued_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='slip',
            name='vote',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slips', to='voting.vote'),
        ),
    ]
