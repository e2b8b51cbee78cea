"""The roads of ``tests/browser/roads``, walked with other consent tools in Akkoord's place."""
