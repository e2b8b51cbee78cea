"""The gate in front of the browser, for the site's own server.

Public are :func:`make_gate`, whose gate wraps an app (``gate.wsgi(app)``, ``gate.asgi(app)``), and
:func:`granted_of`, which tells an app what the visitor of a request allows. ``flask``, ``django`` and ``starlette`` in
here put both into those frameworks' own words; a framework is imported there alone.
"""

from __future__ import annotations

from ..errors import NoGate as NoGate
from .gate import Gate as Gate
from .gate import make_gate as make_gate
from .granted import Granted as Granted
from .granted import granted_of as granted_of
