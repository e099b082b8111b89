"""Markdown text -> entries. Nothing here opens a file or raises on content."""
