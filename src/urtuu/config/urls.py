"""Which interface answers under which path."""

from django.urls import include, path

urlpatterns = [
    path("", include("urtuu.web.urls")),
    path("", include("urtuu.interfaces.sync.urls")),
    path("", include("urtuu.interfaces.watch.urls")),
    path("field/", include("urtuu.interfaces.field.urls")),
    path("kiosk/", include("urtuu.interfaces.kiosk.urls")),
    path("gateways/", include("urtuu.interfaces.gateways.urls")),
    path("", include("urtuu.interfaces.desk.urls")),
]
