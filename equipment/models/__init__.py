"""What graduates are given: units with serial numbers, the decree that names the recipients, the BAST."""

from equipment.models.decrees import DecreeRecipient, DecreeType, RecipientDecree
from equipment.models.goods import EquipmentType, EquipmentUnit, Procurement
from equipment.models.handovers import EarlierAid, Handover, HandoverItem, WaitingOverride
from equipment.models.supply import Payment, SupplyLine, SupplyPaper

__all__ = [
    "DecreeRecipient",
    "DecreeType",
    "EarlierAid",
    "EquipmentType",
    "EquipmentUnit",
    "Handover",
    "HandoverItem",
    "Payment",
    "Procurement",
    "RecipientDecree",
    "SupplyLine",
    "SupplyPaper",
    "WaitingOverride",
]
