"""Timestamps as text."""

import datetime
from email.utils import format_datetime


def as_text(value, form):
    """`value` in one of the formats of models, by its name in any case, or in one that headers have as well."""
    form = form.lower()
    if form == "rfc822":
        return format_datetime(value.replace(microsecond=0), usegmt=True)
    if form == "asctime":
        return value.strftime("%a %b ") + f"{value.day:2}" + value.strftime(" %H:%M:%S %Y")
    if form == "rfc850":
        return value.strftime("%A, %d-%b-%y %H:%M:%S GMT")
    if form == "proxy":
        return value.strftime("%a ") + f"{value.day} " + value.strftime("%b %Y %H:%M:%S UTC")
    if form == "unixtimestamp":
        seconds = value.timestamp()
        return str(int(seconds) if seconds == int(seconds) else seconds)
    return value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "Z")
