"""Where the text of an element ends in which tags mean nothing, such as a script's. Pure."""

from __future__ import annotations

import re

RAW = frozenset(("iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"))
"""Elements of HTML whose content is text; ``plaintext`` never ends."""

_ENDS = {name: re.compile(rb"(?i)</%b(?=[\t\n\f\r />])" % name.encode()) for name in RAW}
_SIGNS = re.compile(rb"(?i)<!--|-->|<(/?)script(?=[\t\n\f\r />])")


class RawText:
    """Looks for the end of one element's text in a buffer that grows.

    :param at: where its text begins, or where to go on.
    """

    def __init__(self, name: str, at: int) -> None:
        self.name = name
        self.at = at
        # of a script: 0, 1 within `<!--`, 2 within a `<script>` in there
        self._depth = 0

    def end(self, buffer: bytearray) -> int | None:
        """Where the end tag begins, once it is there. What stands before :attr:`at` is text for certain."""
        if self.name != "script":
            found = _ENDS[self.name].search(buffer, self.at)
            if found:
                return found.start()
        else:
            while found := _SIGNS.search(buffer, self.at):
                sign = found[0].lower()
                if sign == b"</script" and self._depth < 2:
                    return found.start()
                if sign == b"<!--":
                    self._depth = self._depth or 1
                    # its dashes may be those of the end: `<!-->`
                    self.at = found.start() + 2
                    continue
                if sign == b"-->":
                    self._depth = 0
                elif self._depth:
                    self._depth = 1 if sign == b"</script" else 2
                self.at = found.end()
        # the longest beginning of an end tag that may stand at the end of the buffer
        self.at = max(self.at, len(buffer) - len(self.name) - 2)
        return None

    def shift(self, length: int) -> None:
        """Tell that so many bytes were taken from the beginning of the buffer."""
        self.at -= length
