"""Equipment in /admin/, one module per capability."""

from equipment.admin import decrees, goods

__all__ = ["decrees", "goods"]
