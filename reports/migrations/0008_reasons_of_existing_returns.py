"""Of the reasons given before all were kept, the last ones are still there, in the sections."""

from django.db import migrations

LABEL_OF_KIND = {
    "opening": "导语",
    "duty": "履职",
    "problems": "存在问题",
    "causes": "原因分析",
    "next_steps": "下一步打算",
    "closing": "结语",
}


def keep_reasons(apps, schema_editor):
    Section, Revision, ReturnReason = (
        apps.get_model("reports", name) for name in ("Section", "Revision", "ReturnReason")
    )
    named = Section.objects.exclude(return_reason="").select_related("outline_section").order_by("pk")
    for section in named.iterator():
        revisions = Revision.objects.filter(report=section.report_id).order_by("-number")
        returned = revisions.filter(milestone="returned").first()
        decided = returned and revisions.filter(milestone="submitted", number__lt=returned.number).first()
        if not decided:  # a reason that no return has given
            continue
        ReturnReason.objects.create(
            section=section,
            revision=decided,
            by_id=returned.created_by_id,
            label=_label(section, decided.data["sections"]),
            text=section.return_reason,
            at=returned.created_at,
        )


def _label(section, contents):
    """As it was called in the version that was returned."""
    Section = type(section)
    index = Section.objects.filter(report=section.report_id, position__lt=section.position).count()
    shown = contents[index]
    asked = section.outline_section.title if section.outline_section else ""
    name = asked or shown["heading"] or LABEL_OF_KIND[section.kind]
    numeral = shown["numeral"]
    mark = "" if not numeral else "，" if numeral.startswith("第") else "、"
    return f"{numeral}{mark}{name}"


class Migration(migrations.Migration):
    dependencies = [("reports", "0007_return_reasons")]
    operations = [migrations.RunPython(keep_reasons, migrations.RunPython.noop)]
