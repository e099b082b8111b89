"""Table of the wrappers that log shippers and loggers put around a message.

Each row peels one layer; layers nest (a compose prefix around a klog line), so the table is applied
again until nothing changes. Groups: `text` is what remains; `level`, `logger`, `source` and `reason` are
kept; `prompt` marks a typed command. All patterns are anchored and linear: a class before a delimiter does
not hold the delimiter, and counts are bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ekskb.logs.stamps import MONTH_STAMP, STAMP

_LEVEL = (
    r"(?P<level>(?i:trace|debug|debu|info|notice|noti|warn(?:ing)?|error|erro|err|severe|fatal|critical|crit"
    r"|panic|dpanic|alert|emerg))"
)
_REST = r"(?P<text>.*)$"
_COUNT = r"(?: \(x\d{1,9} over [\w.]{1,12}\))?"
_POD = r"[a-z][a-z0-9.-]{0,200}-[a-f0-9]{6,10}-[a-z0-9]{5}"


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    pattern: re.Pattern[str]
    needs: str
    """Text that a line must hold for the pattern to be tried; keeps the table cheap."""


def _row(name: str, needs: str, *parts: str) -> Format:
    return Format(name, re.compile("".join(parts), re.DOTALL), needs)


FORMATS: tuple[Format, ...] = (
    _row("box edge", "", r"\s{0,8}[╷╵┌└├╭╰╔╚][─━═┬┴┼╮╯┐┘┤╗╝]{0,400}\s{0,8}(?P<text>)$"),
    _row("box drawing", "", r"\s{0,8}[│┃║╎] ?", _REST),
    _row("kubectl --prefix", "[pod/", r"\[pod/(?P<source>[^/\]\s]+)/(?P<logger>[^\]\s]+)\] ?", _REST),
    _row("compose", "|", r"(?P<source>[A-Za-z0-9][\w.-]{0,60})[ \t]{1,40}\|(?: |$)", _REST),
    _row(
        "stern", "-",
        rf"(?:[a-z][a-z0-9-]{{1,60}} )?(?P<source>{_POD}) (?P<logger>[a-z][a-z0-9-]{{0,60}}) (?:[│›] )?",
        r"(?P<text>[^a-z ].*|[a-z][a-z0-9_]*(?:[.=:(]| \| ).*)$",
    ),
    _row(
        "pod and container", "]: ",
        rf"(?:[a-z0-9][a-z0-9-]{{0,62}}/)?(?P<source>{_POD}|[a-z][a-z0-9.-]{{0,200}}-\d{{1,4}})"
        r"\[(?P<logger>[a-z0-9][a-z0-9-]{0,62})\]: ", _REST,
    ),
    _row(
        "loki labels", '="',
        r'\{[a-zA-Z_]\w{0,60}="[^"]{0,200}"(?:, ?[a-zA-Z_]\w{0,60}="[^"]{0,200}"){0,40}\}[ \t]{1,4}', _REST,
    ),
    _row(
        "cri", " std",
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.?\d{0,9}(?:Z|[+-]\d\d:?\d\d) (?:stdout|stderr) [FP] ", _REST,
    ),
    _row(
        "klog", "] ",
        r"(?P<level>[IWEF])\d{4} \d\d:\d\d:\d\d\.\d{1,9}\s{1,12}\d{1,10} ",
        r"(?P<logger>[\w./-]{1,80}:\d{1,6})\] ?",
        _REST,
    ),
    _row(
        "syslog", ": ",
        rf"(?:<\d{{1,3}}>)?{MONTH_STAMP} (?P<source>[\w.:-]{{1,120}}) ",
        r"(?P<logger>[\w./@-]{1,80})(?:\(\w{1,40}\))?(?:\[\d{1,10}\])?: ?", _REST,
    ),
    _row(
        "journald short-iso", ": ",
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?[+-]\d\d:?\d\d (?P<source>[\w.:-]{1,120}) ",
        r"(?P<logger>[\w./@-]{1,80})\[\d{1,10}\]: ?", _REST,
    ),
    _row(
        "syslog 5424", ">1 ",
        r"<\d{1,3}>1 \S{1,40} (?P<source>\S{1,120}) (?P<logger>\S{1,80}) \S{1,40} \S{1,40} ",
        r"(?:-|\[[^\]]{0,400}\]) ?", _REST,
    ),
    _row(
        "nginx error", "#",
        r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d \[(?P<level>\w{1,10})\] \d{1,10}#\d{1,10}: (?:\*\d{1,12} )?", _REST,
    ),
    _row(
        "github actions", "Z",
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z ?(?:##\[(?P<level>error|warning|debug|notice)\])?", _REST,
    ),
    _row("github command", "##[", r"##\[(?P<level>error|warning|debug|notice)\]", _REST),
    _row("github workflow", "::", r"::(?P<level>error|warning|debug|notice)(?: [^:]{0,300})?::", _REST),
    _row(
        "postgres", "] ",
        STAMP, r" \[\d{1,10}(?:-\d{1,6})?\] (?:(?P<source>[\w.@\[\]-]{1,80}) )?",
        r"(?P<level>LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DETAIL|HINT|STATEMENT|CONTEXT|DEBUG\d?):",
        r"[ ]{1,4}",
        _REST,
    ),
    _row(
        "postgres csv", ',"',
        rf"{STAMP},(?:[^,\"]{{0,200}},|\"[^\"]{{0,400}}\",){{6,12}}"
        r"(?P<level>LOG|ERROR|FATAL|PANIC|WARNING|NOTICE|INFO|DEBUG\d?),[0-9A-Z]{5},"
        r"\"(?P<text>[^\"]{1,4000})\"",
    ),
    _row(
        "spring boot", " --- ",
        rf"(?:{STAMP}\s{{1,4}})?(?P<level>[A-Z]{{4,5}}) \d{{1,10}} --- ",
        r"(?:\[[^\]]{0,80}\] ?){1,4}\s{0,4}",
        r"(?P<logger>\S{1,120})\s{0,40}: ", _REST,
    ),
    _row(
        "logback", "] ",
        rf"{STAMP}\s{{1,4}}\[(?P<source>[^\]]{{1,80}})\]\s{{1,4}}(?P<level>[A-Z]{{4,5}})\s{{1,6}}",
        r"(?P<logger>[\w.$\[\]/-]{1,160})\s{1,40}(?:-|:) ", _REST,
    ),
    _row(
        "log4j", "[",
        rf"{STAMP}\s{{1,4}}{_LEVEL}\s{{1,4}}\[[^\]]{{1,80}}\]\s{{1,4}}"
        r"(?P<logger>[\w.$/-]{1,160})\s{0,10}[-:] ",
        _REST,
    ),
    _row("python logging", " - ", rf"{STAMP} - (?P<logger>[\w.]{{1,80}}) - {_LEVEL} - ", _REST),
    _row("python basic", ":", r"(?P<level>DEBUG|INFO|WARNING|ERROR|CRITICAL):",
    r"(?P<logger>[\w.]{1,80}):", _REST),
    _row("gunicorn", "] [", rf"\[{STAMP}\] \[\d{{1,10}}\] \[{_LEVEL}\] ", _REST),
    _row(
        "envoy", "][",
        rf"\[{STAMP}\]\[\d{{1,10}}\]\[{_LEVEL}\]\[(?P<logger>[\w.-]{{1,40}})\] (?:\[[\w./:-]{{1,120}}\] ?)?",
        _REST,
    ),
    _row("lambda", "\t", rf"\[{_LEVEL}\]\t{STAMP}\t[0-9a-f-]{{36}}\t", _REST),
    _row(
        "zap console", "\t",
        rf"(?:{STAMP}[\t ]{{1,4}})?{_LEVEL}\t(?:(?P<logger>[\w./@-]{{1,120}}(?::\d{{1,6}})?)\t)?", _REST,
    ),
    _row("redis", ":", rf"\d{{1,10}}:[XCSM] {STAMP} (?P<level>[.\-*#]) ", _REST),
    _row("bracketed stamp", "[", rf"\[{STAMP}\]\s{{0,4}}(?:\[?{_LEVEL}\]?:?\s)?\s{{0,8}}", _REST),
    _row(
        "stamp and level", ":",
        rf"{STAMP}[\t ]{{1,4}}(?:\[\d{{1,10}}\] )?[\[<(|]?{_LEVEL}[\]>)|]?:?\s{{1,8}}(?:<[\d.]{{3,20}}> )?",
        _REST,
    ),
    _row("stamp", ":", rf"{STAMP}:?[\t ]{{1,8}}", _REST),
    _row("bracketed level", "", rf"[\[<(]{_LEVEL}[\]>)]:?\s{{0,8}}(?:<[\d.]{{3,20}}> )?", _REST),
    _row(
        "bare level", "",
        r"(?P<level>TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE):?[ \t]{1,8}", _REST,
    ),
    _row(
        "named level", ": ",
        r"(?P<logger>[A-Za-z][\w./-]{0,80}|[\w.-]{1,80}\.sh): ",
        r"(?P<level>info|warn|warning|error|fatal|debug): ",
        _REST,
    ),
    _row(
        "kubectl describe event", "  ",
        rf"\s{{0,8}}(?P<level>Normal|Warning)\s{{1,10}}(?P<reason>[A-Z]\w{{1,60}})\s{{1,60}}\S{{1,12}}{_COUNT}",
        r"\s{1,40}(?P<logger>[a-z][\w./-]{0,80}(?:, [\w.-]{1,120})?)\s{1,40}(?P<text>\S.*)$",
    ),
    _row(
        "kubectl get events", "  ",
        r"(?:(?P<namespace>[a-z][a-z0-9-]{0,62})\s{1,60})?(?:\d{1,6}[smhd]|<unknown>)(?:\d{1,3}[smh])?",
        _COUNT,
        r"\s{1,40}(?P<level>Normal|Warning)\s{1,40}(?P<reason>[A-Z]\w{1,60})\s{1,60}",
        r"(?P<source>[a-z][\w.-]{0,60}/\S{1,253})\s{1,60}(?P<text>\S.*)$",
    ),
    _row("curl -v", "", r"(?P<curl>[*<>]) ", r"(?P<text>[A-Za-z].*)$"),
    _row(
        "shell prompt", "",
        r"(?:[\w.-]{1,40}@[\w.:~/-]{1,80}|[~/➜][\w/. ✗✓()-]{0,80})?\s?(?P<prompt>[$❯]) (?P<text>\S.*)$",
    ),
)  # fmt: skip
