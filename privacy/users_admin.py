"""Accounts in Wagtail's admin: who is shown is noted, and nobody is deleted past the erasure."""

from wagtail.users.views import users

from journal.actions import note_look
from journal.models import LookReason


def _note(request, people) -> None:
    town = request.municipality
    note_look(people, by=request.user, municipality=town, target=town, reason=LookReason.ACCOUNTS)


class IndexView(users.IndexView):
    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        _note(self.request, context["object_list"])
        return context


class EditView(users.EditView):
    def get_context_data(self, **kwargs):
        _note(self.request, [self.object])
        return super().get_context_data(**kwargs)


class UserViewSet(users.UserViewSet):
    index_view_class = IndexView
    edit_view_class = EditView
