"""The letter that asks a unit to correct what was confirmed."""
