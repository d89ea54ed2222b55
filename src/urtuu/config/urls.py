"""Which interface answers under which path."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

MOUNTS = {
    "urtuu.web.urls": "",
    "urtuu.interfaces.sync.urls": "sync",
    "urtuu.interfaces.kiosk.urls": "kiosk/",
    "urtuu.interfaces.desk.urls": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path(under, include(place)) for place, under in MOUNTS.items() if find_spec(place)
]
