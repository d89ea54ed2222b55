"""Addresses of the page kit."""

from django.urls import path

from urtuu.web import views

app_name = "web"
urlpatterns = [
    path("language/", views.set_language, name="set_language"),
    path("style/", views.style, name="style"),
]
