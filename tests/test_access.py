"""Every address × every role × own and foreign row: a forbidden action is a 403, a foreign row a 404, nothing a 500."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.access import TABLE, Action, Reach, may
from accounts.enums import Role
from accounts.models import SignIn
from participants.models import NikLook
from tests.accounts.factories import UserFactory
from tests.shared import kept
from tests.walk import EVERYBODYS, ROWS, Side, World, make_world

# For everybody who is logged in, whatever the role.
PERSONAL = {
    *(
        "home",
        "profile",
        "account_change_password",
        "sign-out-everywhere",
        "device-sign-out",
        "signed-in-again",
        "keys",
    ),
    *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_index", "keys"),
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
    *("mfa_download_recovery_codes", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
}
OF_ONE_ROW = {"device-sign-out", "mfa_edit_webauthn", "mfa_remove_webauthn"}
# The library's own; the wall leaves them open.
OPEN = {"account_login", "account_logout", "mfa_authenticate", "mfa_login_webauthn"}
PUBLIC = {"healthz", "verification", "verification-result", "time-left"}


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Our addresses; the admin's are walked by its own test."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from patterns(entry)
        else:
            yield entry


NAMED = {pattern.name: pattern for pattern in patterns()}
GUARDED = {
    name: pattern.callback.required_actions
    for name, pattern in NAMED.items()
    if hasattr(pattern.callback, "required_actions")
}


def address(name: str, side: Side) -> str:
    return reverse(name, args=ROWS[name](side))


def personal(name: str, pk: int = 0) -> str:
    """The address of what is everybody's; `pk` is of a row that only its owner may reach."""
    return reverse(name, args=[pk] if name in OF_ONE_ROW else [])


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with kept(django_db_blocker, make_world) as made:
        yield made


@pytest.fixture
def world(kept_world: World) -> World:
    return deepcopy(kept_world)


def answers(client: Any, url: str) -> list[int]:
    return [client.get(url).status_code, client.post(url).status_code]


def roles_with(actions: tuple[Action, ...]) -> set[Role]:
    return {role for action in actions for role in TABLE[action]}


def test_every_address_has_a_name_and_declares_who_may_enter():
    assert all(NAMED), "an address without a name"
    assert len(NAMED) == len(list(patterns())), "two addresses of one name"
    public = {name for name, pattern in NAMED.items() if getattr(pattern.callback, "login_required", True) is False}
    told = "a view without @requires: give it one, or name it here in PERSONAL, OPEN or PUBLIC"
    assert set(NAMED) - set(GUARDED) - public == PERSONAL, told
    assert public - OPEN == PUBLIC, told


def test_every_guarded_address_is_walked():
    assert set(GUARDED) == set(ROWS), "name a new address in tests/walk.py (_NAMES), with the rows its URL needs"


@pytest.mark.django_db
def test_without_log_in_every_address_leads_to_the_log_in(client, world):
    for name in [*GUARDED, *PERSONAL]:
        url = address(name, world.own) if name in GUARDED else personal(name)
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, (name, answer.status_code)
            assert answer["Location"].startswith("/masuk/"), name


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_a_role_without_the_right_gets_a_403(login, role: Role, world: World):
    client = login(user=world.user(role))
    for name, actions in GUARDED.items():
        if role not in roles_with(actions):
            codes = answers(client, address(name, world.own))
            assert set(codes) <= {403, 405}, (name, codes)
            assert 403 in codes, name


@pytest.mark.django_db
def test_who_has_no_role_or_is_switched_off_enters_nothing(login, client, world):
    without = login(user=UserFactory())
    assert {name for name in GUARDED if without.get(address(name, world.own)).status_code not in (403, 405)} == set()
    left = world.user(*Role)
    client.force_login(left, backend="accounts.backends.NipOrUsername")
    left.is_active = False
    left.save(update_fields=["is_active"])
    assert client.get(reverse("home")).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_a_role_with_the_right_is_let_in(login, role: Role, world: World):
    """Limited to the own kecamatan, or teaching there: the own rows stay open."""
    client = login(user=world.limited_user(role))
    for name, actions in GUARDED.items():
        if role in roles_with(actions):
            code = client.get(address(name, world.own)).status_code
            assert code in (200, 302, 405) or (name, code) == ("handover-reprint", 404), (name, code)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_a_foreign_row_does_not_exist(login, role: Role, world: World):
    client = login(user=world.limited_user(role))
    for name, actions in GUARDED.items():
        if role in roles_with(actions) and name not in EVERYBODYS:
            codes = answers(client, address(name, world.foreign))
            assert set(codes) <= {404, 405}, (name, codes)
            assert 404 in codes, name


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_lists_and_shared_pages_name_nobody_foreign(login, role: Role, world: World):
    client = login(user=world.limited_user(role))
    strangers = [world.foreign.registration, world.foreign.draft.registration, world.foreign.given.registration]
    hidden = [*(row.participant.name for row in strangers), world.foreign.session.code]
    for name in ("home", *EVERYBODYS):
        url = reverse("home") if name == "home" else address(name, world.foreign)
        page = client.get(url).content.decode(errors="replace")
        assert [word for word in hidden if word in page] == [], name


