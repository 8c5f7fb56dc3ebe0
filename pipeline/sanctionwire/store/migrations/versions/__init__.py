"""The revisions. One that a release has shipped is never changed; a change of the tables is a new one."""
