"""SigV4a for botocore, which signs by it only with an extra package, and computes other checksums where that is there."""

from botocore.auth import SigV4Auth

ALGORITHM = "AWS4-ECDSA-P256-SHA256"
SIGNATURE = ", Signature="


class Asymmetric(SigV4Auth):
    """Signs as SigV4a does but for the signature's number: the runtime's own tests have some to compare with."""

    def scope(self, request):
        date = request.context["timestamp"][:8]
        return "/".join([self.credentials.access_key, date, self._service_name, "aws4_request"])

    def _modify_request_before_signing(self, request):
        super()._modify_request_before_signing(request)
        if "X-Amz-Region-Set" in request.headers:
            del request.headers["X-Amz-Region-Set"]
        request.headers["X-Amz-Region-Set"] = self._region_name

    def _inject_signature_to_request(self, request, signature):
        names = self.signed_headers(self.headers_to_sign(request))
        request.headers["Authorization"] = f"{ALGORITHM} Credential={self.scope(request)}, SignedHeaders={names}"
        return request


def without_number(header):
    """The header `Authorization` as `Asymmetric` writes it."""
    if header is not None and header.startswith(ALGORITHM):
        return header.partition(SIGNATURE)[0]
    return header
