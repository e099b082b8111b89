"""ekskb finds the past incident behind a symptom or a pasted log, with proof."""

__version__ = "0.1.0"
