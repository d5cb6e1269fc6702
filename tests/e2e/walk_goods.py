"""From a decree to the checked scan of a signed BAST, through the pages."""

from datetime import date

from playwright.sync_api import Page, expect

from tests.e2e.walk_training import follow, press, tab, typed

SERIAL = "JM100-0141"


def record_decree(page: Page, code: str, day: date) -> None:
    """Verifikator: the SK as it was signed, with all graduates of the angkatan."""
    page.goto("/sk-penerima/")
    follow(page, "Catat SK")
    page.get_by_label("Nomor SK").fill("500.15/41/KEP/CONTOH")
    page.get_by_label("Tanggal SK").fill(typed(day))
    page.get_by_label("Berlaku sejak").fill(typed(day))
    page.get_by_label("Tentang").fill("Penetapan Penerima Bantuan Peralatan Kerja")
    page.get_by_label("Ditetapkan oleh").fill("Kepala Dinas")
    page.get_by_label("Mesin jahit portabel").check()
    press(page, "Catat SK")
    page.get_by_label("Tambah penerima dari angkatan").select_option(code)
    press(page, "Tampilkan")
    follow(page, "Centang semua")
    press(page, "Simpan daftar")


def receive_machine(page: Page, day: date) -> None:
    """Pengurus barang: the contract, the one machine it brings, and that it is sound."""
    page.goto("/barang/pengadaan/")
    follow(page, "Catat pengadaan")
    page.get_by_label("Nomor kontrak atau SPK").fill("027/15")
    page.get_by_label("Tanggal kontrak").fill(typed(day))
    page.get_by_label("Penyedia").fill("CV Contoh Jaya")
    page.get_by_label("Jenis barang").select_option("Mesin jahit portabel")
    page.get_by_label("Merek dan tipe").fill("Contoh JM-100")
    page.get_by_label("Jumlah menurut kontrak").fill("1")
    page.get_by_label("Harga satuan (Rp)").fill("2.500.000")
    page.get_by_label("Sumber dana").select_option("APBD")
    page.get_by_label("Kode rekening belanja").fill("5.1.02.01.01.0039")
    press(page, "Simpan pengadaan")
    follow(page, "Terima barang")
    page.get_by_role("textbox", name="Nomor seri").fill(SERIAL)
    page.get_by_label("Tanggal diterima").fill(typed(day))
    press(page, "Catat barang masuk")
    page.get_by_label(f"Centang {SERIAL}").check()
    page.get_by_label("Baik, siap diserahkan").check()
    press(page, "Catat hasil pemeriksaan")


def issue_bast(page: Page, recipient: str) -> bytes:
    """Pengurus barang: a draft for one graduate, issued; returns the PDF that the link opens."""
    page.goto("/serah-terima/")
    follow(page, "Siapkan BAST")
    page.get_by_role("link", name=f"Buat draf untuk {recipient}").click()
    press(page, "Simpan draf")
    follow(page, "Terbitkan dan cetak BAST")
    press(page, "Terbitkan dan cetak BAST")
    link = page.get_by_role("link", name="Buka dan cetak BAST")
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def hand_over(page: Page, signed: bytes) -> str:
    """Pengurus barang, on the page of the BAST: handed over, signed, scanned. Returns the code on the paper."""
    follow(page, "Catat penyerahan")
    press(page, "Catat penyerahan")
    code = page.get_by_role("definition").get_by_role("link").locator("code").inner_text()
    follow(page, "Unggah BAST yang sudah ditandatangani")
    page.get_by_label("BAST yang sudah ditandatangani").set_input_files(
        {"name": "bast.pdf", "mimeType": "application/pdf", "buffer": signed}
    )
    press(page, "Unggah BAST")
    expect(page.get_by_text("Pindaian menunggu diperiksa")).to_be_visible()
    return code


def check_scan(page: Page, recipient: str) -> None:
    """Verifikator: the second pair of eyes."""
    page.goto("/serah-terima/")
    page.get_by_role("link", name=recipient).click()
    follow(page, "Periksa pindaian")
    press(page, "Terima pindaian")
    expect(page.get_by_text("Sudah diperiksa")).to_be_visible()


def figures(page: Page, address: str) -> list[str]:
    """Pejabat: what the report of the angkatan says beside its bars."""
    page.goto(address)
    tab(page, "Laporan")
    bars = page.locator(".funnel tr")
    expect(bars.first).to_be_visible()
    return [f"{bar.locator('th').inner_text()} {bar.get_by_role('link').inner_text()}" for bar in bars.all()]
