"""The gate in front of a real Django app, with Django's own page cache inside."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from akkoord.gate.django import needs
from tests.gate.asgi_client import ask
from tests.gate.shop import ADS, cookie, make_gate

TEMPLATE = """{% load akkoord %}{% allows "analytics" as counting %}{% if counting %}counting{% endif %}
{% if request|allowing:"marketing" %}film{% endif %}"""
made: list[str] = []


def home(request: HttpRequest) -> HttpResponse:
    made.append("home")
    return HttpResponse(engines["django"].from_string(TEMPLATE).render({}, request) + f"<img src={ADS}>")


@needs("analytics", otherwise=lambda request: HttpResponse("ask first"))
def figures(request: HttpRequest) -> HttpResponse:
    return HttpResponse("figures")


@needs("marketing")
async def film(request: HttpRequest) -> HttpResponse:
    return HttpResponse("film")


urlpatterns = [path("", home), path("figures", figures), path("film", film)]


@pytest.fixture(scope="module", autouse=True)
def configured() -> None:
    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="only for these tests",
        MIDDLEWARE=[
            "django.middleware.cache.UpdateCacheMiddleware",
            "akkoord.gate.django.vary",
            "django.middleware.http.ConditionalGetMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "django.middleware.cache.FetchFromCacheMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {
                    "libraries": {"akkoord": "akkoord.gate.django"},
                    "context_processors": ["django.template.context_processors.request"],
                },
            }
        ],
    )
    django.setup()


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    made.clear()
    yield


def get(path: str, header: str = "") -> tuple[str, str]:
    answer: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
        answer.update(headers, status=status[:3])

    environ = {
        **{"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "www.shop.example", "HTTP_COOKIE": header},
        **{"SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "https", "wsgi.input": BytesIO()},
        **{"HTTP_ACCEPT": "text/html", "HTTP_ACCEPT_ENCODING": "gzip"},
    }
    body = make_gate().wsgi(get_wsgi_application())(environ, start)
    text = b"".join(body).decode()
    body.close()  # type: ignore[attr-defined]
    return answer["status"], text


def test_templates_and_tags_follow_the_visitor() -> None:
    _, before = get("/")
    assert "counting" not in before and "film" not in before and f"<img data-akkoord-src={ADS}>" in before
    _, after = get("/", cookie("marketing"))
    assert "counting" not in after and "film" in after and f"<img src={ADS}>" in after


def test_the_page_cache_tells_choices_apart_and_not_visitors() -> None:
    for _ in range(2):
        assert "film" not in get("/")[1]
        assert "film" in get("/", cookie("marketing"))[1]
        assert "counting" in get("/", cookie("analytics"))[1]
    # each cookie was of another visitor
    assert made == ["home"] * 3


def test_a_view_is_shown_to_those_who_allow_it() -> None:
    assert get("/figures") == ("200", "ask first")
    assert get("/figures", cookie("analytics")) == ("200", "figures")


def test_an_async_view_is_shown_to_those_who_allow_it() -> None:
    app = make_gate().asgi(get_asgi_application())
    assert ask(app, "/film").status == 403
    assert ask(app, "/film", cookie("marketing")).body == b"film"
