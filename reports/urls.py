"""Addresses of the front page and the reports."""

from django.urls import path

from reports.views import front, report_list, session_report

urlpatterns = [
    path("", front.home, name="home"),
    path("laporan/", report_list.report_list, name="report-list"),
    path("pelatihan/<slug:code>/laporan/", session_report.session_report, name="session-report"),
    path("pelatihan/<slug:code>/laporan/pdf/", session_report.session_report_pdf, name="session-report-pdf"),
    path("pelatihan/<slug:code>/laporan/xlsx/", session_report.session_report_xlsx, name="session-report-xlsx"),
    path("pelatihan/<slug:code>/laporan/barang/", session_report.unit_rows, name="report-units"),
    path("pelatihan/<slug:code>/laporan/<slug:figure>/", session_report.figure_rows, name="report-rows"),
]
