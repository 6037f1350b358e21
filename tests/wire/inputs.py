"""Random inputs of operations."""

from values import Values

XML = ("rest-xml", "query", "ec2")


# The algorithms that botocore computes without its extra package.
CHECKSUMS = ["CRC32", "SHA1", "SHA256"]


def make(random, service, operation):
    """An input of `operation` of `service` that botocore accepts."""
    shape = operation.input_shape
    if shape is None:
        return {}
    controls = operation.service_model.resolved_protocol not in XML
    values = Values(random, controls, complete=True, unions=service.unions)
    fixed = dict(service.texts)
    if operation.http_checksum:
        fixed[operation.http_checksum.get("requestAlgorithmMember")] = CHECKSUMS
    labels = {parameter.member_name for parameter in operation.context_parameters}
    result = {}
    for name, member in shape.members.items():
        if not _is_wanted(values, operation, shape, name, member):
            continue
        if name in fixed:
            result[name] = random.choice(fixed[name])
        else:
            result[name] = values.of(member, 0, _place(name, member, labels))
    _fit_length(shape, result)
    return result


def _fit_length(shape, result):
    """Gives a member that is the header `Content-Length` the length of the body: we refuse any other, botocore does not."""
    payload = shape.serialization.get("payload")
    for name, member in shape.members.items():
        if name in result and member.serialization.get("name") == "Content-Length":
            body = result.get(payload, b"")
            result[name] = len(body.encode() if isinstance(body, str) else body)


def _is_wanted(values, operation, shape, name, member):
    if name in operation.idempotent_members:
        return values.chance(0.2)
    if name in shape.required_members or member.serialization.get("location") == "uri":
        return True
    return values.wants(0)


def _place(name, member, labels):
    if member.serialization.get("hostLabel") or name in labels:
        return "host"
    location = member.serialization.get("location")
    return "header" if location == "headers" else location
