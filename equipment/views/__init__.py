"""Pages of equipment, one module per capability."""
