"""Scalars of NumPy stand for those of Python."""

from __future__ import annotations

import numpy as np

from plaudit import message
from plaudit.v1 import feedback_pb2


def test_scalars_of_numpy_are_those_of_python(client, session):
    stored = client.submit_feedback(
        target=message(session, "m"),
        value=np.float32(0.5),
        rating=np.int64(feedback_pb2.RATING_POSITIVE),
        metadata={"score": np.float32(0.5), "count": np.int64(3), "ok": np.bool_(True)},
        timeout=np.float64(30),
    ).feedback
    assert stored.value.number_value == 0.5
    assert dict(stored.metadata) == {"score": 0.5, "count": 3, "ok": True}
    for value, kind in ((np.int64(3), "int_value"), (np.bool_(False), "bool_value")):
        changed = client.update_feedback(id=stored.id, value=value).feedback
        assert changed.value.WhichOneof("value") == kind
