"""A Django app behind the gate, in one file: ``gunicorn --pythonpath examples/django shop`` beside ``akkoord serve``.

It needs ``akkoord.toml`` with a site ``shop`` whose origins hold ``http://127.0.0.1:8000`` (or where it is served), and
the public keys: ``akkoord keys public > akkoord-keys.json``.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from akkoord.gate import make_gate
from akkoord.gate.django import needs

BACKEND = os.environ.get("BACKEND", "http://127.0.0.1:8000")
PAGE = """{% load akkoord %}{% allows "analytics" as counting %}<!doctype html>
<html lang="nl">
<head>
<script src="{{ backend }}/sites/shop/akkoord.js"></script>
<title>Winkel</title>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
</head>
<body>
<h1>Winkel</h1>
<p>{% if counting %}Bezoeken worden geteld.{% else %}Bezoeken worden niet geteld.{% endif %}</p>
<p><a href="/film">Film</a> <button data-akkoord-open>Cookie-instellingen</button></p>
</body>
</html>"""

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=os.environ.get("SECRET_KEY", "for an example on this machine alone"),
    MIDDLEWARE=["akkoord.gate.django.vary"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"libraries": {"akkoord": "akkoord.gate.django"}},
        }
    ],
)


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({"backend": BACKEND}, request))


@needs("marketing", otherwise=lambda request: HttpResponse("<p>Voor de film is uw toestemming nodig."))
def film(request: HttpRequest) -> HttpResponse:
    return HttpResponse('<iframe src="https://www.youtube-nocookie.com/embed/x" title="Film"></iframe>')


urlpatterns = [path("", home), path("film", film)]
application = make_gate("akkoord.toml", "shop", "akkoord-keys.json", BACKEND).wsgi(get_wsgi_application())
