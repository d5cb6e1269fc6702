"""The one table of who may do what. Pages, menus, admin, rules and tests read it here."""

from collections.abc import Callable
from enum import Enum, IntEnum
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from accounts.enums import Role

if TYPE_CHECKING:
    from accounts.http import Request
    from accounts.models import User

P = ParamSpec("P")


class Action(Enum):
    """One row of the table: the label is what the profile page and the handbook print."""

    VIEW = "melihat orang, angkatan dan daftar (NIK disamarkan)"
    REVEAL_NIK = "membuka NIK lengkap (tercatat)"
    REGISTER = "mendaftarkan warga, mengunggah berkas, mencatat pengunduran diri"
    EDIT_PERSON = "mengubah data warga"
    MANAGE_TRAINING = "mengatur program, angkatan dan pertemuan"
    SELECT = "menetapkan MS/TMS, menutup pendaftaran, menyeleksi, mencatat gugur, menyelesaikan angkatan"
    MARK_ATTENDANCE = "menandai dan mengunci kehadiran, mengusulkan kelulusan"
    CONFIRM_GRADUATION = "membuka kunci kehadiran, mengesahkan kelulusan"
    RECORD_DECREE = "mencatat SK penerima dan daftarnya"
    MANAGE_EQUIPMENT = "menerima dan memeriksa barang, menerbitkan BAST, menyerahkan, mengunggah BAST"
    CHECK_SCAN = "memeriksa unggahan BAST"
    VOID_BAST = "membatalkan BAST, memberi pengecualian masa tunggu bantuan"
    OPEN_NIK_PAPER = "membuka surat yang memuat NIK lengkap (tercatat)"
    REPORT = "melihat dan mencetak laporan"
    ADMINISTER = "mengatur pengguna, data rujukan dan identitas kantor"


class Reach(IntEnum):
    """How far a right goes: the sessions one is assigned to, or all that the user's kecamatan allow."""

    OWN = 1
    ALL = 2


_ALL = Reach.ALL
_EVERYONE: dict[Role, Reach] = {role: _ALL for role in Role if role not in (Role.ADMINISTRATOR, Role.INSTRUKTUR)}

TABLE: dict[Action, dict[Role, Reach]] = {
    Action.VIEW: {**_EVERYONE, Role.INSTRUKTUR: Reach.OWN, Role.ADMINISTRATOR: _ALL},
    Action.REVEAL_NIK: {Role.PETUGAS: _ALL, Role.VERIFIKATOR: _ALL, Role.PENGURUS_BARANG: _ALL},
    Action.REGISTER: {Role.PETUGAS: _ALL, Role.VERIFIKATOR: _ALL},
    Action.EDIT_PERSON: {Role.PETUGAS: _ALL, Role.VERIFIKATOR: _ALL},
    Action.MANAGE_TRAINING: {Role.VERIFIKATOR: _ALL},
    Action.SELECT: {Role.VERIFIKATOR: _ALL},
    Action.MARK_ATTENDANCE: {Role.VERIFIKATOR: _ALL, Role.INSTRUKTUR: Reach.OWN},
    Action.CONFIRM_GRADUATION: {Role.VERIFIKATOR: _ALL, Role.PEJABAT: _ALL},
    Action.RECORD_DECREE: {Role.VERIFIKATOR: _ALL},
    Action.MANAGE_EQUIPMENT: {Role.PENGURUS_BARANG: _ALL},
    Action.CHECK_SCAN: {Role.VERIFIKATOR: _ALL, Role.PEJABAT: _ALL},
    Action.VOID_BAST: {Role.PEJABAT: _ALL},
    Action.OPEN_NIK_PAPER: {Role.PENGURUS_BARANG: _ALL, Role.VERIFIKATOR: _ALL, Role.PEJABAT: _ALL},
    Action.REPORT: {**_EVERYONE, Role.INSTRUKTUR: Reach.OWN},
    Action.ADMINISTER: {Role.ADMINISTRATOR: _ALL},
}


class ForbiddenError(PermissionDenied):
    """The actor's roles do not allow the action; a page answers 403."""

    def __init__(self, action: Action) -> None:
        super().__init__(f"Peran Anda tidak mencakup: {action.value}.")
        self.action = action


def reach(user: "User", action: Action) -> Reach | None:
    """The widest reach that any of the user's roles gives for `action`; None is no right at all."""
    if not user.is_active:
        return None
    given = [TABLE[action][role] for role in user.roles if role in TABLE[action]]
    return max(given, default=None)


def may(user: "User", action: Action) -> bool:
    return reach(user, action) is not None


def require(actor: "User", action: Action) -> None:
    """First line of every rule. Raises ForbiddenError."""
    if not may(actor, action):
        raise ForbiddenError(action)


def requires(
    *actions: Action,
) -> "Callable[[Callable[Concatenate[Request, P], HttpResponse]], Callable[Concatenate[HttpRequest, P], HttpResponse]]":
    """Let only those into the view who may do at least one of `actions`; the others get a 403."""

    def decorate(
        view: "Callable[Concatenate[Request, P], HttpResponse]",
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: "Request", *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not any(may(request.user, action) for action in actions):
                raise ForbiddenError(actions[0])
            return view(request, *args, **kwargs)

        guarded.required_actions = actions  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate
