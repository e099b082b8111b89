"""Entry <-> YAML, JSON and msgpack: one codec for every form that leaves memory."""

from __future__ import annotations

import re
from typing import Any, cast

import msgspec

from ekskb.block_yaml import dump_mapping
from ekskb.errors import EntryFileError
from ekskb.model import SCHEMA, Entry, Record

_KEY = re.compile(r"\.(\w+)|\[(\d+)\]")
_LENIENT_PATH = re.compile(r"^  path: *['\"]?([^'\"\n]+)", re.MULTILINE)


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """The ENTRY object of the JSON contract: the record plus its symptom, cause and fix joined."""
    data = cast("dict[str, Any]", msgspec.to_builtins(entry))
    data |= {"symptom": entry.symptom, "cause": entry.cause, "fix": entry.fix}
    return data


def record_to_json(record: Record) -> dict[str, Any]:
    return cast("dict[str, Any]", msgspec.to_builtins(record))


def json_schema() -> dict[str, Any]:
    """JSON Schema of one entry as `entries/*.yaml` holds it."""
    schema = msgspec.json.schema(Entry)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    entry = schema["$defs"]["Entry"]
    entry["properties"] = {"schema": {"const": SCHEMA}, **entry["properties"]}
    entry["required"] = ["schema", *entry["required"]]
    return schema


def entry_to_yaml(entry: Entry) -> str:
    """The text of `entries/<id>.yaml`: fixed key order, literal blocks, the same bytes everywhere."""
    return dump_mapping({"schema": SCHEMA, **msgspec.to_builtins(entry)})


def entry_from_yaml(text: str, path: str) -> Entry:
    """Read one entry file; raises EntryFileError with the line and the key that is wrong."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    hint = "run 'ekskb build' to write it anew from its document"
    try:
        data = yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise EntryFileError(f"not YAML: {fault.problem or fault.context}", path, line, hint) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise EntryFileError(f"not YAML: {str(fault).splitlines()[0]}", path, 1, hint) from None
    if not isinstance(data, dict):
        raise EntryFileError("not an entry: expected a mapping at the top", path, 1, hint)
    schema = data.pop("schema", None)
    if schema != SCHEMA:
        raise EntryFileError(f"schema is {schema!r}, this version reads {SCHEMA}", path, 1, hint)
    try:
        return msgspec.convert(data, Entry)
    except (msgspec.ValidationError, RecursionError) as fault:
        reason, _, where = str(fault).partition(" - at ")
        key = where.strip("`").removeprefix("$").lstrip(".")
        message = f"{key}: {reason}" if key else reason
        raise EntryFileError(message, path, _line_of(text, where), hint) from None


def path_in_broken_yaml(text: str) -> str:
    """The document that an unreadable entry file belonged to, or an empty string."""
    found = _LENIENT_PATH.search(text)
    return found[1].strip() if found else ""


def pack(value: Any) -> bytes:
    """Compact bytes for caches."""
    return msgspec.msgpack.encode(value)


def unpack(data: bytes, kind: Any) -> Any:
    """Records back from `pack`; raises msgspec.DecodeError on foreign bytes."""
    return msgspec.msgpack.decode(data, type=kind)


def _line_of(text: str, where: str) -> int:
    """The line of a key path such as `$.commands[0].line`, as near as the file has it."""
    import yaml

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    line = 1
    for name, index in _KEY.findall(where):
        child = None
        if name and isinstance(node, yaml.MappingNode):
            child = next((pair for pair in node.value if pair[0].value == name), None)
            if child:
                line, node = child[0].start_mark.line + 1, child[1]
        elif index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
            node = child = node.value[int(index)]
            line = node.start_mark.line + 1
        if child is None:
            break
    return line
