"""The frame of every page: headers, language, no inline code, components that stand alone."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

import urtuu.web
from urtuu.web import context, sample

pytestmark = pytest.mark.urls("web_addresses")
TEMPLATES = Path(urtuu.web.__file__).parent / "templates"


@pytest.fixture
def page(client: Client) -> str:
    return client.get("/style/").content.decode()


def test_every_answer_carries_the_headers_that_keep_it_to_itself(client: Client) -> None:
    headers = client.get("/style/").headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("code", "html_lang"), [("zh-hans", "zh-Hans"), ("en", "en"), ("mvf", "mn-Mong")])
def test_a_page_says_its_language(client: Client, code: str, html_lang: str) -> None:
    client.cookies["django_language"] = code
    answer = client.get("/style/")
    assert f'<html lang="{html_lang}"' in answer.content.decode()
    assert answer["Content-Language"] == html_lang


def test_no_page_holds_inline_code(page: str) -> None:
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:", page)
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []


def test_a_page_names_nothing_twice(page: str) -> None:
    names = re.findall(r'\sid="([^"]+)"', re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL))
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_an_error_page_needs_no_context(name: str) -> None:
    assert "<h1" in render_to_string(name)


@pytest.mark.parametrize("name", ["web/public.html", "web/login.html", "web/base.html"])
def test_a_frame_stands_without_anyone_signed_in(rf: RequestFactory, name: str) -> None:
    assert "<main" in render_to_string(name, context.page(rf.get("/")))


def test_what_a_resident_wrote_is_escaped() -> None:
    row = {"title": "<script>alert(1)</script>", "meta": '"><img src=x>'}
    written = render_to_string("web/components/work_row.html", {"row": row})
    assert "<script>" not in written
    assert "<img" not in written


def test_a_field_is_tied_to_its_hint_and_its_errors() -> None:
    form = sample.SampleForm({"title": ""})
    written = render_to_string("web/components/field.html", {"field": form["title"]})
    assert 'aria-describedby="id_title_hint id_title_errors"' in written
    assert 'aria-invalid="true"' in written
    assert 'id="id_title_errors"' in written


@pytest.mark.parametrize("part", sorted(TEMPLATES.glob("web/components/*.html")), ids=lambda part: part.stem)
def test_a_component_says_what_it_needs(part: Path) -> None:
    assert part.read_text("utf-8").startswith("{# ")


@pytest.mark.parametrize("kind", ["text", "textarea", "number", "date", "select", "radio", "checks", "check"])
def test_a_plain_control_has_a_name_for_everyone(kind: str) -> None:
    one = {
        "id": "a",
        "name": "a",
        "label": "Topic",
        "type": kind,
        "value": "x",
        "choices": [("x", "X")],
        "hint": "h",
    }
    written = render_to_string("web/components/control.html", {"one": one})
    assert "<legend" in written or 'for="a"' in written or '<label class="check">' in written
    assert 'aria-describedby="a_notes"' in written
    assert 'id="a_notes"' in written
