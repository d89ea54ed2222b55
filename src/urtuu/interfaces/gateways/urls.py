"""The addresses of the gateways."""

from django.urls import include, path

app_name = "gateways"

urlpatterns = [
    path("openrosa/", include("urtuu.interfaces.gateways.openrosa.urls")),
]
