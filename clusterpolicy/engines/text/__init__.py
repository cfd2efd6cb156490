"""What a person reads: phrases, statements, the report of a decision, the rulebook of a call. Nothing decides here."""
