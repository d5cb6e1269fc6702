"""Contracts whose goods all went to one angkatan are for that angkatan, where its funds are the same."""

from django.db import migrations

LIVE = ["issued", "handed_over", "complete"]


def link_angkatan(apps, schema_editor):
    items = apps.get_model("equipment", "HandoverItem").objects.filter(handover__status__in=LIVE)
    for procurement in apps.get_model("equipment", "Procurement").objects.filter(session=None).order_by("pk"):
        sessions = (
            items.filter(unit__procurement=procurement)
            .order_by()
            .values_list("handover__registration__session", "handover__registration__session__funding_source")
        )
        found = set(sessions.distinct())
        if len(found) == 1 and (only := found.pop())[1] == procurement.funding_source_id:
            procurement.session_id = only[0]
            procurement.save(update_fields=["session"])


class Migration(migrations.Migration):
    dependencies = [("equipment", "0007_money_and_evidence")]

    operations = [migrations.RunPython(link_angkatan, migrations.RunPython.noop, elidable=True)]
