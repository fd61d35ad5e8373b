"""What must hold of the new columns, by constraints and by triggers."""

from django.db import migrations, models

from voting.guards import install, remove


class Migration(migrations.Migration):

    dependencies = [("voting", "0007_rules_of_every_kind")]

    operations = [
        migrations.RemoveConstraint(
            model_name='rollentry',
            name='one_roll_entry_per_voter',
        ),
        migrations.RemoveIndex(
            model_name='rollentry',
            name='roll_voter',
        ),
        migrations.RemoveField(
            model_name='rollentry',
            name='voter_key',
        ),
        migrations.RemoveField(
            model_name='rulepreset',
            name='majority',
        ),
        migrations.RemoveField(
            model_name='vote',
            name='majority',
        ),
        migrations.AlterField(
            model_name='vote',
            name='counted_by',
            field=models.CharField(choices=[('person', 'one resident, one vote'), ('flat', 'one flat, one vote'), ('area', 'by the area of premises')], default='person', max_length=10, verbose_name='counted by'),
        ),
        migrations.AddIndex(
            model_name='ballot',
            index=models.Index(fields=['vote', 'receipt'], name='ballots_by_receipt'),
        ),
        migrations.AddIndex(
            model_name='rollentry',
            index=models.Index(fields=['vote', 'entrance', 'flat'], name='roll_entrance'),
        ),
        migrations.AddConstraint(
            model_name='rollentry',
            constraint=models.UniqueConstraint(fields=('vote', 'key'), name='one_roll_entry_per_right'),
        ),
        migrations.AddConstraint(
            model_name='rollentry',
            constraint=models.UniqueConstraint(fields=('vote', 'line'), name='one_roll_entry_per_line'),
        ),
        migrations.AddConstraint(
            model_name='rulepreset',
            constraint=models.CheckConstraint(condition=models.Q(('threshold_denominator__gte', 1), ('threshold_numerator__lte', models.F('threshold_denominator'))), name='preset_threshold_is_a_share', violation_error_message='The share cannot be more than the whole.'),
        ),
        migrations.AddConstraint(
            model_name='rulepreset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'support'), _negated=True), ('needed__gte', 1), _connector='OR'), name='preset_of_support_has_a_number', violation_error_message='Say how many signatures are needed.'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('threshold_denominator__gte', 1), ('threshold_numerator__lte', models.F('threshold_denominator'))), name='vote_threshold_is_a_share'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'support'), ('method__in', ('signatures',))), models.Q(('kind', 'poll'), ('method__in', ('single', 'multiple', 'schulze'))), models.Q(('kind', 'decision'), ('method__in', ('agenda',))), models.Q(('kind', 'budget'), ('method__in', ('greedy', 'equal_shares'))), _connector='OR'), name='vote_method_fits_kind'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget__gte', 1), ('kind', 'budget')), models.Q(models.Q(('kind', 'budget'), _negated=True), ('budget', None)), _connector='OR'), name='budget_vote_has_a_sum'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'support'), _negated=True), ('needed__gte', 1), _connector='OR'), name='support_vote_has_a_number'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('counted_by', 'area'), _negated=True), ('secrecy', 'named'), _connector='OR'), name='area_vote_is_named'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('purpose', 'owners'), _negated=True), models.Q(('counted_by', 'area'), ('kind', 'decision')), _connector='OR'), name='owners_vote_by_area'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('secrecy', 'secret'), _negated=True), ('paper_allowed', False), _connector='OR'), name='secret_vote_has_no_paper'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('outcome_at', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('outcome_at__isnull', False), ('state', 'counted')), _connector='OR'), name='outcome_is_written_once_counted'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_at__isnull', False), ('kind', 'extend')), models.Q(('closes_at', None), ('kind', 'cancel')), _connector='OR'), name='extension_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='amendment_decided_or_proposed'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='amendment_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='amendment_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='amendment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('vote',), name='one_proposed_amendment_of_a_vote'),
        ),
        migrations.AddConstraint(
            model_name='chainrecord',
            constraint=models.UniqueConstraint(fields=('vote', 'seq'), name='one_record_per_place'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(fields=('item', 'order'), name='one_option_per_place'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.CheckConstraint(condition=models.Q(('cost', None), ('cost__gte', 1), _connector='OR'), name='project_costs_something'),
        ),
        migrations.AddIndex(
            model_name='paperentry',
            index=models.Index(fields=['vote', 'state', 'entered_at'], name='papers_in_state'),
        ),
        migrations.AddConstraint(
            model_name='paperentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'differs', 'counted'])), fields=('vote', 'entry'), name='one_paper_per_entry'),
        ),
        migrations.AddConstraint(
            model_name='paperentry',
            constraint=models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('second_by', models.F('entered_by')), _negated=True), _connector='OR'), name='paper_read_by_two_people'),
        ),
        migrations.AddConstraint(
            model_name='paperentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'counted'), _negated=True), models.Q(('scan_digest', ''), _negated=True), ('second_at__isnull', False), _connector='OR'), name='counted_paper_has_scan_or_second_reader'),
        ),
        migrations.AddConstraint(
            model_name='rollvoter',
            constraint=models.UniqueConstraint(fields=('voter_key', 'entry'), name='one_roll_voter_per_entry'),
        ),
        migrations.RunPython(install, remove),
    ]
