"""Many results → one: what units, years and runs have to say together. Stands below the reports, which lay it out."""
