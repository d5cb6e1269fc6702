"""The BASTs of an angkatan in one print file: the list first, then every archived paper as often as it is signed."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.models import Office
from equipment.papers.stack import NoBastError, stack_of
from participants.models import NikLook
from tests.equipment.factories import draft_with_unit
from tests.equipment.walk import handed_over, issued, voided
from tests.participants.factories import graduated_registration
from tests.participants.papers.reading import pages, sizes, squeezed
from tests.training.factories import TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """One BAST to be signed, one handed over, one void, one draft; those who sat first come first."""
    made = TrainingSessionFactory()
    rows = [graduated_registration(session=made) for _ in range(4)]
    handed_over(draft_with_unit(recipient__registration=rows[1]))
    issued(draft_with_unit(recipient__registration=rows[0]))
    voided(issued(draft_with_unit(recipient__registration=rows[2])))
    draft_with_unit(recipient__registration=rows[3])
    return made


def papers_in(pdf: bytes) -> list[str]:
    return [squeezed(text) for text in pages(pdf)]


def test_each_bast_is_there_as_often_as_the_office_signs_it(session):
    Office.objects.update(copies=3)
    stack = stack_of(session, "semua")
    read = papers_in(stack.pdf())
    assert len(stack.handovers) == 2
    assert "DAFTARSERAHTERIMABARANG" in read[0]
    for handover in stack.handovers:
        first = squeezed(pages(bytes(handover.paper.file.content))[0])
        assert read[1:].count(first) == 3


def test_the_papers_are_the_archived_ones_in_the_order_of_the_class(session):
    stack = stack_of(session, "semua")
    archived = [page.get_contents().get_data() for handover in stack.handovers for _ in range(2)
                for page in PdfReader(BytesIO(bytes(handover.paper.file.content))).pages]  # fmt: skip
    printed = [page.get_contents().get_data() for page in PdfReader(BytesIO(stack.pdf())).pages]
    assert printed[1:] == archived
    assert [one.registration.seat_number for one in stack.handovers] == [1, 2]


def test_for_the_ceremony_only_what_is_to_be_signed(session):
    assert [one.status for one in stack_of(session, "terbit").handovers] == ["issued"]
    with pytest.raises(NoBastError):
        stack_of(TrainingSessionFactory(), "terbit")


def test_the_list_names_number_and_serial_and_no_nik(session):
    paper = stack_of(session, "semua").list_paper
    text = papers_in(paper.pdf())[0]
    for handover in stack_of(session, "semua").handovers:
        assert squeezed(str(handover.number)) in text
        assert squeezed(handover.serials) in text
        assert handover.registration.participant.nik not in text
    assert sizes(paper.pdf()) == {(210, 297)}
    assert paper.pdf() == stack_of(session, "semua").list_paper.pdf()


def test_printing_the_stack_is_logged_for_everybody_in_it(login, session):
    client = login("pengurus_barang")
    assert client.get(reverse("session-handover-list", args=[session.code, "semua"])).status_code == 200
    assert NikLook.objects.count() == 0
    assert client.get(reverse("session-basts", args=[session.code, "semua"])).status_code == 200
    assert NikLook.objects.count() == 2


def test_the_tab_offers_what_there_is_and_the_stack_to_whom_may_open_it(login, session):
    tab = reverse("session-handovers", args=[session.code])
    stack, paper_list = (
        reverse(name, args=[session.code, "terbit"]) for name in ("session-basts", "session-handover-list")
    )
    for role, is_offered in (("pejabat", True), ("petugas", False)):
        page = login(role).get(tab).content.decode()
        assert (stack in page) is is_offered
        assert paper_list in page
        assert "Semua yang terbit, 2 orang" in page


def test_an_angkatan_without_basts_says_what_to_do(login):
    code = TrainingSessionFactory().code
    answer = login("pengurus_barang").get(reverse("session-basts", args=[code, "semua"]), follow=True)
    assert "Belum ada BAST yang terbit" in answer.content.decode()
    assert login("pengurus_barang").get(reverse("session-basts", args=[code, "lain"])).status_code == 404
