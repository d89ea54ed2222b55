"""What a phone could not send, brought to the desk as a file: taken in like a push, never doubled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from urtuu.base.sentences import say
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.showing import opens, refuse, told
from urtuu.journal import handover
from urtuu.journal.handover import Report
from urtuu.places import offers
from urtuu.web.uploads import was_too_large


@require_POST
@opens("devices")
def take_in(request: HttpRequest) -> HttpResponse:
    """A rescue file of a phone in reach."""
    file = request.FILES.get("file")
    if was_too_large(request):
        return refuse(request, say("file_too_large"), status=413)
    if file is None or not file.size:
        messages.error(request, _("Please choose the rescue file first."))
        return redirect("desk:devices")
    try:
        found = handover.read(file, whole=False)
        owner = _owner(request, found.head.device)
        if not owner:
            return refuse(request, say("device_unknown"))
        _tell(request, owner, handover.take_file(found, now_of(request)))
    except handover.NotTaken as refused:
        messages.error(request, told(refused.sentence))
    return redirect("desk:devices")


def _owner(request: HttpRequest, device: str) -> str:
    """Whose phone it is; nothing when it is not in this person's reach."""
    for one in offers.phones(asking(request), today_of(request)):
        if str(one.pk) == device:
            return one.staff.name if one.staff else device
    return ""


def _tell(request: HttpRequest, owner: str, report: Report) -> None:
    """What came in, what did not, and what is missing."""
    said = _(
        "The phone of %(owner)s: %(taken)d entries taken, %(known)d known already, %(held)d held, "
        "%(returned)d returned; pictures arrived: %(pictures)d."
    )
    messages.success(request, said % {"owner": owner, "pictures": report.pictures, **report.answers})
    for sentence in report.sentences:
        messages.error(request, told(sentence))
    if report.missing:
        cut = _("The file is not whole; missing or damaged: %(n)d. What was whole was taken in.")
        messages.warning(request, cut % {"n": report.missing})
