"""Addresses of the front page and the reports."""

from django.urls import path

from reports.views import front, report_list, session_report, year_report

urlpatterns = [
    path("", front.home, name="home"),
    path("laporan/", report_list.report_list, name="report-list"),
    path("laporan/tahun/", year_report.year_latest, name="year-latest"),
    path("laporan/tahun/<int:year>/", year_report.year_report, name="year-report"),
    path("laporan/tahun/<int:year>/pdf/", year_report.year_report_pdf, name="year-report-pdf"),
    path("laporan/tahun/<int:year>/xlsx/", year_report.year_report_xlsx, name="year-report-xlsx"),
    path("laporan/tahun/<int:year>/data-terbuka/", year_report.year_open_data, name="year-open-data"),
    path("laporan/tahun/<int:year>/barang/", year_report.year_units, name="year-units"),
    path("laporan/tahun/<int:year>/<slug:figure>/", year_report.year_rows, name="year-rows"),
    path("pelatihan/<slug:code>/laporan/", session_report.session_report, name="session-report"),
    path("pelatihan/<slug:code>/laporan/pdf/", session_report.session_report_pdf, name="session-report-pdf"),
    path("pelatihan/<slug:code>/laporan/xlsx/", session_report.session_report_xlsx, name="session-report-xlsx"),
    path("pelatihan/<slug:code>/laporan/barang/", session_report.unit_rows, name="report-units"),
    path("pelatihan/<slug:code>/laporan/<slug:figure>/", session_report.figure_rows, name="report-rows"),
]
