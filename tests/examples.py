"""The examples of the documents, as they stand there, made ready to be run."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
EXPECT = """
set -euo pipefail
expect() {
  local came; came=$(cat); printf '%s\\n' "$came"
  case "$came" in *"$1"*) ;; *) printf 'line %s: expected %s, and this came: %s\\n' "$2" "$1" "$came" >&2; exit 9;; esac
}
"""
MARKED = re.compile(r"^(?P<command>.*\S)\s+# → (?P<told>.*)$")


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page(name), re.DOTALL | re.MULTILINE)


def commands(name: str) -> list[str]:
    """The lines of a page's `shell` blocks, without their comments."""
    lines = [line for block in blocks(name, "shell") for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in (re.sub(r"\s+#.*$", "", line).strip() for line in lines) if line and line[0] != "#"]


def script(name: str) -> str:
    """A page's `bash` blocks as one script; a command whose answer is told after `# →` fails on another answer."""
    lines = [line for block in blocks(name, "bash") for line in block.splitlines()]
    return EXPECT + "\n".join(checked(number, line) for number, line in enumerate(lines, 1)) + "\n"


def checked(number: int, line: str) -> str:
    found = MARKED.match(line)
    if not found:
        return line
    told = found["told"].replace("'", "'\\''")
    return f"{found['command']} | expect '{told}' {number}"
