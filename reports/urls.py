"""Addresses of the front page and the reports."""

from django.urls import path

from reports.views import attention, front, history, report_list, search, session_report, year_report

urlpatterns = [
    path("", front.home, name="home"),
    path("cari/", search.search, name="search"),
    path("laporan/", report_list.report_list, name="report-list"),
    path("laporan/perlu-ditindaklanjuti/", attention.attention, name="attention"),
    path("laporan/perlu-ditindaklanjuti/pdf/", attention.attention_pdf, name="attention-pdf"),
    path("laporan/perlu-ditindaklanjuti/<slug:kind>/", attention.attention_rows, name="attention-rows"),
    path("laporan/tahun/", year_report.year_latest, name="year-latest"),
    path("laporan/tahun/<int:year>/", year_report.year_report, name="year-report"),
    path("laporan/tahun/<int:year>/pdf/", year_report.year_report_pdf, name="year-report-pdf"),
    path("laporan/tahun/<int:year>/xlsx/", year_report.year_report_xlsx, name="year-report-xlsx"),
    path("laporan/tahun/<int:year>/data-terbuka/", year_report.year_open_data, name="year-open-data"),
    path("laporan/tahun/<int:year>/barang/", year_report.year_units, name="year-units"),
    path("laporan/tahun/<int:year>/<slug:figure>/", year_report.year_rows, name="year-rows"),
    path("peserta/<int:pk>/riwayat/", history.participant_history, name="participant-history"),
    path("pelatihan/<slug:code>/riwayat/", history.session_history, name="session-history"),
    path("pelatihan/<slug:code>/peserta/<int:pk>/riwayat/", history.registration_history, name="registration-history"),
    path("barang/<int:pk>/riwayat/", history.unit_history, name="unit-history"),
    path("barang/pengadaan/<int:pk>/riwayat/", history.procurement_history, name="procurement-history"),
    path("sk-penerima/<int:pk>/riwayat/", history.decree_history, name="decree-history"),
    path("serah-terima/<int:pk>/riwayat/", history.handover_history, name="handover-history"),
    path("pelatihan/<slug:code>/laporan/", session_report.session_report, name="session-report"),
    path("pelatihan/<slug:code>/laporan/pdf/", session_report.session_report_pdf, name="session-report-pdf"),
    path("pelatihan/<slug:code>/laporan/xlsx/", session_report.session_report_xlsx, name="session-report-xlsx"),
    path("pelatihan/<slug:code>/laporan/barang/", session_report.unit_rows, name="report-units"),
    path("pelatihan/<slug:code>/laporan/<slug:figure>/", session_report.figure_rows, name="report-rows"),
]
