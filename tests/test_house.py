"""The house rules that a machine can keep: sizes, layers of the page, words that do not belong here."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONG_FILE, LONG_FUNCTION = 400, 30
EXCEPTIONS: set[str] = set()
SKIPPED = {".venv", "node_modules", "var", ".git", "migrations"}


def ours(pattern: str) -> list[Path]:
    return [p for p in sorted(ROOT.rglob(pattern)) if not SKIPPED & set(p.relative_to(ROOT).parts)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_over_400_lines():
    kinds = ("*.py", "*.html", "*.css", "*.js", "*.typ")
    long = [name(path) for kind in kinds for path in ours(kind) if path.read_text().count("\n") > LONG_FILE]
    assert set(long) == EXCEPTIONS


def test_no_function_is_over_30_lines():
    long = []
    for path in ours("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONG_FUNCTION:
                    long.append(f"{name(path)}:{node.lineno} {node.name} ({lines})")
    assert long == []


def test_imports_stand_at_the_top_of_the_file():
    local = []
    for path in ours("*.py"):
        tree = ast.parse(path.read_text())
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    local.append(f"{name(path)}:{node.lineno}")
    assert local == []


INLINE = (
    r"<script(?![^>]*\bsrc=)[^>]*>",
    r"<style\b",
    r"\sstyle\s*=\s*[\"']",
    r"\son[a-z]+\s*=\s*[\"']",
    r"(?:src|href)=[\"'](?:https?:)?//",
)


@pytest.mark.parametrize("pattern", INLINE)
def test_templates_carry_nothing_inline_or_from_elsewhere(pattern: str):
    found = [name(path) for path in ours("templates/**/*.html") if re.search(pattern, path.read_text(), re.I)]
    assert found == []


def test_the_lock_file_names_no_registry():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


def test_third_party_code_is_not_committed():
    if not (ROOT / ".git").exists():
        pytest.skip("bukan klon git")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    foreign = [
        path for path in listed.splitlines() if re.search(r"node_modules|bootstrap\.|htmx\.|\.min\.(js|css)$", path)
    ]
    assert foreign == []
