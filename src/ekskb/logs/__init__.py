"""Pasted text -> records, and records held against signatures."""
