"""The addresses of an OpenRosa server."""

from django.urls import path

from urtuu.interfaces.gateways.openrosa import views

app_name = "openrosa"

urlpatterns = [
    path("formList", views.form_list, name="form_list"),
    path("forms/<slug:form_id>.xml", views.form, name="form"),
    path("forms/<slug:form_id>/manifest", views.manifest, name="manifest"),
    path("forms/<slug:form_id>/<slug:name>.csv", views.beside, name="media"),
    path("submission", views.submission, name="submission"),
]
