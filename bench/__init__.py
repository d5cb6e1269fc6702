"""`make bench`: the product at the size of a province, in a database of its own, every page measured."""
