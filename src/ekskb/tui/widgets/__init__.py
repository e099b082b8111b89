"""Widgets that show one piece of data each and tell what the user did in a message."""
