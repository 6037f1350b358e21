"""Timestamps as text."""

import datetime
from email.utils import format_datetime


def as_text(value, form):
    """`value` in one of the formats of models, by its name in any case."""
    form = form.lower()
    if form == "rfc822":
        return format_datetime(value.replace(microsecond=0), usegmt=True)
    if form == "unixtimestamp":
        seconds = value.timestamp()
        return str(int(seconds) if seconds == int(seconds) else seconds)
    return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
