"""A Flask app behind the gate: ``flask --app examples/flask/app.py run`` beside ``akkoord serve``.

It needs ``akkoord.toml`` with a site ``shop`` whose origins hold ``http://127.0.0.1:5000``, and the public keys:
``akkoord keys public > akkoord-keys.json``.
"""

from __future__ import annotations

import os

from flask import Flask, render_template_string

from akkoord.gate import make_gate
from akkoord.gate.flask import needs, put_before

BACKEND = os.environ.get("BACKEND", "http://127.0.0.1:8000")
PAGE = """<!doctype html>
<html lang="nl">
<head>
<script src="{{ backend }}/sites/shop/akkoord.js"></script>
<title>Winkel</title>
<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
</head>
<body>
<h1>Winkel</h1>
<p>{% if "analytics" is allowed %}Bezoeken worden geteld.{% else %}Bezoeken worden niet geteld.{% endif %}</p>
<p><a href="/film">Film</a> <button data-akkoord-open>Cookie-instellingen</button></p>
</body>
</html>"""

app = Flask(__name__)


@app.get("/")
def home() -> str:
    return render_template_string(PAGE, backend=BACKEND)


@app.get("/film")
@needs("marketing", otherwise=lambda: "<p>Voor de film is uw toestemming nodig. <a href='/'>Terug</a>")
def film() -> str:
    return '<iframe src="https://www.youtube-nocookie.com/embed/x" title="Film"></iframe>'


put_before(app, make_gate("akkoord.toml", "shop", "akkoord-keys.json", BACKEND))
