"""Addresses of equipment."""

from django.urls import path

from equipment.views import drafts, handovers, issue_many, issuing, scans, wordings

urlpatterns = [
    path("naskah/pratinjau/", wordings.wording_preview, name="wording-preview"),
    path("serah-terima/", handovers.handover_list, name="handover-list"),
    path("serah-terima/baru/", drafts.handover_create, name="handover-create"),
    path("serah-terima/baru/<int:decree>/", drafts.handover_draft, name="handover-draft"),
    path("serah-terima/<int:pk>/", handovers.handover_detail, name="handover-detail"),
    path("serah-terima/<int:pk>/ubah/", drafts.handover_edit, name="handover-edit"),
    path("serah-terima/<int:pk>/hapus/", drafts.handover_delete, name="handover-delete"),
    path("serah-terima/<int:pk>/barang/", drafts.handover_units, name="handover-units"),
    path("serah-terima/<int:pk>/barang/<int:item>/lepas/", drafts.handover_unit_remove, name="handover-unit-remove"),
    path("serah-terima/<int:pk>/pratinjau/", issuing.handover_preview, name="handover-preview"),
    path("serah-terima/<int:pk>/terbitkan/", issuing.handover_issue, name="handover-issue"),
    path("serah-terima/<int:pk>/cetak-ulang/", issuing.handover_reprint, name="handover-reprint"),
    path("serah-terima/<int:pk>/bast/", issuing.handover_paper, name="handover-paper"),
    path("serah-terima/<int:pk>/bast/<int:revision>/", issuing.handover_paper, name="handover-paper-revision"),
    path("serah-terima/<int:pk>/serahkan/", issuing.handover_hand_over, name="handover-hand-over"),
    path("serah-terima/<int:pk>/pindaian/", scans.handover_scan, name="handover-scan"),
    path("serah-terima/<int:pk>/pindaian/lihat/", scans.handover_scan_open, name="handover-scan-open"),
    path("serah-terima/<int:pk>/periksa/", scans.handover_check, name="handover-check"),
    path("serah-terima/<int:pk>/batalkan/", scans.handover_void, name="handover-void"),
    path("serah-terima/<int:pk>/bantuan-sebelumnya/", scans.handover_earlier_aid, name="handover-earlier-aid"),
    path("serah-terima/<int:pk>/pengecualian/", scans.handover_override, name="handover-override"),
    path(
        "serah-terima/<int:pk>/pengecualian/<int:override>/beri/",
        scans.handover_override_grant,
        name="handover-override-grant",
    ),
    path("pelatihan/<slug:code>/serah-terima/", handovers.session_handovers, name="session-handovers"),
    path(
        "pelatihan/<slug:code>/serah-terima/terbitkan/",
        issue_many.session_handovers_issue,
        name="session-handovers-issue",
    ),
]
