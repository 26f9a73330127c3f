"""What Prometheus may read at /metrics."""

from prometheus_client import Counter, Gauge, Histogram

UPDATES = Counter("zhuanban_updates_total", "Updates handled", ["kind", "outcome"])
UPDATE_SECONDS = Histogram("zhuanban_update_seconds", "Time spent on one update")
DELIVERIES = Counter("zhuanban_deliveries_total", "Bot API calls made", ["method", "outcome"])
DELIVERY_DELAY = Histogram(
    "zhuanban_delivery_delay_seconds",
    "From the cause of a message to its arrival",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300),
)
DUES = Counter("zhuanban_due_total", "Due rows handled", ["kind", "outcome"])
DUE_LATENESS = Histogram(
    "zhuanban_due_lateness_seconds", "How late a due row was taken", buckets=(0.5, 1, 2, 5, 30, 300, 3600)
)
INBOX_WAITING = Gauge("zhuanban_inbox_waiting", "Updates that wait")
OUTBOX_WAITING = Gauge("zhuanban_outbox_waiting", "Messages that wait")