# Under the code of an angkatan comes a word, not a row.
NAMED_BY_WORDS = {
    *("report-rows", "year-rows", "attendance-lists", "attendance-recap", "desk-papers", "desk-paper-blank"),
    *("decree-annex", "decree-public-annex", "session-handover-list", "session-basts"),
}


@pytest.mark.django_db
def test_a_row_is_found_only_under_its_own_angkatan(login, world):
    """Both are the user's own: still, what belongs to one is not found under the code of the other."""
    client = login(user=world.user(*Role))
    own, sibling = world.own, world.sibling
    crossed = [
        name for name in ROWS if len(ROWS[name](own)) > 1 and name not in NAMED_BY_WORDS | {"handover-unit-remove"}
    ]
    assert len(crossed) == 17
    for name in crossed:
        url = reverse(name, args=[*ROWS[name](own)[:-1], *ROWS[name](sibling)[-1:]])
        if name == "handover-paper-revision":
            url = reverse(name, args=[own.given.pk, 2])
        codes = answers(client, url)
        assert set(codes) <= {404, 405}, (name, codes)
        assert 404 in codes, name
    # A unit that is no longer in the draft is no mistake; one of another draft stays where it is.
    client.post(reverse("handover-unit-remove", args=[own.draft.pk, sibling.item.pk]))
    assert sibling.draft.items.count() == 1


# What a GET may leave behind: the log of who opened a paper with a full NIK, who is logged in, and how often somebody
# asked the public page.
LEFT_BY_A_LOOK = {NikLook._meta.db_table, SignIn._meta.db_table, "cache"}


def rows_of_every_table() -> dict[str, str]:
    """A digest of what stands in each table."""
    digest = "SELECT md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) FROM {} row"
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(digest.format(connection.ops.quote_name(table)))
            found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.django_db
def test_a_get_writes_nothing_but_the_log_of_looks(login, world):
    client = login(user=world.user(*Role))
    before = rows_of_every_table()
    for name in GUARDED:
        client.get(address(name, world.own), {"q": "siti", "cari": "siti", "page": "2", "status": "draft"})
    for name in (PERSONAL | OPEN | PUBLIC) - {"verification-result"}:
        client.get(personal(name))
    client.get(reverse("verification-result", args=[world.own.given.paper.code]))
    after = rows_of_every_table()
    assert {table for table, rows in after.items() if rows != before[table]} <= LEFT_BY_A_LOOK
    looked = set(NikLook.objects.values_list("participant", flat=True))
    assert looked == {side.registration.participant_id for side in (world.own.draft, world.own.given)}


@pytest.mark.django_db
def test_rights_of_several_roles_add_up(login):
    client = login("petugas", "pengurus_barang")
    assert client.get(reverse("registration-start")).status_code == 200
    assert client.get(reverse("procurement-create")).status_code == 200
    assert client.get(reverse("decree-create")).status_code == 403


@pytest.mark.django_db
def test_an_inactive_user_has_no_rights():
    user = UserFactory(role="verifikator", is_active=False)
    assert user.roles == {Role.VERIFIKATOR}
    assert [action for action in Action if may(user, action)] == []


def holders(action: Action, reach: Reach) -> set[Role]:
    return {role for role, given in TABLE[action].items() if given == reach}


P, V, T, B, K, A = Role  # petugas, verifikator, instruktur, pengurus barang, pejabat, administrator
# The table of the design, typed a second time: a slip in access.py does not pass unseen.
DESIGN: dict[Action, tuple[set[Role], set[Role]]] = {
    Action.VIEW: ({P, V, B, K, A}, {T}),
    Action.REVEAL_NIK: ({P, V, B}, set()),
    Action.REGISTER: ({P, V}, set()),
    Action.EDIT_PERSON: ({P, V}, set()),
    Action.MANAGE_TRAINING: ({V}, set()),
    Action.SELECT: ({V}, set()),
    Action.MARK_ATTENDANCE: ({V}, {T}),
    Action.CONFIRM_GRADUATION: ({V, K}, set()),
    Action.RECORD_DECREE: ({V}, set()),
    Action.MANAGE_EQUIPMENT: ({B}, set()),
    Action.CHECK_SCAN: ({V, K}, set()),
    Action.VOID_BAST: ({K}, set()),
    Action.OPEN_NIK_PAPER: ({B, V, K}, set()),
    Action.REPORT: ({P, V, B, K}, {T}),
    Action.ADMINISTER: ({A}, set()),
}


def test_the_table_is_the_one_of_the_design():
    assert {action: (holders(action, Reach.ALL), holders(action, Reach.OWN)) for action in Action} == DESIGN
