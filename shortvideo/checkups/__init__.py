"""What the doctor looks at, one file a part of the house; each check is a function that returns its findings."""
