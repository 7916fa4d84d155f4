"""Jobs: long work that survives a restart, on the record's own database, each step of it done once in effect."""

from lingtan.jobs.desk import Jobs
from lingtan.jobs.job import Job, JobError, JobPage, JobState
from lingtan.jobs.kind import JobKind, Task

__all__ = ["Job", "JobError", "JobKind", "JobPage", "JobState", "Jobs", "Task"]
