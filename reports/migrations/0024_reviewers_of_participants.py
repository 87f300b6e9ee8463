import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reports", "0023_roll_changes")]

    operations = [
        migrations.CreateModel(
            name="Substitution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("report", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="substitutions", to="reports.report")),
                ("stage", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.stage")),
                ("former", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("substitute", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "substitution", "verbose_name_plural": "substitutions", "ordering": ["at", "pk"]},
        ),
        migrations.RemoveConstraint(model_name="opinion", name="opinion_once_per_review_and_revision"),
        migrations.AddField(model_name="opinion", name="by", field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="opinions", to=settings.AUTH_USER_MODEL)),
        migrations.AddField(
            model_name='stagereviewer',
            name='participant',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stage_reviewers', to='reports.participant', verbose_name='participant'),
        ),
        migrations.AlterField(
            model_name='stagereviewer',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reports.unit', verbose_name='unit'),
        ),
        migrations.AddConstraint(
            model_name="stagereviewer",
            constraint=models.UniqueConstraint(fields=("stage", "participant", "reviewer"), name="stage_reviewer_once_for_a_participant"),
        ),
        migrations.AddConstraint(
            model_name="stagereviewer",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("participant__isnull", False), ("unit", None)), models.Q(("participant", None), ("unit__isnull", False)), _connector="OR"),
                name="stage_reviewer_of_unit_or_participant",
            ),
        ),
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('started', 'started the report'), ('imported', 'started the report from a text'), ('renamed', 'changed the title'), ('wrote', 'wrote in a section'), ('attached', 'wrote an attachment'), ('attachments_ordered', 'changed the order of the attachments'), ('attachment_deleted', 'deleted an attachment'), ('figure_set', 'changed how a figure is asked for'), ('submitted', 'submitted the report'), ('withdrew', 'withdrew the report'), ('opened', 'opened the report for review'), ('returned', 'returned the report'), ('agreed', 'agreed to the report'), ('approved', 'approved the report'), ('published', 'published the report'), ('corrected', 'opened the published report for a correction'), ('commented', 'commented on a section'), ('comment_edited', 'changed a comment'), ('comment_deleted', 'deleted a comment'), ('replied', 'answered a comment'), ('reply_edited', 'changed an answer to a comment'), ('reply_deleted', 'deleted an answer to a comment'), ('answered', 'decided on a comment'), ('resolved', 'resolved a comment'), ('reopened', 'opened a comment again'), ('accepted', 'accepted a suggestion'), ('declined', 'declined a suggestion'), ('place_confirmed', 'confirmed the place of a comment'), ('reattached', 'attached a comment again'), ('exported', 'downloaded a file'), ('assistant_named', 'named an assistant'), ('assistant_removed', 'removed an assistant'), ('assistance_accepted', 'agreed to assist'), ('assistance_declined', 'declined to assist'), ('assistance_ended', 'assists no longer'), ('stage_set', 'set up a stage of the review'), ('stage_removed', 'removed a stage of the review'), ('reviewer_assigned', 'assigned a reviewer'), ('reviews_spread', 'spread reviews over a group'), ('review_handed_over', 'handed a review over'), ('reviewer_removed', 'took a review back'), ('roll_imported', 'imported a list into the roll of a cycle'), ('roll_changed', 'changed the roll of a cycle'), ('slip_printed', 'printed a sign-in slip'), ('slip_mailed', 'had a sign-in slip mailed'), ('slip_withdrawn', 'withdrew a sign-in slip'), ('slip_used', 'set a password with a sign-in slip'), ('account_created', 'created an account'), ('deactivated', 'deactivated an account'), ('reactivated', 'activated an account again'), ('cycle_opened', 'opened a cycle')], max_length=20),
        ),
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('asked', 'asks for your review'), ('returned', 'returned the report'), ('approved', 'approved the report'), ('published', 'published the report'), ('corrected', 'opened the published report for a correction'), ('submitted', 'submitted the report'), ('withdrew', 'withdrew the report'), ('mentioned', 'mentions you in a comment'), ('commented', 'commented'), ('replied', 'answered a comment'), ('answered', 'decided on a comment'), ('resolved', 'resolved a comment'), ('reopened', 'opened a comment again'), ('accepted', 'accepted a suggestion'), ('declined', 'declined a suggestion'), ('named', 'asks you to be their assistant'), ('consented', 'has agreed to be your assistant'), ('unwilling', 'has declined to be your assistant'), ('left', 'is your assistant no longer'), ('dismissed', 'needs you as an assistant no longer'), ('slip', 'issued a sign-in slip with which your password can be set anew'), ('enrolled', 'put you on the roll: a report is asked of you'), ('roll', 'changed what the roll says of you'), ('struck', 'took you off the roll: no report is asked of you'), ('entrusted', 'hands reviews of a colleague over to you'), ('relieved', 'has handed reviews of yours over to others'), ('unreviewed', 'needs a reviewer: in one stage nobody can review the report')], max_length=10),
        ),
    ]
