"""Reads dates and times in ISO 8601, of which Python's own types read all only from 3.11 on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime

read_date: Callable[[str], date]
read_time: Callable[[str], datetime]
if sys.version_info >= (3, 11):
    read_date, read_time = date.fromisoformat, datetime.fromisoformat
else:
    from backports import datetime_fromisoformat as backport

    read_date = backport.date_fromisoformat
    read_time = backport.datetime_fromisoformat
