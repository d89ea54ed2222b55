"""The one address of monitoring."""

from django.urls import path

from urtuu.interfaces.watch import views

app_name = "watch"
urlpatterns = [path("metrics", views.metrics, name="metrics")]
