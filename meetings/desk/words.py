"""What the desk's scripts say, in the language of the page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words() -> dict:
    """Plural forms go by the names of Intl.PluralRules; scripts put numbers in the place of %(count)s."""

    def waiting(count):
        return ngettext("%(count)s record waits for the signal", "%(count)s records wait for the signal", count)

    def foreign(count):
        return ngettext(
            "%(count)s record of somebody else is kept on this device. It will be sent when they sign in here.",
            "%(count)s records of somebody else are kept on this device. They will be sent when they sign in here.",
            count,
        )

    def forms(choose):
        return {"one": choose(1), "few": choose(2), "many": choose(5), "other": choose(5)}

    return {
        "waiting": forms(waiting),
        "foreign": forms(foreign),
        "online": _("There is a signal"),
        "offline": _("No signal: records are kept on the phone"),
        "queued": _("Waits for the signal"),
        "sending": _("Being sent"),
        "refused": _("Not taken"),
        "minutes": _("%(count)s min since the beginning"),
        "hours": _("%(hours)s h %(count)s min since the beginning"),
        "signed_out": _("You are signed out. Nothing is lost: sign in again, and the records will be sent."),
        "sign_in": _("Sign in"),
        "sign_in_url": reverse("account_login"),
        "other_user": _("Somebody else is signed in now. The records wait for the one who made them."),
        "forbidden": _("You may not write down at this meeting any more. The records are kept on the phone."),
        "kept": _("The desk is kept on this phone: it opens without a signal too."),
        "empty": _("Write down what was said."),
        "no_department": _("Choose the department."),
        "no_date": _("Name the date."),
        "no_answer": _("Write what was answered."),
        "as_is": _("Write down as it is"),
        "no_photo": _("Send without the photo"),
        "edit": _("Mend"),
        "drop": _("Delete from the phone"),
        "drop_ask": _("Delete this record? It is kept nowhere else."),
    }
