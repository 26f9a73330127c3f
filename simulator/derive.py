"""Derive `telegram_methods.json` from the machine-readable Bot API: `python -m simulator.derive API.json`.

What the machine-readable list leaves out (limits told elsewhere, Telegram's words for a broken limit) is kept
by hand in `telegram_extra.json` and merged in here.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from simulator.shapes import Json

MESSAGE_LENGTH = 4096
HERE = Path(__file__).parent
_RANGE = re.compile(r"(\d+)-(\d+) (characters|bytes)", re.IGNORECASE)
_VALUES = re.compile(r"Values between (\d+)-(\d+)")
_AT_MOST = re.compile(r"(?:[Aa]t most|[Nn]o more than) (\d+) (?:commands|results)")
_ITEMS = re.compile(r"must include (\d+)-(\d+) items")
_LIST_OF = re.compile(r"list of (\d+)-(\d+) ")
_CONST = re.compile(r"(?:must be|always) [“\"]?([a-z0-9_]+)[”\"]?\s*$")
_EXTRA_PARTS = {"limits": "limit", "types": "types"}
_PLAIN = ("Integer", "String", "Boolean", "Float", "InputFile")


def limit_of(types: list[str], description: str) -> Json | None:
    """The limit a description tells: min, max, unit (characters, bytes, value, items), when to check."""
    if found := _RANGE.search(description):
        limit: Json = {"min": int(found[1]), "max": int(found[2]), "unit": found[3].lower()}
        if "entities parsing" in description or limit["max"] == MESSAGE_LENGTH:
            limit["after_parsing"] = True
        return limit
    if types[0] == "Integer" and (found := _VALUES.search(description)):
        return {"min": int(found[1]), "max": int(found[2]), "unit": "value"}
    if types[0].startswith("Array"):
        if found := _ITEMS.search(description) or _LIST_OF.search(description):
            return {"min": int(found[1]), "max": int(found[2]), "unit": "items"}
        if found := _AT_MOST.search(description):
            return {"min": 0, "max": int(found[1]), "unit": "items"}
    return None


def field_of(field: Json, *, of_type: bool) -> Json:
    """One parameter or field: types, whether required, a fixed value, a limit."""
    value: Json = {"types": field["types"]}
    if field["required"]:
        value["required"] = True
    fixed = field["name"] in ("type", "source", "status")
    if of_type and fixed and (found := _CONST.search(field["description"].strip())):
        value["const"] = found[1]
    if limit := limit_of(field["types"], field["description"]):
        value["limit"] = limit
    return value


def element_type(name: str) -> str:
    """The type inside `Array of Array of …`."""
    return name.rsplit("Array of ", 1)[-1]


def reachable_types(methods: Json, answers: Json, types: Json) -> set[str]:
    """The object types that a parameter, an answer or an update can hold, however deep."""
    found: set[str] = set()
    waiting = ["Update", *(element_type(name) for names in answers.values() for name in names)]
    for fields in methods.values():
        waiting += [element_type(name) for field in fields.values() for name in field["types"]]
    while waiting:
        name = waiting.pop()
        if name in found or name in _PLAIN or name not in types:
            continue
        found.add(name)
        waiting += types[name].get("subtypes") or []
        waiting += [element_type(each) for field in types[name].get("fields", []) for each in field["types"]]
    return found


def derive(api: Json, extra: Json) -> Json:
    """The table the stand-in carries, from Telegram's list and the hand-kept additions."""
    methods = {
        name: {field["name"]: field_of(field, of_type=False) for field in method.get("fields", [])}
        for name, method in sorted(api["methods"].items())
    }
    answers = {name: method["returns"] for name, method in sorted(api["methods"].items())}
    types: Json = {}
    for name in sorted(reachable_types(methods, answers, api["types"])):
        told = api["types"][name]
        if told.get("subtypes"):
            types[name] = {"subtypes": told["subtypes"]}
        else:
            types[name] = {
                "fields": {each["name"]: field_of(each, of_type=True) for each in told.get("fields", [])}
            }
    table: Json = {"version": api["version"], "words": extra["words"]}
    table |= {"methods": methods, "answers": answers, "types": types}
    for part, entry in _EXTRA_PARTS.items():
        for path, told in extra[part].items():
            owner, name = path.split(".")
            fields = methods[owner] if owner in methods else types[owner]["fields"]
            fields[name][entry] = told
    return table


def write(table: Json, target: Path) -> None:
    """Write the table with one method or type a line, so that a newer API shows as a readable difference."""
    lines = ["{", f'"version": {json.dumps(table["version"])},', f'"words": {json.dumps(table["words"])},']
    for part in ("methods", "answers", "types"):
        rows = [f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in table[part].items()]
        lines += [f'"{part}": {{', ",\n".join(rows), "}" if part == "types" else "},"]
    lines.append("}")
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Read the list named on the command line and write the table beside this module."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m simulator.derive API.json\n")
        return 2
    api = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    extra = json.loads((HERE / "telegram_extra.json").read_text(encoding="utf-8"))
    write(derive(api, extra), HERE / "telegram_methods.json")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
