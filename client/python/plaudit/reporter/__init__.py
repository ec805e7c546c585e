"""Reports feedback in the background: never blocks the caller, never raises, never sends twice.

`FeedbackReporter` is for threads, `AsyncFeedbackReporter` for asyncio.

**Order.** Feedback is sent in the order in which it was reported, by one thread, so that the last
report of an author on a target under a name is the one that stays.

**Exactly once.** A batch gets a `request_id` before it is sent, and keeps it, with the same
content, through all retries, with `spool="file"` also in the next process. For 24 hours the server
answers a repeated batch with its first response and changes nothing. Later the content itself
protects: the same content again is a replay. Only a batch whose response was lost and that is
repeated more than 24 hours after, with another key, or by another process after the disk refused to
note what was sent, can leave a trace: if it had A and then B of one author on one target, the
feedback still ends as B, with two more revisions. Feedback without `external_user_id` and `user_id`
has the key as its author: with another key it is another feedback.

**Time.** `report` sets `occur_time` to the time of the call, unless it is given. A key without the
scope history.write may set it to at most 24 hours ago: what is older is sent without it rather than
lost, and then bears the time at which it arrives.

**What is lost.** With `spool="memory"`, what was not sent when the process ends. With
`spool="file"`, nothing that `report` has returned for: not when the process is killed, nor when the
server is away for days. But files are not flushed to disk, so a power failure may lose the last
seconds before it. While the disk takes nothing more, feedback is kept in memory. A file with bytes
that cannot be read is put aside under the suffix ".damaged" once what can be read is sent.

**Forks.** A forked child has a queue, a thread and a connection of its own; the parent sends what
it reported. A fork closes the parent's connection first and, on Linux, waits until gRPC has shut
down, for a second at most: a child that is forked in a call, or while gRPC shuts down, can hang or
abort. The call is repeated. If the application keeps other gRPC connections open, gRPC does not
shut down, and the child depends on gRPC's own support for forks, which is not complete.

**The end.** The exit of the interpreter sends what waits; a process that ends with `os._exit`, as
those of multiprocessing do, calls `close` itself.
"""

from plaudit.reporter.aio import AsyncFeedbackReporter
from plaudit.reporter.reporter import FeedbackReporter
from plaudit.reporter.tally import Counts

__all__ = ["AsyncFeedbackReporter", "Counts", "FeedbackReporter"]
