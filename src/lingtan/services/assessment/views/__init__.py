"""What the pages of the assessment show: a kept site by a standard, its park, the catalogue of measures, published claims."""
