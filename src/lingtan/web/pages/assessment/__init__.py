"""Pages of the assessment: gaps, verdicts, the road to a grade, the park, the catalogue of measures, published claims."""
