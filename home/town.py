"""Founding a town: its site, page tree, collections, groups and workflow in one act."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from appeals import seeding
from communities import working_time
from communities.models import CommunityIndexPage
from communities.staff import group_name
from home.models import HomePage
from municipalities.models import Municipality, StaffRole
from publications.models import DecisionIndexPage, NewsIndexPage, ResultIndexPage, TextPage

EDITOR_PAGE_RIGHTS = ("add_page", "change_page")
CHIEF_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
# Totals of years before the site, which the press service knows best.
TOTALS_RIGHTS = tuple(("figures", f"{act}_yeartotal") for act in ("add", "change", "delete"))
# Lists of the admin that show only the town's own rows (municipalities.viewsets). What is deleted there goes by an
# act: a role is taken away, hours are taken back, a date returns to the production calendar.
CHIEF_ROW_RIGHTS = (
    ("municipalities", "change_municipality"),
    ("municipalities", "add_department"),
    ("municipalities", "change_department"),
    ("municipalities", "add_staffmember"),
    ("municipalities", "change_staffmember"),
    ("municipalities", "delete_staffmember"),
    ("municipalities", "add_workschedule"),
    ("municipalities", "change_workschedule"),
    ("municipalities", "delete_workschedule"),
    ("municipalities", "add_calendarday"),
    ("municipalities", "change_calendarday"),
    ("municipalities", "delete_calendarday"),
    ("municipalities", "add_statutoryterms"),
    ("municipalities", "change_statutoryterms"),
    ("communities", "add_managingorganisation"),
    ("communities", "change_managingorganisation"),
    ("communities", "add_organisationmember"),
    ("communities", "change_organisationmember"),
    ("communities", "delete_organisationmember"),
    ("voting", "add_rulepreset"),
    ("voting", "change_rulepreset"),
    ("voting", "delete_rulepreset"),
    ("appeals", "add_appealcategory"),
    ("appeals", "change_appealcategory"),
    ("appeals", "add_answertemplate"),
    ("appeals", "change_answertemplate"),
    ("appeals", "delete_answertemplate"),
    ("appeals", "change_appealsettings"),
)


@transaction.atomic
def found_town(*, host: str, port: int, heading: str, lead: str = "", **fields) -> Municipality:
    """Create a town served at `host`, with empty lists of communities, news, decisions and results, and the usual
    working time and the routing table of messages.

    `fields` are the fields of `Municipality`. The first town becomes the default site.
    """
    root = Page.get_first_root_node()
    slug = f"town-{host.replace('.', '-')}"
    home = root.add_child(instance=HomePage(title=fields["brand_name"], slug=slug, heading=heading, lead=lead))
    site = Site.objects.create(
        hostname=host,
        port=port,
        site_name=fields["brand_name"],
        root_page=home,
        is_default_site=False,
    )
    collection = Collection.get_first_root_node().add_child(name=fields["name"])
    municipality = Municipality.objects.create(site=site, collection=collection, **fields)
    for page in (
        CommunityIndexPage(title=_("Buildings and communities"), slug="communities"),
        NewsIndexPage(title=_("News"), slug="news"),
        DecisionIndexPage(title=_("Decisions"), slug="decisions"),
        ResultIndexPage(title=_("What has been done"), slug="results"),
        TextPage(title=_("Rules of discussions"), slug="rules", body=_rules()),
    ):
        home.add_child(instance=page)
    _give_admin_rights(municipality, home, collection)
    working_time.begin(municipality)
    seeding.seed(municipality)
    return municipality


def _rules():
    """The rules a town begins with; its editors may rewrite them."""
    paragraphs = (
        _("Write to the point: what happens in the yard, what you propose and why."),
        _("Do not publish other people's telephones, flats, or photos of people without their consent."),
        _("Insults, threats, advertising and repetition are hidden. Everybody sees the reason; the author may once "
          "ask the site's administrator to look again."),
        _("After repeated breaches the activist of the community may stop the author from writing for a time."),
    )  # fmt: skip
    return [("text", f"<p>{paragraph}</p>") for paragraph in paragraphs]


def _give_admin_rights(municipality, home, collection) -> None:
    """Editors write and send to moderation; administrators also publish. Both only within the town."""
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    # Wagtail asks for the rights of its own image model, whatever model of pictures a site has.
    files = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__in=[f"{act}_{thing}" for act in ("add", "change", "choose") for thing in ("image", "document")],
    )
    groups = {}
    for role, rights in ((StaffRole.EDITOR, EDITOR_PAGE_RIGHTS), (StaffRole.ADMINISTRATOR, CHIEF_PAGE_RIGHTS)):
        group = groups[role] = Group.objects.create(name=group_name(municipality, role))
        group.permissions.add(enter)
        for codename in rights:
            GroupPagePermission.objects.create(
                group=group,
                page=home,
                permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=codename),
            )
        for permission in files:
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    for app, codename in CHIEF_ROW_RIGHTS + TOTALS_RIGHTS:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        groups[StaffRole.ADMINISTRATOR].permissions.add(permission)
        if (app, codename) in TOTALS_RIGHTS:
            groups[StaffRole.EDITOR].permissions.add(permission)
    task = GroupApprovalTask.objects.create(name=_("Approval: %(town)s") % {"town": municipality.name})
    task.groups.add(groups[StaffRole.ADMINISTRATOR])
    workflow = Workflow.objects.create(name=_("Publication: %(town)s") % {"town": municipality.name})
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=home)
