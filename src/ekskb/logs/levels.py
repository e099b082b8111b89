"""Level words of all loggers, folded into six."""

from __future__ import annotations

_WORDS = {
    "trace": "trace trc verbose finest finer vrb silly",
    "debug": "debug dbg debu dbug deb fine config d v",
    "info": "info inf information informational notice noti note normal log statement hint detail i n",
    "warn": "warn warning wrn warnin w",
    "error": "error err erro eror severe e failure failed",
    "fatal": "fatal critical crit crt fata panic alert emerg emergency dpanic f c",
}
LEVELS = {word: level for level, words in _WORDS.items() for word in words.split()}
# Numbers of bunyan and pino (https://getpino.io, "level values").
_NUMBERS = {"10": "trace", "20": "debug", "30": "info", "40": "warn", "50": "error", "60": "fatal"}


def fold_level(word: str) -> str:
    """One of the six levels, or an empty string for a word that is none."""
    key = word.strip().strip("[]<>#:").lower()
    return LEVELS.get(key) or _NUMBERS.get(key, "")
