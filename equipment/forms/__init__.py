"""Forms of equipment, one module per capability."""
