"""Entries as rows of styled text: Markdown text -> blocks -> rows of a given width."""
