"""Who fills the roles of a trigger: shared by the annotator of groups and the extractor of sanctions."""
