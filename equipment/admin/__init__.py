"""Equipment in /admin/, one module per capability."""

from equipment.admin import decrees, goods, handovers, supply

__all__ = ["decrees", "goods", "handovers", "supply"]
