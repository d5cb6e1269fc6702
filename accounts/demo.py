"""Whom the demo lets in: `demo.staff` makes them, the log-in page and `make run` name them."""

LOGINS = {
    "petugas": "Petugas pendaftaran",
    "verifikator": "Verifikator",
    "verifikator2": "Verifikator kedua",
    "instruktur": "Instruktur",
    "pengurus_barang": "Pengurus barang",
    "pejabat": "Pejabat",
    "pejabat2": "Pejabat kedua",
    "administrator": "Administrator",
}
