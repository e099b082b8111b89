"""Records in, text out. Nothing is printed here."""
