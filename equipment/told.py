"""The history of goods, decrees and BASTs in words."""

from equipment.enums import HandoverStatus as H
from equipment.enums import UnitStatus as U
from equipment.models import (
    DecreeRecipient,
    DecreeType,
    EarlierAid,
    EquipmentType,
    EquipmentUnit,
    Handover,
    HandoverItem,
    Payment,
    Procurement,
    RecipientDecree,
    SupplyLine,
    SupplyPaper,
    WaitingOverride,
)
from tkm.lib.told import Now, Told, Turn, tell
from training.told import REFERENCE

GOODS, PROCUREMENT, PAYMENTS, DECREES = "Barang", "Pengadaan", "Pembayaran", "SK penerima"
HANDOVERS, AID = "BAST", "Bantuan dan masa tunggu"

tell(EquipmentType, Told.of(REFERENCE, "jenis barang {name}", "jenis barang"))
tell(
    Procurement,
    Told.of(PROCUREMENT, "pengadaan {contract_number}", "pengadaan", made="mencatat", name="{contract_number}"),
)
tell(
    SupplyPaper,
    Told.of(
        PROCUREMENT,
        "{kind} {number}",
        "dokumen pengadaan",
        made="mencatat",
        name="{kind} {number}",
        turns=(
            Turn("voided_at", Now.FILLED, ("membatalkan {kind} {number}: {void_reason}", "membatalkan {n} dokumen")),
            Turn("scan", Now.CHANGED, ("mengunggah pindaian {kind} {number}", "mengunggah {n} pindaian dokumen")),
        ),
    ),
)
tell(
    SupplyLine,
    Told.of(
        PROCUREMENT,
        "{quantity} barang dalam {paper}",
        "baris dokumen",
        made="menghitung",
        name="{paper__number}: {quantity}",
    ),
)
tell(
    Payment,
    Told.of(
        PAYMENTS,
        "pembayaran SP2D {sp2d_number}, {amount}",
        "pembayaran",
        made="mencatat",
        name="SP2D {sp2d_number}",
        turns=(
            Turn(
                "voided_at",
                Now.FILLED,
                ("membatalkan pembayaran SP2D {sp2d_number}: {void_reason}", "membatalkan {n} pembayaran"),
            ),
        ),
    ),
)
tell(
    EquipmentUnit,
    Told.of(
        GOODS,
        "{serial_number}",
        "barang",
        made="menerima",
        name="{serial_number}",
        turns=(
            Turn(
                "status",
                U.AVAILABLE,
                ("mengembalikan {serial_number} ke persediaan", "mengembalikan {n} barang ke persediaan"),
                was=(U.RESERVED, U.HANDED_OVER, U.RETURNED, U.LOST),
            ),
            Turn("status", U.AVAILABLE, ("memeriksa {serial_number}: baik", "memeriksa {n} barang: baik")),
            Turn(
                "status",
                U.DEFECTIVE,
                ("memeriksa {serial_number}: rusak, {condition_note}", "memeriksa {n} barang: rusak"),
            ),
            Turn("status", U.RESERVED, ("mengalokasikan {serial_number}", "mengalokasikan {n} barang")),
            Turn("status", U.HANDED_OVER, ("menyerahkan {serial_number}", "menyerahkan {n} barang")),
            Turn("status", U.RETURNED, ("menerima kembali {serial_number}", "menerima kembali {n} barang")),
            Turn("status", U.LOST, ("mencatat {serial_number} hilang", "mencatat {n} barang hilang")),
            Turn(
                "status",
                U.WRITTEN_OFF,
                ("menghapuskan {serial_number}: {write_off_reason}", "menghapuskan {n} barang"),
            ),
            Turn(
                "serial_number",
                Now.CHANGED,
                ("memperbaiki nomor seri menjadi {serial_number}", "memperbaiki {n} nomor seri"),
            ),
        ),
    ),
)
tell(
    RecipientDecree,
    Told.of(
        DECREES,
        "SK {number}",
        "SK",
        made="mencatat",
        name="SK {number__text}",
        turns=(Turn("scan", Now.CHANGED, ("mengunggah pindaian SK {number}", "mengunggah {n} pindaian SK")),),
    ),
)
tell(
    DecreeType,
    Told(
        kind=DECREES,
        made=("mencantumkan {equipmenttype} dalam SK", "mencantumkan {n} jenis bantuan dalam SK"),
        changed=("mengganti jenis bantuan menjadi {equipmenttype}", "mengganti {n} jenis bantuan"),
        gone=("mencoret {equipmenttype} dari SK", "mencoret {n} jenis bantuan dari SK"),
        name="{equipmenttype__name}",
    ),
)
tell(
    DecreeRecipient,
    Told(
        kind=DECREES,
        made=(
            "mencantumkan {registration} dalam {decree}, urutan {position}",
            "mencantumkan {n} penerima dalam {decree}",
        ),
        changed=("mengubah urutan {registration} dalam {decree}", "mengubah urutan {n} penerima dalam {decree}"),
        gone=("mencoret {registration} dari {decree}", "mencoret {n} penerima dari {decree}"),
        name="{registration__participant__name}, urutan {position}",
    ),
)
tell(
    EarlierAid,
    Told.of(
        AID,
        "bantuan sebelumnya: {type} dari {source}",
        "bantuan sebelumnya",
        made="mencatat",
        name="{type__name} dari {source}",
    ),
)
tell(
    WaitingOverride,
    Told.of(
        AID,
        "permintaan pengecualian masa tunggu {registration}: {reason}",
        "permintaan pengecualian",
        made="mencatat",
        name="pengecualian {type__name}",
        turns=(
            Turn(
                "granted_at",
                Now.FILLED,
                ("memberi pengecualian masa tunggu {registration}", "memberi {n} pengecualian masa tunggu"),
            ),
            Turn(
                "handover",
                Now.CHANGED,
                ("memakai pengecualian masa tunggu untuk {handover}", "memakai {n} pengecualian masa tunggu"),
            ),
        ),
    ),
)
tell(
    Handover,
    Told(
        kind=HANDOVERS,
        made=("menyiapkan draf BAST untuk {registration}", "menyiapkan {n} draf BAST"),
        changed=("mengubah BAST untuk {registration}", "mengubah {n} BAST"),
        gone=("menghapus draf BAST untuk {registration}", "menghapus {n} draf BAST"),
        name="BAST {number__text}|draf BAST untuk {registration__participant__name}",
        turns=(
            Turn("status", H.ISSUED, ("menerbitkan BAST {number} untuk {registration}", "menerbitkan {n} BAST")),
            Turn("status", H.HANDED_OVER, ("menyerahkan barang BAST {number}", "menyerahkan barang {n} BAST")),
            Turn(
                "status",
                H.COMPLETE,
                ("memeriksa dan menerima pindaian BAST {number}", "memeriksa dan menerima {n} pindaian BAST"),
            ),
            Turn("status", H.VOIDED, ("membatalkan BAST {number}: {void_reason}", "membatalkan {n} BAST")),
            Turn("paper", Now.CHANGED, ("mencetak ulang BAST {number}", "mencetak ulang {n} BAST")),
            Turn("scan", Now.CHANGED, ("mengunggah BAST {number} bertanda tangan", "mengunggah {n} BAST")),
            Turn(
                "scan_refusal",
                Now.FILLED,
                ("menolak pindaian BAST {number}: {scan_refusal}", "menolak {n} pindaian BAST"),
            ),
        ),
    ),
)
tell(
    HandoverItem,
    Told(
        kind=HANDOVERS,
        made=("memasukkan {unit} ke draf BAST", "memasukkan {n} barang ke draf BAST"),
        changed=("mengubah baris {unit} pada BAST", "mengubah {n} baris BAST"),
        gone=("melepas {unit} dari draf BAST", "melepas {n} barang dari draf BAST"),
        name="{unit__serial_number}",
        turns=(
            Turn("is_binding", True, ("mengikat {unit} pada BAST", "mengikat {n} barang pada BAST")),
            Turn("is_binding", False, ("membebaskan {unit} dari BAST", "membebaskan {n} barang dari BAST")),
        ),
    ),
)
