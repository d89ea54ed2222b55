"""The addresses of the gateways."""

from django.urls import include, path

from urtuu.interfaces.gateways import keys_page

app_name = "gateways"

urlpatterns = [
    path("keys/", keys_page.mine, name="keys"),
    path("keys/<uuid:key>/end/", keys_page.end, name="end_key"),
    path("rxdb/", include("urtuu.interfaces.gateways.rxdb.urls")),
    path("openrosa/", include("urtuu.interfaces.gateways.openrosa.urls")),
]
