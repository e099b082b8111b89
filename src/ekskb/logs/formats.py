"""Table of the wrappers that log shippers and loggers put around a message.

Each row peels one layer; layers nest (a compose prefix around a klog line), so the table is applied
again until nothing changes. Groups: `text` is what remains, `level`, `logger` and `source` are kept,
`fields` is key=value text behind the message. All patterns are anchored and linear: character classes
before a delimiter never contain the delimiter, and counts are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

STAMP = (
    r"(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d|KST|EST|PST))?"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"|\d\d[-/](?:\d\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[-/]\d{2,4}[ :T]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"(?: [+-]\d{4})?"
    r"|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)"
)
_LEVEL = (
    r"(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|ERR|SEVERE|FATAL|CRITICAL|CRIT|PANIC|DPANIC|ALERT|EMERG"
    r"|trace|debug|debu|info|notice|noti|warn(?:ing)?|error|erro|severe|fatal|critical|crit|panic|alert|emerg"
    r"|Trace|Debug|Info|Notice|Warn(?:ing)?|Error|Fatal|Critical)"
)


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    pattern: re.Pattern[str]
    needs: str
    """Text that a line must hold for the pattern to be tried; keeps the table cheap."""


def _row(name: str, pattern: str, needs: str = "") -> Format:
    return Format(name, re.compile(pattern, re.DOTALL), needs)


FORMATS: tuple[Format, ...] = (
    _row("box edge", r"\s{0,8}[╷╵┌└├╭╰╔╚][─━═┬┴┼╮╯┐┘┤╗╝]{0,400}\s{0,8}(?P<text>)$"),
    _row("box drawing", r"\s{0,8}[│┃║╎] ?(?P<text>.*)$"),
    _row("kubectl --prefix", r"\[pod/(?P<source>[^/\]\s]+)/(?P<logger>[^\]\s]+)\] ?(?P<text>.*)$", "[pod/"),
    _row("compose", r"(?P<source>[A-Za-z0-9][\w.-]{0,60})[ \t]{1,40}\| ?(?P<text>.*)$", "|"),
    _row(
        "stern",
        r"(?:[a-z][a-z0-9-]{1,60} )?(?P<source>[a-z][a-z0-9.-]{0,200}-[a-f0-9]{6,10}-[a-z0-9]{5}) "
        r"(?P<logger>[a-z][a-z0-9-]{0,60}) (?:[│›] )?(?P<text>[^a-z ].*|[a-z][a-z0-9_]*(?:[.=:(]| \| ).*)$",
    ),
    _row(
        "cri",
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.?\d{0,9}(?:Z|[+-]\d\d:?\d\d) (?:stdout|stderr) [FP] (?P<text>.*)$",
        " std",
    ),
    _row(
        "klog",
        r"(?P<level>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s{1,12}\d{1,10} (?P<logger>[\w./-]{1,80}:\d{1,6})\] ?(?P<text>.*)$",
        "] ",
    ),
    _row(
        "syslog",
        r"(?:<\d{1,3}>)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?"
        r" (?P<source>[\w.:-]{1,120}) (?P<logger>[\w./@-]{1,80})(?:\(\w{1,40}\))?(?:\[\d{1,10}\])?: ?(?P<text>.*)$",
        ": ",
    ),
    _row(
        "syslog 5424",
        r"<\d{1,3}>1 \S{1,40} (?P<source>\S{1,120}) (?P<logger>\S{1,80}) \S{1,40} \S{1,40} (?:-|\[[^\]]{0,400}\]) ?(?P<text>.*)$",
        ">1 ",
    ),
    _row(
        "nginx error",
        r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(?P<level>\w{1,10})\] \d{1,10}#\d{1,10}: (?:\*\d{1,12} )?(?P<text>.*)$",
        "#",
    ),
    _row(
        "github actions",
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?(?:##\[(?P<level>error|warning|debug|notice)\])?(?P<text>.*)$",
        "Z",
    ),
    _row("github command", r"##\[(?P<level>error|warning|debug|notice)\](?P<text>.*)$", "##["),
    _row("github workflow", r"::(?P<level>error|warning|debug|notice)(?: [^:]{0,300})?::(?P<text>.*)$", "::"),
    _row(
        "postgres",
        STAMP + r" \[\d{1,10}(?:-\d{1,6})?\] (?:(?P<source>[\w.@\[\]-]{1,80}) )?"
        r"(?P<level>LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DETAIL|HINT|STATEMENT|CONTEXT|DEBUG\d?):[ ]{1,4}(?P<text>.*)$",
        "] ",
    ),
    _row(
        "spring boot",
        r"(?:"
        + STAMP
        + r"\s{1,4})?(?P<level>[A-Z]{4,5}) \d{1,10} --- (?:\[[^\]]{0,80}\] ?){1,4}\s{0,4}(?P<logger>\S{1,120})\s{0,40}: (?P<text>.*)$",
        " --- ",
    ),
    _row(
        "logback",
        STAMP
        + r"\s{1,4}\[(?P<source>[^\]]{1,80})\]\s{1,4}(?P<level>[A-Z]{4,5})\s{1,6}(?P<logger>[\w.$\[\]/-]{1,160})\s{1,40}(?:-|:) (?P<text>.*)$",
        "] ",
    ),
    _row(
        "zap console",
        r"(?:"
        + STAMP
        + r"[\t ]{1,4})?(?P<level>"
        + _LEVEL
        + r")\t(?:(?P<logger>[\w./@-]{1,120}(?::\d{1,6})?)\t)?(?P<text>.*)$",
        "\t",
    ),
    _row(
        "redis",
        r"\d{1,10}:[XCSM] \d\d \w{3} \d{4} \d\d:\d\d:\d\d\.\d{1,6} (?P<level>[.\-*#]) (?P<text>.*)$",
        ":",
    ),
    _row(
        "bracketed",
        r"\[" + STAMP + r"\]\s{0,4}(?:\[?(?P<level>" + _LEVEL + r")\]?:?\s)?\s{0,8}(?P<text>.*)$",
        "[",
    ),
    _row(
        "stamp and level",
        STAMP
        + r"[\t ]{1,4}(?:\[\d{1,10}\] )?[\[<(|]?(?P<level>"
        + _LEVEL
        + r")[\]>)|]?:?\s{1,8}(?:<[\d.]{3,20}> )?(?P<text>.*)$",
    ),
    _row("stamp", STAMP + r":?[\t ]{1,8}(?P<text>.*)$", ":"),
    _row("level", r"[\[<(](?P<level>" + _LEVEL + r")[\]>)]:?\s{1,8}(?:<[\d.]{3,20}> )?(?P<text>.*)$"),
    _row(
        "bare level",
        r"(?P<level>TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE):?[ \t]{1,8}(?P<text>.*)$",
    ),
    _row("console", r"\[(?P<level>" + _LEVEL + r")\](?P<text>.*)$", "]"),
    _row(
        "kubectl describe event",
        r"\s{0,8}(?P<level>Normal|Warning)\s{1,10}(?P<reason>[A-Z]\w{1,60})\s{1,60}\S{1,12}(?: \(x\d{1,9} over [\w.]{1,12}\))?"
        r"\s{1,40}(?P<logger>[a-z][\w./-]{0,80}(?:, [\w.-]{1,120})?)\s{1,40}(?P<text>\S.*)$",
    ),
    _row(
        "kubectl get events",
        r"(?:(?P<namespace>[a-z][a-z0-9-]{0,62})\s{1,60})?(?:\d{1,6}[smhd]|<unknown>)(?:\d{1,3}[smh])?(?: \(x\d{1,9} over [\w.]{1,12}\))?"
        r"\s{1,40}(?P<level>Normal|Warning)\s{1,40}(?P<reason>[A-Z]\w{1,60})\s{1,60}(?P<source>[a-z][\w.-]{0,60}/\S{1,253})\s{1,60}(?P<text>\S.*)$",
    ),
    _row("shell prompt", r"(?:[\w@:~/. ()✗✓➜-]{0,80} )?(?P<prompt>[$❯]) (?P<text>\S.*)$"),
)
