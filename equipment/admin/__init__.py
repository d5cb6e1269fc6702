"""Equipment in /admin/, one module per capability."""

from equipment.admin import decrees, goods, handovers

__all__ = ["decrees", "goods", "handovers"]
