"""The terminal UI: records in, a screen out. The only home of Textual."""
