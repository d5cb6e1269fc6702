"""Under which account PostgreSQL's commands run: our own, or, as PostgreSQL refuses root, a powerless one."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tkm.embedded.errors import EmbeddedError, account_name

USUAL_ACCOUNTS = ("postgres", "nobody")
# Root's one right that the server may keep: entering folders that are closed to others. Without the secure bit the
# kernel keeps that right through exec, yet pg_ctl's own access() check would still refuse.
ONE_CAPABILITY = (
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--bounding-set=-all,+dac_override",
    "--no-new-privs",
    "--",
)


@dataclass(frozen=True, slots=True)
class Account:
    """The account that owns the cluster, and the words that stand before each of its commands."""

    name: str
    uid: int
    gid: int
    wrapper: tuple[str, ...] = ()

    @property
    def is_other(self) -> bool:
        """Whether this is not the account of the running process."""
        return self.uid != os.geteuid()

    def run(self, *command: str | Path, pass_fds: Sequence[int] = ()) -> None:
        """Run `command` as this account; raises CalledProcessError, with its own complaint, when it fails."""
        change: dict[str, Any] = {}
        if self.is_other and not self.wrapper:
            change = {"user": self.uid, "group": self.gid, "extra_groups": []}
        subprocess.run(  # noqa: S603  our own words and paths, no shell
            [*self.wrapper, *map(str, command)],
            check=True,
            text=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=pass_fds,
            **change,
        )

    def can_enter(self, folders: Sequence[Path]) -> bool:
        """Whether the kernel lets this account into each folder: modes, groups and ACLs all count."""
        if not self.is_other:
            return True
        try:
            self.run("/bin/sh", "-c", 'for folder do cd "$folder" 2>/dev/null || exit 1; done', "sh", *folders)
        except (OSError, subprocess.SubprocessError):
            return False
        return True

    def able_to_enter(self, folders: Sequence[Path]) -> "Account":
        """This account, with one capability more where only root may enter one of `folders`."""
        if self.can_enter(folders):
            return self
        setpriv = shutil.which("setpriv")
        if setpriv:
            lifted = replace(self, wrapper=(setpriv, f"--reuid={self.uid}", f"--regid={self.gid}", *ONE_CAPABILITY))
            if lifted.can_enter(folders):
                return lifted
        closed = next(folder for folder in folders if not self.can_enter([folder]))
        why = "sistem menolak perintah setpriv" if setpriv else "perintah setpriv (paket util-linux) tidak ada"
        raise EmbeddedError(
            f"Akun {self.name}, yang menjalankan basis data, tidak dapat memasuki folder {closed}, dan {why}. "
            "Pindahkan proyek ke folder yang boleh dimasuki semua akun, misalnya /srv, "
            "atau jalankan sebagai pengguna biasa."
        )


def account_for(data: Path) -> Account:
    """Ourselves; as root the account that already owns `data`, or else the first that the machine has."""
    if os.geteuid() != 0:
        return Account(account_name(os.geteuid()), os.geteuid(), os.getegid())
    known = [found for name in (os.environ.get("TKM_PG_ACCOUNT"), *USUAL_ACCOUNTS) if (found := _account(name))]
    if not known:
        raise EmbeddedError(
            "PostgreSQL tidak mau dijalankan sebagai root, dan akun postgres atau nobody tidak ada. Jalankan sebagai "
            "pengguna biasa, atau sebutkan akun lain dengan TKM_PG_ACCOUNT."
        )
    owner = data.stat().st_uid if data.exists() else None
    return next((account for account in known if account.uid == owner), known[0])


def _account(name: str | None) -> Account | None:
    try:
        found = pwd.getpwnam(name or "")
    except KeyError:
        return None
    return Account(found.pw_name, found.pw_uid, found.pw_gid) if found.pw_uid else None
