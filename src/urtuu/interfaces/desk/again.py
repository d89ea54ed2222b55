"""The password once more, before something is changed that an unattended browser must not change."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from urtuu.interfaces.desk.signing_in import MOST_TRIES, of_address, right, waiting
from urtuu.places.models import Staff
from urtuu.places.tries import Limit


def refused_again(request: HttpRequest, me: Staff) -> str:
    """Why the password in the form does not do; nothing when it is the person's own."""
    limits = [Limit("again", str(me.pk), MOST_TRIES), of_address(request)]
    if waits := waiting(request, limits):
        return waits.sentence
    if not me.check_password(request.POST.get("password", "")):
        return _("This is not your password.")
    right(limits)
    return ""
