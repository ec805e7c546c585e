"""`plaudit stats` against a real server."""

from __future__ import annotations

from plaudit.v1.feedback_pb2 import RATING_NEGATIVE, RATING_POSITIVE
from support.messages import about, register, submit


def test_satisfaction_is_charted_grouped_and_saved(plaudit, tenant, tmp_path):
    for topic, rating in (("billing", RATING_NEGATIVE), ("search", RATING_POSITIVE)):
        submit(tenant, target=about(register(tenant, topic=topic)), rating=rating, text="so it is")
    done = plaudit("stats", "--group-by", "topic", "--out", "chart.png", tenant=tenant)
    assert done.returncode == 0
    for part in ("50.0% satisfied", "2 feedback", "billing", "search"):
        assert part in done.stdout
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    low = plaudit("stats", "--low", "topics", tenant=tenant).stdout
    assert "billing" in low
    assert "so it is" in low


def test_a_namespace_without_feedback_says_so(plaudit, tenant):
    assert "no feedback in this time" in plaudit("stats", tenant=tenant).stdout
