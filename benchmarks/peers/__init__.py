"""Who runs the same errand: each module has ``load(errand)``, which reads every page and leaves the works in a database."""
