"""Riwayat of a person, an angkatan, a unit, a BAST: every write is told, whoever made it; none of what is foreign."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pghistory
import pytest
from django.db import connection
from django.urls import reverse

from accounts.history.acts import Act
from equipment.models import EarlierAid
from participants.models import Attendance, NikLook, Participant, Registration
from tests.accounts.factories import UserFactory
from tests.equipment.factories import EquipmentTypeFactory, draft_with_unit
from tests.equipment.walk import issued
from tests.participants.factories import AttendanceFactory, ParticipantFactory, RegistrationFactory
from tests.regions.factories import kelurahan
from tests.training.factories import DAY, InstructorFactory, MeetingFactory, TrainingSessionFactory
from tests.typed import forms_in

pytestmark = pytest.mark.django_db

SETTING_UP = "Penyiapan"


@contextmanager
def set_up() -> Iterator[None]:
    """What a test finds there, apart from what it does and from SQL, which has no context."""
    with pghistory.context(source=SETTING_UP):
        yield


def by_hand(sql: str, *values: Any) -> None:
    """As somebody types it into the database: in a transaction of its own, which has no context yet."""
    forget = "SELECT set_config('pghistory.context_id', '', true), set_config('pghistory.context_metadata', '', true)"
    with connection.cursor() as cursor:
        cursor.execute(forget)
        cursor.execute(sql, values)


@dataclass(frozen=True)
class Subject:
    """A page of history; what to change on its row, and a row of another table that may be deleted."""

    name: str
    args: list[Any]
    row: Any
    change: dict[str, Any]
    told: tuple[str, str, str]  # column, before, after
    spare: Any
    gone: str  # how its deletion is told


def person() -> Subject:
    with set_up():
        person = ParticipantFactory(name="Siti Rahmah", address="Jl. Lama")
        aid = EarlierAid.objects.create(
            participant=person, type=EquipmentTypeFactory(), given_on=DAY, source="Dinsos", recorded_by=UserFactory()
        )
    gone = "menghapus bantuan sebelumnya: Mesin jahit portabel dari Dinsos"
    told = ("Alamat, RT/RW", "Jl. Lama", "Jl. Baru")
    return Subject("participant-history", [person.pk], person, {"address": "Jl. Baru"}, told, aid, gone)


def session() -> Subject:
    with set_up():
        meeting = MeetingFactory(number=3, held_on=DAY)
    told, session = ("Pagu", "kosong", "Rp98.500.000"), meeting.session
    gone = "menghapus pertemuan 3, 4 Agustus 2025"
    return Subject("session-history", [session.code], session, {"budget": 98_500_000}, told, meeting, gone)


def unit() -> Subject:
    with set_up():
        item = draft_with_unit().items.get()
    told, gone = ("Catatan kondisi", "kosong", "lecet"), f"melepas {item.unit.serial_number} dari draf BAST"
    return Subject("unit-history", [item.unit_id], item.unit, {"condition_note": "lecet"}, told, item, gone)


def bast() -> Subject:
    with set_up():
        draft = draft_with_unit(place="Aula")
    item = draft.items.get()
    told, gone = ("Tempat penyerahan", "Aula", "Kantor"), f"melepas {item.unit.serial_number} dari draf BAST"
    return Subject("handover-history", [draft.pk], draft, {"place": "Kantor"}, told, item, gone)


def acts_of(page: Any) -> list[Act]:
    assert page.status_code == 200
    return [act for _, acts in page.context["days"] for act in acts]


def history(client: Any, name: str, args: list[Any], **query: str) -> list[Act]:
    """What was done since the test was set up, newest first."""
    acts = acts_of(client.get(reverse(name, args=args), query))
    return [act for act in acts if act.who != SETTING_UP]


def columns(act: Act) -> list[tuple[str, str, str]]:
    return [(change.label, change.before, change.after) for line in act.lines for change in line.changes]


PEOPLE = {  # what wrote it → what its context says; how it is told
    "page": ({"user": 7, "name": "Rina", "url": "/peserta/5/ubah/"}, "Rina", "dari halaman Ubah data warga"),
    "admin": ({"user": 8, "name": "Budi", "url": "/admin/x/"}, "Budi", "di Administrasi"),
    "command": ({"source": "perintah intake"}, "Perintah intake", ""),
    "command of somebody": ({"user": 7, "name": "Rina", "source": "Impor"}, "Rina", "dari impor"),
    "system": ({"user": None, "name": "", "url": "/masuk/"}, "Sistem", "dari halaman masuk"),
}


@pytest.mark.parametrize("subject", [person, session, unit, bast])
def test_every_way_to_write_is_told_on_its_page(login, subject: Callable[[], Subject]):
    """A bulk update as pages, /admin/ and commands make it, then plain SQL, then a row deleted by SQL."""
    made = subject()
    model, column, value = type(made.row), *next(iter(made.change.items()))
    client = login("verifikator")
    before = getattr(made.row, column)
    for context, who, where in PEOPLE.values():
        with pghistory.context(**context):
            model.objects.filter(pk=made.row.pk).update(**made.change)
        newest = next(act for act in history(client, made.name, made.args) if act.who == who and act.where == where)
        assert columns(newest) == [made.told]
        with set_up():
            model.objects.filter(pk=made.row.pk).update(**{column: before})
    by_hand(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", value, made.row.pk)
    by_hand(f"DELETE FROM {made.spare._meta.db_table} WHERE id = %s", made.spare.pk)
    (sql,) = (act for act in history(client, made.name, made.args) if act.is_sql)
    assert (sql.who, sql.where) == ("SQL langsung", "")
    assert made.told in columns(sql)
    assert made.gone in [line.words for line in sql.lines]


def test_a_page_tells_who_from_where_and_what_changed(login):
    with set_up():
        registration = RegistrationFactory(participant__name="Siti Rahmah")
    clerk = UserFactory(role="petugas", first_name="Rina", last_name="Marlina")
    leave = reverse("registration-withdraw", args=[registration.session.code, registration.pk])
    client = login(user=clerk)
    client.post(leave, {"left_on": "04-08-2025", "reason": "pindah"})
    for name, args in (
        ("participant-history", [registration.participant_id]),
        ("session-history", [registration.session.code]),
        ("registration-history", [registration.session.code, registration.pk]),
    ):
        (act,) = history(client, name, args)
        told = (act.who, act.what, act.where)
        assert told == ("Rina Marlina", "mencatat Siti Rahmah mengundurkan diri: pindah", "dari halaman Pendaftaran")
        assert ("Status", "Menunggu verifikasi", "Mengundurkan diri") in columns(act)


def test_admin_is_a_place_of_its_own(login):
    with set_up():
        running = TrainingSessionFactory(running=True)
        meeting = MeetingFactory(session=running, topic="Pola", number=1, held_on=running.starts_on)
    url = reverse("admin:training_meeting_change", args=[meeting.pk])
    client = login("administrator")
    (form, *_) = forms_in(client.get(url).content.decode(), url)
    assert client.post(url, form.with_typed("topic", "Potong")).status_code == 302
    (act,) = history(client, "session-history", [meeting.session.code])
    assert (act.where, columns(act)) == ("di Administrasi", [("Materi", "Pola", "Potong")])


def test_a_person_who_is_thrown_out_of_a_draft_is_still_told(login):
    """The draft is gone: what it was stands in its last event."""
    with set_up():
        draft = draft_with_unit(place="Aula")
    person = draft.registration.participant
    by_hand("DELETE FROM equipment_handoveritem WHERE handover_id = %s", draft.pk)
    by_hand("DELETE FROM equipment_handover WHERE id = %s", draft.pk)
    (act,) = history(login("petugas"), "participant-history", [person.pk])
    words = [line.words for line in act.lines]
    assert words == [f"menghapus draf BAST untuk {person}", words[1]]
    assert words[1].endswith("dari draf BAST")
    assert ("Tempat penyerahan", "Aula", "") in columns(act)


def test_numbers_of_people_are_masked(login):
    with set_up():
        person = ParticipantFactory(nik="6372045708920012", kk_number="6372041203150001", phone="081250112233")
    changed = {"nik": "6372045708920112", "kk_number": "6372041203150002", "phone": "081250112244"}
    by_hand("UPDATE participants_participant SET nik = %s, kk_number = %s, phone = %s", *changed.values())
    client = login("pejabat")
    page = client.get(reverse("participant-history", args=[person.pk])).content.decode()
    assert "6372 04•• •••• ••12 → 6372 04•• •••• ••12 (berbeda pada digit yang disamarkan)" in page
    assert "0812-5011-2233 → 0812-5011-2244" in page
    assert [number for number in (person.nik, *changed.values()) if number in page] == []
    changed_there = client.get(reverse("participant-history", args=[person.pk]), {"jenis": "Data diri"})
    assert person.nik not in changed_there.content.decode()


def test_one_act_that_wrote_many_rows_is_one_line_that_opens(login):
    with set_up():
        session = TrainingSessionFactory(running=True)
        rows = [RegistrationFactory(session=session, accepted=True) for _ in range(3)]
        meeting = MeetingFactory(session=session, number=2, held_on=DAY)
    context = {"user": 7, "name": "Rina"}
    with pghistory.context(**context, url="/pelatihan/X/kehadiran/2/simpan/"):
        Attendance.objects.bulk_create(
            Attendance(registration=row, meeting=meeting, mark="present", marked_by=UserFactory()) for row in rows[:2]
        )
    with pghistory.context(**context, url="/pelatihan/X/kehadiran/2/3/"):
        AttendanceFactory(registration=rows[2], meeting=meeting)
    with pghistory.context(**context, url="/pelatihan/X/peserta/keputusan/"):
        Registration.objects.filter(session=session).update(origin_letter="470/1", origin="kelurahan")
    told = {act.what: act for act in history(login("pejabat"), "session-history", [session.code])}
    assert set(told) == {"menandai kehadiran 3 peserta pada pertemuan 2, 4 Agustus 2025", "mengubah 3 pendaftaran"}
    act = told["mengubah 3 pendaftaran"]
    # One UPDATE writes its rows in whatever order the database finds them.
    expected = sorted(f"mengubah pendaftaran {row.participant}" for row in rows)
    assert sorted(line.words for line in act.lines) == expected
    assert columns(act)[1] == ("Nomor surat pengantar", "kosong", "470/1")


def test_of_very_many_rows_the_first_are_told_and_the_others_counted(login, monkeypatch):
    monkeypatch.setattr("accounts.history.sources.SHOWN", 2)
    with set_up():
        session = TrainingSessionFactory()
        RegistrationFactory.create_batch(5, session=session)
    Registration.objects.filter(session=session).update(photo_consent=True)
    by_hand("UPDATE participants_registration SET photo_consent = NOT photo_consent")
    (act,) = (act for act in history(login("pejabat"), "session-history", [session.code]) if act.is_sql)
    assert (act.what, len(act.lines), act.untold, act.number) == ("mengubah 5 pendaftaran", 2, 3, 5)


def test_who_looked_at_the_nik_is_told_to_those_who_may_open_one_and_filtered(login):
    with set_up():
        registration = RegistrationFactory()
    person, looker = registration.participant, UserFactory(first_name="Rina", last_name="")
    look = {"user": looker, "place": "Halaman peserta", "reason": "mencocokkan KTP"}
    NikLook.objects.create(participant=person, **look)
    NikLook.objects.create(participant=ParticipantFactory(), **look)
    teacher = UserFactory(role="instruktur")
    registration.session.instructors.add(InstructorFactory(user=teacher))
    asked = {"jenis": "NIK lengkap dilihat"}
    for role in ("petugas", "pejabat", "administrator"):
        (act,) = history(login(role), "participant-history", [person.pk], **asked)
        words = f"melihat NIK lengkap {person} (Halaman peserta): mencocokkan KTP"
        assert (act.who, act.what) == ("Rina", words), role
    page = login(user=teacher).get(reverse("participant-history", args=[person.pk]))
    assert page.status_code == 200
    assert "melihat NIK" not in page.content.decode()
    assert "NIK lengkap dilihat" not in page.context["filters"].kinds


def test_of_a_person_only_what_belongs_to_the_own_angkatan_is_told(login):
    """Neither to an instructor nor within a kecamatan; and a foreign person has no page."""
    with set_up():
        person = ParticipantFactory()
        here = RegistrationFactory(participant=person, session__kelurahan=kelurahan("Komet"))
        there = RegistrationFactory(participant=person, session__kelurahan=kelurahan("Landasan Ulin Selatan"))
        stranger = RegistrationFactory(session=there.session).participant
    Registration.objects.filter(participant=person).update(origin_letter="470/1", origin="kelurahan")
    teacher, clerk = UserFactory(role="instruktur"), UserFactory(role="petugas")
    here.session.instructors.add(InstructorFactory(user=teacher))
    clerk.kecamatan.add(here.session.kelurahan.kecamatan)
    for user in (teacher, clerk):
        client = login(user=user)
        page = client.get(reverse("participant-history", args=[person.pk]), {"jenis": "Pendaftaran"})
        lines = [line.words for act in acts_of(page) for line in act.lines]
        assert f"mendaftarkan {person} ke {here.session.short_name}" in lines
        assert f"mendaftarkan {person} ke {there.session.short_name}" not in lines
        assert client.get(reverse("participant-history", args=[stranger.pk])).status_code == 404
        assert client.get(reverse("session-history", args=[there.session.code])).status_code == 404


def test_a_unit_names_nobody_whose_angkatan_is_foreign(login):
    with set_up():
        given = issued()
    unit, elsewhere = given.items.get().unit, UserFactory(role="pengurus_barang")
    elsewhere.kecamatan.add(kelurahan("Komet").kecamatan)
    url = reverse("unit-history", args=[unit.pk])
    person = str(given.registration.participant)
    assert person in login("pengurus_barang").get(url).content.decode()
    page = login(user=elsewhere).get(url).content.decode()
    assert f"mengalokasikan {unit.serial_number}" in page
    assert person not in page


def test_filters_stand_in_the_address_and_a_wrong_day_is_told(login):
    with set_up():
        person = ParticipantFactory(address="Jl. Lama")
    by_hand("UPDATE participants_participant SET address = 'Jl. Baru'")
    client, url = login("petugas"), reverse("participant-history", args=[person.pk])

    def whose(**query: str) -> set[str]:
        return {act.who for act in acts_of(client.get(url, query))}

    assert whose() == {SETTING_UP, "SQL langsung"}
    assert whose(oleh="sql") == {"SQL langsung"}
    assert whose(oleh=SETTING_UP) == {SETTING_UP}
    assert whose(jenis="Kehadiran") == whose(sampai="01-01-2020") == whose(oleh="99999999999999999999") == set()
    assert whose(dari="01-01-2020", jenis="tidak ada", page="99") == {SETTING_UP, "SQL langsung"}
    page = client.get(url, {"dari": "31-02-2025", "oleh": "sql", "jenis": "Data diri"})
    assert "Sejak: Tanggal itu tidak ada di kalender" in page.content.decode()
    assert [chip.label for chip in page.context["chips"]] == ["Data diri", "Oleh: SQL langsung"]
    assert whose(dari="0001-01-01", sampai="31-12-9999") == whose()
    nobody = client.get(url, {"oleh": "7"})
    assert "Tidak ada yang cocok" in nobody.content.decode()
    assert nobody.context["people"] == [("Penyiapan", "Penyiapan"), ("sql", "SQL langsung")]


@pytest.mark.parametrize("subject", [person, session, unit, bast])
def test_a_history_costs_the_same_for_two_and_for_two_hundred(login, count_queries, subject: Callable[[], Subject]):
    made = subject()
    client, url = login("verifikator"), reverse(made.name, args=made.args)
    few = count_queries(lambda: client.get(url))
    table, column = made.row._meta.db_table, next(iter(made.change))
    by_hand(
        f"DO $$ BEGIN FOR i IN 1..200 LOOP UPDATE {table} SET {column} = i WHERE id = {made.row.pk}; END LOOP; END $$"
    )
    assert made.row.events.count() > 200
    with pghistory.context(user=7, name="Rina"):
        type(made.row).objects.filter(pk=made.row.pk).update(**made.change)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_marks_by_sql_never_hide_among_those_of_a_person(login):
    with set_up():
        mark = AttendanceFactory(meeting__number=2, meeting__held_on=DAY, mark="absent")
    code = mark.registration.session.code
    for context in ({"user": 7, "name": "Rina"}, {"source": "impor"}):
        with pghistory.context(**context):
            Attendance.objects.filter(pk=mark.pk).update(note=str(context))
    by_hand("UPDATE participants_attendance SET mark = 'present'")
    acts = history(login("pejabat"), "session-history", [code], jenis="Kehadiran")
    assert {act.who for act in acts} == {"Rina", "Impor", "SQL langsung"}
    assert [columns(act) for act in acts if act.is_sql] == [[("Kehadiran", "Alpa", "Hadir")]]


def test_acts_that_a_command_tells_in_one_transaction_stay_apart_and_in_order(login):
    with set_up():
        person = ParticipantFactory()
    with pghistory.context(source="Data contoh"):
        for step, address in enumerate(["Jl. A", "Jl. B", "Jl. C"], start=9):
            pghistory.context(user=7, name="Rina", step=step)
            Participant.objects.filter(pk=person.pk).update(address=address)
    acts = history(login("petugas"), "participant-history", [person.pk])
    assert [columns(act)[0][2] for act in acts] == ["Jl. C", "Jl. B", "Jl. A"]
    assert {(act.who, act.where) for act in acts} == {("Rina", "dari data contoh")}
