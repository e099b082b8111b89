"""Words -> hits."""
