"""Pages of decrees: recorded, corrected, their list made, and who of the people is shown to whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents.models import PaperNumber
from equipment.models import RecipientDecree
from participants.models import NikLook
from tests.accounts.factories import UserFactory
from tests.documents.factories import StoredFileFactory
from tests.documents.samples import pdf
from tests.equipment.factories import DecreeFactory, DecreeRecipientFactory, EquipmentTypeFactory, issue_by_hand
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.regions.factories import kecamatan
from tests.training.factories import DAY, NOW, TrainingSessionFactory

pytestmark = pytest.mark.django_db
OTHERS = ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def text(response) -> str:
    return response.content.decode()


def typed(**changed) -> dict[str, object]:
    return {
        "submission": str(uuid4()),
        "number": "500.15/41/KEP/2025",
        "issued_on": "04-08-2025",
        "in_force_from": "04-08-2025",
        "issuer": "Wali Kota",
        "title": "Penetapan Penerima Bantuan",
        "types": [EquipmentTypeFactory().pk],
        "amends": "",
        **changed,
    }


def shown(decree, **changed) -> dict[str, object]:
    """What the edit form of `decree` sends back."""
    stored = typed(number=decree.number.text, issuer=decree.issuer, title=decree.title)
    decree.refresh_from_db()
    return {**stored, "version": decree.updated_at.isoformat(), **changed}


def list_form(decree, **changed) -> dict[str, object]:
    decree.refresh_from_db()
    places = {f"urutan-{line.pk}": str(line.position) for line in decree.recipients.all()}
    return {"version": decree.updated_at.isoformat(), **places, **changed}


def names(decree) -> list[str]:
    return [line.registration.participant.name for line in decree.recipients.order_by("position")]


@pytest.mark.parametrize("role", [*OTHERS, "verifikator"])
def test_everybody_sees_decrees_and_only_the_verifier_is_offered_work(login, role):
    decree = DecreeFactory()
    client = login(role)
    for url in ("/sk-penerima/", decree.get_absolute_url()):
        page = client.get(url)
        assert page.status_code == 200
        assert ("btn-primary" in text(page)) == (role == "verifikator")


@pytest.mark.parametrize("role", OTHERS)
def test_work_on_decrees_is_the_verifiers(login, role):
    client, pk = login(role), DecreeFactory().pk
    for name, args in (("decree-create", []), ("decree-edit", [pk]), ("decree-recipients", [pk])):
        assert client.get(reverse(name, args=args)).status_code == 403
        assert client.post(reverse(name, args=args)).status_code == 403
    assert client.get("/sk-penerima/999/").status_code == 404


def test_a_decree_is_recorded_with_its_scan_and_sent_twice_acts_once(login):
    client, sent = login("verifikator"), typed()
    first = client.post("/sk-penerima/baru/", {**sent, "scan": SimpleUploadedFile("sk.pdf", pdf())})
    again = client.post("/sk-penerima/baru/", {**sent, "scan": SimpleUploadedFile("sk.pdf", pdf())})
    decree = RecipientDecree.objects.get()
    assert first.url == again.url == reverse("decree-recipients", args=[decree.pk])
    assert decree.scan.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("number", "5\x00", "huruf yang tidak terlihat"),
        ("number", "x" * 5_000_000, "Paling banyak 120"),
        ("title", "Mesin 🧵", "tidak dapat dicetak"),
        ("issued_on", "31-02-2025", "tidak ada di kalender"),
        ("issued_on", "05-08-2025", "5 Agustus 2025 belum tiba"),
        ("in_force_from", "03-08-2025", "SK tidak berlaku sebelum tanggalnya (4 Agustus 2025)"),
        ("types", [], "Centang paling sedikit satu jenis bantuan."),
        ("amends", "999", "tidak ada di daftar"),
        ("scan", SimpleUploadedFile("sk.pdf", b"bukan pdf"), "bukan PDF, JPG atau PNG"),
        ("scan", SimpleUploadedFile("sk.pdf", b""), "Berkas kosong"),
    ],
)
def test_bad_input_is_a_sentence_and_everything_stays_typed(login, field, value, said):
    page = login("verifikator").post("/sk-penerima/baru/", typed(**{"issuer": "Sekretaris Daerah", field: value}))
    assert page.status_code == 422
    assert said in text(page)
    assert "Sekretaris Daerah" in text(page)
    assert not RecipientDecree.objects.exists()
    assert not PaperNumber.objects.exists()


def test_a_number_taken_is_said_and_the_file_is_asked_for_again(login):
    DecreeFactory(number__text="500.15/41/KEP/2025")
    page = login("verifikator").post("/sk-penerima/baru/", typed(scan=SimpleUploadedFile("sk.pdf", pdf())))
    assert page.status_code == 422
    assert "Nomor 500.15/41/KEP/2025 sudah dipakai" in text(page)
    assert "Pilih lagi berkasnya" in text(page)


def test_an_amendment_shows_both_ways(login):
    first = DecreeFactory()
    client = login("verifikator")
    DecreeRecipientFactory(decree=first)
    client.post("/sk-penerima/baru/", typed(amends=first.pk, in_force_from="05-08-2025"))
    second = RecipientDecree.objects.get(amends=first)
    assert str(first) in text(client.get(second.get_absolute_url()))
    assert f"{second}</a>, berlaku sejak 5 Agustus 2025" in text(client.get(first.get_absolute_url()))
    assert names(second) == names(first)
    assert str(first) not in text(client.get("/sk-penerima/baru/"))  # only the last of a chain is amended


def test_a_stale_edit_is_said_once_and_saved_the_next_time(login):
    decree = DecreeFactory()
    client, url = login("verifikator"), reverse("decree-edit", args=[decree.pk])
    old = shown(decree)["version"]
    assert client.post(url, shown(decree, title="Baru")).status_code == 302
    page = client.post(url, shown(decree, title="Lain", version=old))
    assert page.status_code == 422
    assert "Data SK sudah diubah orang lain" in text(page)
    assert client.post(url, shown(decree, version=page.context["form"]["version"].value())).status_code == 302


def test_a_decree_in_use_says_why_it_is_frozen_and_still_takes_its_scan(login):
    decree = issue_by_hand().recipient.decree
    client, url = login("verifikator"), reverse("decree-edit", args=[decree.pk])
    assert "Sudah dipakai BAST" in text(client.get(url))
    assert "Sudah dipakai BAST" in text(client.get(decree.get_absolute_url()))
    sent = shown(decree, number="99", title="Lain", types=[], scan=SimpleUploadedFile("sk.pdf", pdf()))
    assert client.post(url, sent).status_code == 302
    before = (decree.number.text, decree.title)
    decree.refresh_from_db()
    assert (decree.number.text, decree.title) == before
    assert decree.scan is not None
    assert decree.types.count() == 1


def test_the_list_is_made_from_several_angkatan(login):
    decree = DecreeFactory()
    first, second = TrainingSessionFactory(), TrainingSessionFactory()
    candidate = RegistrationFactory(accepted=True, session=first, participant__name="Aisyah")
    graduate = graduated_registration(session=second, participant__name="Bahriah")
    client, url = login("verifikator"), reverse("decree-recipients", args=[decree.pk])
    page = text(client.get(f"{url}?angkatan={first.code}"))
    assert "Aisyah" in page
    assert "Calon, bersyarat lulus" in page
    assert "Bahriah" not in page
    assert text(client.get(f"{url}?angkatan={second.code}&pilih=semua")).count(" checked") == 1
    assert client.post(url, list_form(decree, added=[graduate.pk], next="1")).url == url
    assert client.post(url, list_form(decree, added=[candidate.pk])).url == decree.get_absolute_url()
    assert names(decree) == ["Bahriah", "Aisyah"]
    client.post(url, list_form(decree, sort="name"))
    assert names(decree) == ["Aisyah", "Bahriah"]
    line = decree.recipients.get(position=2)
    client.post(url, list_form(decree, **{f"urutan-{line.pk}": "1"}))
    assert names(decree) == ["Bahriah", "Aisyah"]
    client.post(url, list_form(decree, removed=[line.pk]))
    assert names(decree) == ["Aisyah"]


def test_a_refused_list_keeps_places_and_ticks(login):
    decree = DecreeFactory()
    first, second = DecreeRecipientFactory(decree=decree, position=1), DecreeRecipientFactory(decree=decree, position=2)
    candidate = RegistrationFactory(accepted=True)
    client, url = login("verifikator"), reverse("decree-recipients", args=[decree.pk])
    sent = list_form(decree, added=[candidate.pk], removed=[second.pk], **{f"urutan-{first.pk}": "tujuh"})
    page = client.post(f"{url}?angkatan={candidate.session.code}", sent)
    assert page.status_code == 422
    assert "Urutan ditulis dengan angka" in text(page)
    assert 'value="tujuh"' in text(page)
    assert text(page).count(" checked") == 2
    old = {**sent, f"urutan-{first.pk}": "1"}
    RecipientDecree.objects.filter(pk=decree.pk).update(updated_at=NOW + timedelta(hours=1))
    page = client.post(url, old)
    assert "Daftar penerima sudah diubah orang lain" in text(page)
    assert client.post(url, {**old, "version": page.context["version"]}).status_code == 302


@pytest.mark.parametrize("bad", [{"added": ["x", "9" * 30]}, {"urutan-x": "1"}, {"sort": "x"}, {"version": "\x00"}])
def test_a_tampered_list_is_never_an_error_page(login, bad):
    decree = DecreeRecipientFactory().decree
    page = login("verifikator").post(reverse("decree-recipients", args=[decree.pk]), list_form(decree, **bad))
    assert page.status_code in (302, 422)


def test_somebody_with_a_bast_cannot_be_ticked_off(login):
    line = issue_by_hand().recipient
    url = reverse("decree-recipients", args=[line.decree_id])
    page = text(login("verifikator").get(url))
    assert f"{line.handovers.get().number}, tetap" in page
    assert 'name="removed"' not in page
    assert 'name="urutan-' not in page


def test_people_of_other_angkatan_are_only_counted(login):
    decree = DecreeFactory()
    lines = DecreeRecipientFactory.create_batch(2, decree=decree)
    name = lines[0].registration.participant.name
    full = text(login("petugas").get(decree.get_absolute_url()))
    assert name in full
    elsewhere = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    client = login(user=elsewhere)
    page = text(client.get(decree.get_absolute_url()))
    assert name not in page
    assert "Semua penerima berada di angkatan lain." in page
    assert name not in text(client.get(reverse("decree-recipients", args=[decree.pk])))
    session = lines[0].registration.session
    type(session).objects.filter(pk=session.pk).update(kelurahan=kecamatan("Cempaka").kelurahan.order_by("pk")[0])
    page = text(client.get(decree.get_absolute_url()))
    assert name in page
    assert "Dan 1 penerima di angkatan lain." in page


def scanned(**kwargs):
    line = DecreeRecipientFactory(**kwargs)
    RecipientDecree.objects.filter(pk=line.decree_id).update(scan=StoredFileFactory())
    return line


@pytest.mark.parametrize(("role", "status"), [("verifikator", 200), ("pejabat", 200), ("petugas", 403)])
def test_opening_the_scan_is_for_few_and_logged_for_everybody_on_it(login, role, status):
    line = scanned()
    DecreeRecipientFactory(decree=line.decree)
    page = login(role).get(reverse("decree-scan", args=[line.decree_id]))
    assert page.status_code == status
    looks = NikLook.objects.filter(place=str(line.decree))
    assert looks.count() == (2 if status == 200 else 0)


def test_a_scan_with_hidden_people_does_not_open(login):
    line = scanned()
    elsewhere = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    client = login(user=elsewhere)
    assert client.get(reverse("decree-scan", args=[line.decree_id])).status_code == 404
    assert reverse("decree-scan", args=[line.decree_id]) not in text(client.get(line.decree.get_absolute_url()))
    assert login("verifikator").get(reverse("decree-scan", args=[DecreeFactory().pk])).status_code == 404
    assert not NikLook.objects.exists()


def test_the_list_of_decrees_is_searched_and_filtered(login):
    old = DecreeFactory(number__text="A/1", title="Mesin jahit")
    DecreeFactory(number__text="B/2", title="Mesin obras", amends=old)
    DecreeFactory(number__text="C/3", in_force_from=DAY + timedelta(days=1))
    client = login("petugas")

    def found(query):
        return [decree.number.text for decree, _ in client.get(f"/sk-penerima/?{query}").context["rows"]]

    assert found("cari=obras") == ["B/2"]
    assert found("cari=a/1") == ["A/1"]
    assert found("keadaan=replaced") == ["A/1"]
    assert found("keadaan=not_yet") == ["C/3"]
    assert found("keadaan=in_force") == ["B/2"]
    assert len(found("cari=%00&keadaan=%00&page=x")) == 3


def test_pages_cost_the_same_for_few_and_for_many(login, count_queries):
    client, decree = login("verifikator"), issue_by_hand().recipient.decree
    session = TrainingSessionFactory(quota=40)
    RegistrationFactory.create_batch(2, session=session, accepted=True)
    urls = ["/sk-penerima/", decree.get_absolute_url()]
    editing = f"{reverse('decree-recipients', args=[decree.pk])}?angkatan={session.code}"
    few = [count_queries(lambda url=url: client.get(url)) for url in (*urls, editing)]
    for place in range(50, 60):
        DecreeRecipientFactory(decree=decree, position=place)
        DecreeFactory(number__text=f"N/{place}")
        RegistrationFactory(session=session, accepted=True)
    assert [count_queries(lambda url=url: client.get(url)) for url in (*urls, editing)] == few
    assert max(few) <= 8, few
