"""Log archives and live streams: which lines can matter, at the speed of a literal search."""
