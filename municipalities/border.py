"""The border between towns inside Wagtail's admin.

Wagtail's own rights decide what may be changed, but several of its views (choosers, previews, usage, group actions)
show any page, picture or document by its number. Here each number in a request is checked against the town of the
host, before any view runs: what is not of this town does not exist.
"""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from municipalities.permissions import is_administrator, is_editor

ADMIN = "/admin/"
PAGE_NUMBERS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
FILE_NUMBERS = ("image_id", "document_id", "pk")
# Names of parameters by which lists of pages are narrowed or chosen.
PAGE_PARAMETERS = ("id", "childOf", "child_of", "descendant_of", "ancestor_of", "parent", "target_pages[]")
# They list what all towns have, and offer no way to narrow it.
CLOSED_VIEWS = {
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:site_history_results",
}
# What the press service has nothing to do with: who lives where is known to administrators only.
OF_ADMINISTRATORS = "/admin/registry/"
# The explorer's menu asks for pages, which the interface narrows to those a person may edit.
CLOSED_API = (["images"], ["documents"])
# The same reports as items of the menu.
ROOT_MENU = ("page-types-usage", "site-history")


class TownBorder:
    """Lets into the admin the editors and administrators of this town, and nothing of another town out of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated or request.user.is_superuser:
            return
        match = request.resolver_match
        if match.view_name in ("admin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog"):
            return
        may_enter = is_administrator if request.path_info.startswith(OF_ADMINISTRATORS) else is_editor
        if not may_enter(request.user, request.municipality):
            raise PermissionDenied
        if match.view_name in CLOSED_VIEWS or match.namespaces[1:] in CLOSED_API:
            raise Http404
        if match.view_name == "wagtailadmin_choose_page":
            # Without a page the chooser begins at the root of all towns.
            kwargs.setdefault("parent_page_id", request.municipality.site.root_page_id)
        self._check_pages(request, match, kwargs)
        self._check_files(request, match, kwargs)

    def _check_pages(self, request, match, kwargs):
        numbers = [kwargs[name] for name in PAGE_NUMBERS if name in kwargs]
        first = match.namespaces[0] if match.namespaces else ""
        of_pages = first in ("wagtailadmin_pages", "wagtailadmin_api") or "page" in (match.url_name or "")
        if of_pages or kwargs.get("model_name") == "page":
            for name in PAGE_PARAMETERS:
                numbers += [value for value in request.GET.getlist(name) if value.isdecimal()]
            if first == "wagtailadmin_api" and "pk" in kwargs:
                numbers.append(kwargs["pk"])
        numbers = {int(number) for number in numbers}
        if numbers:
            root = request.municipality.site.root_page
            own = Page.objects.descendant_of(root, inclusive=True).filter(pk__in=numbers)
            # The root of all towns is empty of words; the explorer leads from it to the town's own front page.
            if own.count() != len(numbers - {Page.get_first_root_node().pk}):
                raise Http404

    def _check_files(self, request, match, kwargs):
        models = {
            "wagtailimages": get_image_model(),
            "wagtailimages_chooser": get_image_model(),
            "wagtaildocs": get_document_model(),
            "wagtaildocs_chooser": get_document_model(),
        }
        model = next((models[name] for name in match.namespaces if name in models), None)
        if model is None and kwargs.get("action") and kwargs.get("model_name") in ("photo", "document"):
            model = get_image_model() if kwargs["model_name"] == "photo" else get_document_model()
        if model is None:
            return
        numbers = {str(kwargs[name]) for name in FILE_NUMBERS if name in kwargs}
        numbers |= {value for value in request.GET.getlist("id") if value.isdecimal()}
        if numbers and own_files(model, request.municipality).filter(pk__in=numbers).count() != len(numbers):
            raise Http404


def own_files(files, municipality):
    """Photos or documents (a model or a queryset) of a town, without what residents have not published."""
    files = files.objects.all() if isinstance(files, type) else files
    files = files.filter(collection__path__startswith=municipality.collection.path)
    return files.filter(is_private=False) if files.model is get_image_model() else files


def serves_document(document, request) -> bool:
    """On the host of its town: to everybody once a live page refers to it, before that to the press service."""
    town = request.municipality
    if town is None or not document.collection.path.startswith(town.collection.path):
        return False
    references = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    pages = [reference.object_id for reference in references]
    if Page.objects.live().filter(pk__in=pages).exists():
        return True
    return is_editor(request.user, town) or request.user.is_superuser
