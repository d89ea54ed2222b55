"""A paper's part was its place among those printed together; the only paper of its form has no part."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SEVERAL = ("M06", "M07", "M09", "M12", "M13", "U01", "U02", "U03", "U06", "U07", "U08")
"""One paper for each party or act: which of them a place meant is not known any more, so those stay."""


def to_nothing(apps: StateApps, _schema: BaseDatabaseSchemaEditor) -> None:
    """The only paper of a form: 0 becomes nothing."""
    apps.get_model("mediation", "Issued").objects.filter(part="0").exclude(code__in=SEVERAL).update(part="")


def to_place(apps: StateApps, _schema: BaseDatabaseSchemaEditor) -> None:
    """And back."""
    apps.get_model("mediation", "Issued").objects.filter(part="").exclude(code__in=SEVERAL).update(part="0")


class Migration(migrations.Migration):
    dependencies = [("mediation", "0003_receipts_of_parties")]
    operations = [migrations.RunPython(to_nothing, to_place)]
