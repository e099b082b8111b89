"""Rules over the entries of a knowledge base; the table is in `rules`."""
