"""Whole calls: from applications and marks to awards, and what happens to a selection afterwards."""
