"""What the seasons do to the roads: a list of dated lines, a new one, one taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from urtuu.base.coordinates import MICRO, Box
from urtuu.base.sentences import say
from urtuu.interfaces.desk.asking import asking, today_of
from urtuu.interfaces.desk.points import of_station
from urtuu.interfaces.desk.showing import show, told
from urtuu.places.models import RoadSeason, Station
from urtuu.places.services import Refused
from urtuu.places.ways import LEAST_PERCENT, MOST_PERCENT
from urtuu.rounds.travel import listing, queries, services
from urtuu.rounds.travel.services import SeasonAsked


class SeasonForm(forms.Form):
    """One line of a season."""

    title = forms.CharField(
        label=gettext_lazy("What it is"),
        max_length=60,
        help_text=gettext_lazy("Such as: snow, spring mud, the bridge is being repaired."),
    )
    from_on = forms.DateField(
        label=gettext_lazy("From the day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until_on = forms.DateField(
        label=gettext_lazy("Until, this day included"), widget=forms.DateInput(attrs={"type": "date"})
    )
    does = forms.ChoiceField(
        label=gettext_lazy("What it does"),
        choices=[
            (RoadSeason.SLOW, gettext_lazy("makes ways longer")),
            (RoadSeason.CLOSED, gettext_lazy("closes a road")),
        ],
    )
    percent = forms.IntegerField(
        label=gettext_lazy("How long a way takes then, in percent"),
        required=False,
        min_value=LEAST_PERCENT,
        max_value=MOST_PERCENT,
        help_text=gettext_lazy("100 is as usual, 150 half as long again. Empty when the road is closed."),
    )
    surface = forms.ChoiceField(
        label=gettext_lazy("Which roads"),
        choices=[
            (RoadSeason.ALL, gettext_lazy("all roads, estimates too")),
            (RoadSeason.UNPAVED, gettext_lazy("unsealed roads and tracks")),
            (RoadSeason.TRACK, gettext_lazy("tracks only")),
        ],
    )
    road_node = forms.IntegerField(
        label=gettext_lazy("Crossing (node number in the road data)"), required=False, min_value=1
    )
    road_way = forms.IntegerField(
        label=gettext_lazy("Road (way number in the road data)"), required=False, min_value=1
    )
    box = forms.CharField(
        label=gettext_lazy("Box: west, south, east, north"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Degrees in WGS-84; for an area where a season holds or the roads are shut."),
    )
    whole_banner = forms.BooleanField(label=gettext_lazy("For the whole banner"), required=False)

    def asked(self) -> SeasonAsked:
        """What was filled in. Raises Refused."""
        told_ = self.cleaned_data
        slow = told_["does"] == RoadSeason.SLOW
        if slow and told_["percent"] is None:
            raise Refused(say("season_no_percent"))
        return SeasonAsked(
            title=told_["title"],
            from_on=told_["from_on"],
            until_on=told_["until_on"],
            percent=told_["percent"] if slow else None,
            surface=told_["surface"],
            node=told_["road_node"],
            way=told_["road_way"],
            box=read_box(told_["box"]),
            whole_banner=told_.get("whole_banner", False),
        )


def read_box(text: str) -> Box | None:
    """A box from four degrees; nothing from nothing. Raises Refused."""
    if not text.strip():
        return None
    try:
        west, south, east, north = (round(float(part) * MICRO) for part in text.replace("，", ",").split(","))
    except (ValueError, OverflowError):
        raise Refused(say("season_no_box")) from None
    if not (abs(west) <= 180 * MICRO and abs(east) <= 180 * MICRO and abs(south) <= abs(90 * MICRO)):
        raise Refused(say("season_no_box"))
    if not (west <= east and south <= north <= 90 * MICRO):
        raise Refused(say("season_no_box"))
    return Box(west, south, east, north)


@require_http_methods(["GET", "HEAD", "POST"])
@of_station
def seasons(request: HttpRequest, station: Station) -> HttpResponse:
    """The lines in force and to come, those over too; a new one."""
    if "drop" in request.POST:
        return _dropped(request, station)
    who, on = asking(request), today_of(request)
    widely = listing.banner_refused(who, station, on) is None
    form = SeasonForm(request.POST or None)
    if not widely:
        del form.fields["whole_banner"]
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.set_season(who, station, form.asked(), on)
        except Refused as refused:
            error = told(refused.sentence)
        else:
            messages.success(request, _("It holds for every plan from now on."))
            return redirect("desk:points_seasons", station.pk)
    return show(
        request,
        "desk/points_seasons.html",
        status=422 if request.method == "POST" else 200,
        station=station,
        form=form,
        error=error,
        lines=[_line(one, request, widely=widely) for one in queries.seasons_of(station)],
    )


def _dropped(request: HttpRequest, station: Station) -> HttpResponse:
    number = request.POST.get("drop", "")
    try:
        if number.isascii() and number.isdigit():
            services.drop_season(asking(request), station, int(number), today_of(request))
            messages.success(request, _("It was taken away."))
    except Refused as refused:
        messages.error(request, told(refused.sentence))
    return redirect("desk:points_seasons", station.pk)


def _line(row: RoadSeason, request: HttpRequest, *, widely: bool) -> dict[str, Any]:
    on = today_of(request)
    if row.until_on < on:
        state = {"text": _("is over"), "tone": "", "icon": ""}
    elif row.from_on > on:
        state = {"text": _("to come"), "tone": "sky", "icon": "clock"}
    else:
        state = {"text": _("in force"), "tone": "grass", "icon": "check"}
    return {
        "row": row,
        "state": state,
        "does": _does(row),
        "where": _where(row),
        "may_drop": widely or row.station_id is not None,
    }


def _does(row: RoadSeason) -> str:
    if row.does == RoadSeason.CLOSED:
        return _("closed to traffic")
    surfaces = {
        RoadSeason.ALL: _("all roads"),
        RoadSeason.UNPAVED: _("unsealed roads"),
        RoadSeason.TRACK: _("tracks"),
    }
    return f"{surfaces[row.surface]} {row.percent} %"


def _where(row: RoadSeason) -> str:
    said = [_("whole banner") if row.station_id is None else _("this station")]
    if row.road_node is not None:
        said.append(_("crossing %(number)s") % {"number": row.road_node})
    if row.road_way is not None:
        said.append(_("road %(number)s") % {"number": row.road_way})
    if row.west is not None and row.south is not None and row.east is not None and row.north is not None:
        sides = (row.west, row.south, row.east, row.north)
        said.append(_("box %(box)s") % {"box": ", ".join(f"{side / MICRO:g}" for side in sides)})
    return " · ".join(said)
