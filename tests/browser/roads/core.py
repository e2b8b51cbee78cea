"""The snippets that every test run walks: each road, and each way to take it that holds differently.

The others are walked by ``python -m tests.browser.roads``.
"""

from __future__ import annotations

_CORE = """
script-plain script-async script-defer script-module script-unknown-host script-first-party-path
script-cloaked-host script-order script-page-events import-literal import-computed importmap
insert-append insert-before insert-set-attribute insert-timer insert-spa insert-get-script
new-image img-set-attribute img-srcset-property svg-image-by-script video-by-script new-audio
stylesheet-by-script preload-by-script css-background css-background-by-script css-insert-rule css-constructed
iframe-by-script iframe-src-later iframe-open srcdoc-by-script own-frame-untagged
blank-frame-fetch blank-frame-script blank-frame-storage shadow-script shadow-inner-html shadow-declarative
document-write-script document-write-pixel document-write-pieces
inner-html-pixel insert-adjacent-html outer-html dom-parser
fetch fetch-post xhr beacon websocket event-source form-submit
worker-import-scripts worker-blob-fetch service-worker
cookie cookie-store local-storage local-storage-property session-storage indexed-db cache
gtm-loader gtm-with-pixel gtag-analytics meta-pixel hotjar matomo-own bundled first-party-fetch
"""
CORE = frozenset(_CORE.split())
