"""allauth's hooks: the town's name and address in letters, and letters that no request waits for."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.letters import post


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is wrong. Check both, or sign in by a code."),
        "incorrect_code": _("The code is wrong. Check it in the latest letter."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
        "too_many_login_attempts": _("Too many attempts. Wait for five minutes, or sign in by a code."),
        "rate_limited": _("Too often. Wait for a minute and try again."),
        "same_as_current": _("This is your present e-mail."),
    }

    def send_mail(self, template_prefix, email, context):
        """Write the letter now, in the reader's language; a queue sends it."""
        request = allauth_context.request
        town = request.municipality
        message = self.render_mail(
            template_prefix,
            email,
            context
            | {
                "request": request,
                "email": email,
                "brand": town.brand_name,
                "town_url": town.site.root_url,
                # Built from the town's settings: the host of a request is not to be trusted in letters.
                "signup_url": town.absolute_url(reverse("account_signup")),
                "password_reset_url": town.absolute_url(reverse("account_reset_password")),
            },
        )
        post(to=email, subject=message.subject, body=message.body)

    def format_email_subject(self, subject):
        return f"{allauth_context.request.municipality.brand_name}: {subject}"

    def get_password_change_redirect_url(self, request):
        return reverse("my:settings")
