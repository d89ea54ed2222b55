"""The addresses of RxDB's replication."""

from django.urls import path

from urtuu.interfaces.gateways.rxdb import views

app_name = "rxdb"

urlpatterns = [
    path("answers", views.answers, name="answers"),
    path("<slug:kind>/schema", views.schema, name="schema"),
    path("<slug:kind>/pull", views.pull, name="pull"),
    path("<slug:kind>/push", views.push, name="push"),
]
