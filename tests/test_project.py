"""The project keeps its own rules: rooms, words, documentation, lock files, settings."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import Settings
from handlers.features import all_routes
from templates import words
from templates.rendering import environment

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "services", "storage", "templates", "simulator")
HAN = re.compile(r"[\u3400-\u9fff]")


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def test_words_live_in_templates_and_data_not_in_code() -> None:
    speaking = [str(path.relative_to(ROOT)) for path in sources(*ROOMS) if HAN.search(_code(path))]
    assert speaking == []


def _code(path: Path) -> str:
    """The string literals without docstrings, as they are written (an escape is no word)."""
    text = path.read_text(encoding="utf-8")
    lines = [line.value for line in ast.walk(ast.parse(text)) if isinstance(line, ast.Expr)]
    docstrings = {(line.lineno, line.col_offset) for line in lines}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    kept = (token for token in tokens if token.type != tokenize.COMMENT and token.start not in docstrings)
    return "\n".join(token.string for token in kept)


def test_only_the_engine_commits_and_sends() -> None:
    pattern = re.compile(r"(?<!savepoint)(?<!attempt)\.commit\(\)|send_message\(|reply_text\(")
    found = [
        str(path.relative_to(ROOT))
        for path in sources("handlers", "services", "storage", "templates")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_nobody_below_reads_the_environment_or_the_clock() -> None:
    pattern = re.compile(r"os\.environ|getenv\(|datetime\.now\(|time\.time\(|date\.today\(")
    found = [
        str(path.relative_to(ROOT))
        for path in sources("handlers", "services", "storage", "templates")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_setting_is_documented() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert re.search(rf"^#?{name.upper()}=", example, re.MULTILINE), name


def test_every_make_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("run", "setup", "test", "check", "soak", "bench"):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in all_routes().commands:
        assert f"/{command}" in readme, command


def test_both_readmes_name_the_two_commands_first() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.index("make run") < text.index("make check")
        assert "make test" in text


def test_lock_files_name_no_address_and_cover_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {re.split(r"[\[<>=]", line)[0].lower() for line in project["project"]["dependencies"]}
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text
        locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[^]]*\])?==", text, re.MULTILINE))
        assert wanted <= locked, wanted - locked


def test_runtime_versions_are_those_that_are_tested() -> None:
    versions = [
        dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    ]
    runtime, development = versions
    assert runtime.items() <= development.items()


def test_every_template_parses() -> None:
    for path in sorted((ROOT / "templates").rglob("*.j2")):
        environment().get_template(str(path.relative_to(ROOT / "templates")))


def test_the_words_of_the_contract_are_there() -> None:
    home = words("home").values()
    assert list(home) == ["我的待办", "上报问题", "查政策", "会议"]


@pytest.mark.parametrize("text", ["/work" + "/", "/tm" + "p/"])
def test_no_path_of_a_machine_is_written_down(text: str) -> None:
    kept = [ROOT / "README.md", ROOT / "Makefile", *sources(*ROOMS, "tools", "bench")]
    found = [str(path.relative_to(ROOT)) for path in kept if text in path.read_text(encoding="utf-8")]
    assert found == []
