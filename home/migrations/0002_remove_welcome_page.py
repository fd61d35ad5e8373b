"""Wagtail's own first migration leaves a welcome page and a site for it; a town brings its own."""

from django.db import migrations


def remove_welcome_page(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(slug="home", depth=2, url_path="/home/").first()
    if welcome is None:
        return
    Site.objects.filter(root_page=welcome).delete()
    welcome.delete()
    # What Page.delete() of treebeard does for the parent; historical models lack it.
    Page.objects.filter(depth=1).update(numchild=0)


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial"), ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(remove_welcome_page, migrations.RunPython.noop)]
