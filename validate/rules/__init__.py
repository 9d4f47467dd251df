"""One file per rule that is more than a formula; formulas are entries in schemas/relations.yaml."""
