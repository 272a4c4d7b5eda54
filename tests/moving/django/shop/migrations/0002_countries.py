"""The countries."""

from django.db import migrations


def fill(apps, editor):
    country = apps.get_model("shop", "Country")
    country.objects.create(code="AT", name="Austria")
    country.objects.create(code="PT", name="Portugal")


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
