"""botocore, with everything fixed that differs between runs, and without a network."""

import copy
import datetime
import io
import json
import os
import time
import types
from dataclasses import dataclass, field
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import botocore.config
import botocore.exceptions
import botocore.parsers
import botocore.session
from botocore.auth import S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.credentials import Credentials
from botocore.tokens import FrozenAuthToken

from asymmetric import Asymmetric

NOW = datetime.datetime(2026, 1, 1)
KEY_ID = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
REGION = "us-east-1"
TOKEN = "00000000-0000-4000-8000-000000000000"
BEARER = "wire-bearer-token"

# What the signer adds; it is taken away before a request is signed again.
SIGNED = ("authorization", "x-amz-date")
SIGNED_FORM = ("AWSAccessKeyId", "Signature", "SignatureMethod", "SignatureVersion", "Timestamp")


@dataclass
class Response:
    """An answer of a service."""

    status: int = 200
    headers: dict = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Call:
    """What botocore made of an input and a response: the request and, of the other three, the one that applies."""

    request: object = None
    output: dict = None
    error: dict = None
    exception: str = None
    refusal: str = None

# The answer where botocore first asks which endpoint to call.
ENDPOINT = {"Endpoints": [{"Address": "discovered.example", "CachePeriodInMinutes": 60}]}
DISCOVERED = Response(200, {}, json.dumps(ENDPOINT).encode())


class _Raw(io.BytesIO):
    """The body of a response as botocore's HTTP layer hands it over."""

    def stream(self, *_, **__):
        yield self.read()


def fix_everything():
    """Fixes the clock and the tokens, and takes settings of the machine away."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "BOTO"))]:
        del os.environ[name]
    nowhere = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    os.environ.update(nowhere, AWS_EC2_METADATA_DISABLED="true")
    uuids = types.SimpleNamespace(uuid4=lambda: TOKEN)
    mock.patch("botocore.auth.get_current_datetime", lambda remove_tzinfo=True: NOW).start()
    mock.patch("botocore.signers.get_current_datetime", lambda remove_tzinfo=True: NOW).start()
    # SigV2 asks another clock
    mock.patch("botocore.auth.time", types.SimpleNamespace(gmtime=NOW.timetuple, strftime=time.strftime)).start()
    mock.patch("botocore.handlers.uuid", uuids).start()
    mock.patch.dict("botocore.auth.AUTH_TYPE_MAPS", v4a=Asymmetric).start()


class Reference:
    """botocore's client of one service."""

    def __init__(self, service):
        session = botocore.session.Session()
        session.set_credentials(KEY_ID, SECRET)
        # for services that take a token in place of a signature
        provider = types.SimpleNamespace(load_token=lambda **_: FrozenAuthToken(BEARER))
        session.register_component("token_provider", provider)
        config = botocore.config.Config(retries={"total_max_attempts": 1})
        self.client = session.create_client(service, region_name=REGION, config=config)
        # in old regions botocore presigns for S3 by SigV2 unless it is told
        v4 = config.merge(botocore.config.Config(signature_version="s3v4"))
        presigning = v4 if self.client.meta.config.signature_version == "s3v4" else config
        self.presigning = session.create_client(service, region_name=REGION, config=presigning)
        self.client.meta.events.register_first("before-send", self._answer)
        self.model = self.client.meta.service_model
        discovery = self.model.endpoint_discovery_operation
        self.discovery = discovery and discovery.name
        self._request = self._response = self._is_discovery = None

    def operations(self):
        """The models of the operations the client has, in the model's order."""
        methods = self.client.meta.method_to_api_mapping
        has = {name for method, name in methods.items() if hasattr(self.client, method)}
        return [self.model.operation_model(name) for name in self.model.operation_names if name in has]

    def call(self, operation, given, response):
        """Calls `operation` with `given`, which is answered with `response`."""
        self._request, self._response = None, response
        self._is_discovery = operation == self.discovery
        call = Call()
        try:
            output = self.client._make_api_call(operation, copy.deepcopy(given))
            call.output = {name: _collected(value) for name, value in output.items()}
        except botocore.exceptions.ClientError as error:
            call.error = error.response
            name = type(error).__name__
            call.exception = None if name == "ClientError" else name
        except Exception as error:  # whatever it is, the request may have been sent, and no output came of it
            call.refusal = f"{type(error).__name__}: {error}"
        call.request = self._request
        return call

    def _answer(self, request, event_name, **_):
        response = self._response
        if event_name.rpartition(".")[2] == self.discovery and not self._is_discovery:
            response = DISCOVERED
        else:
            self._request = request
        return AWSResponse(request.url, response.status, response.headers, _Raw(response.body))

    def signature(self, operation, context, ours):
        """The signature of our request after botocore has signed it as it signed its own, whose context is given."""
        if self.client._request_signer._choose_signer(operation, "standard", context) == "v2":
            return self._of_form(operation, context, ours)
        request = AWSRequest(method=ours["method"], url=ours["url"], data=ours["body"])
        for name, value in ours["headers"].items():
            if name not in SIGNED:
                request.headers[name] = value
        request.context = dict(context)
        if request.headers.get("x-amz-content-sha256") == "UNSIGNED-PAYLOAD":
            # whether that is as it should be shows in the header itself
            settings = types.SimpleNamespace(s3={"payload_signing_enabled": False})
            request.context["client_config"] = settings
        self.client._request_signer.sign(operation, request)
        value = request.headers.get("authorization")
        return value and text(value)

    def is_bearer(self, operation):
        """Whether calls go with a token, so that there is nothing to presign."""
        return self.client._request_signer._choose_signer(operation.name, "standard", {"auth_type": operation.resolved_auth_type}) == "bearer"

    def presigned(self, operation, given, seconds):
        """The URL for the input `given`, if botocore can make one: it cannot by SigV4a."""
        methods = self.client.meta.method_to_api_mapping
        method = next(method for method, name in methods.items() if name == operation.name)
        try:
            return self.presigning.generate_presigned_url(method, copy.deepcopy(given), seconds)
        except botocore.exceptions.UnsupportedSignatureVersionError:
            return None

    def unsigned(self, operation, given):
        """Method and URL of the presigned request, without the signature."""
        context = {"is_presign_request": True, "use_global_endpoint": False}
        client = self.presigning
        params = client._emit_api_params(copy.deepcopy(given), operation, context)
        url, headers, _ = client._resolve_endpoint_ruleset(operation, params, context, ignore_signing_region=True)
        request = client._convert_to_request_dict(params, operation, url, context, headers, False)
        return request["method"], AWSRequest(request["method"], request["url"]).prepare().url

    def query_signature(self, operation, ours):
        """The signature of our presigned request as botocore's signer makes it of URL, headers and body."""
        url, found, _ = ours["url"].rpartition("&X-Amz-Signature=")
        parameters = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
        if not found or parameters["X-Amz-Algorithm"] != "AWS4-HMAC-SHA256":
            return None
        _, _, region, name, _ = parameters["X-Amz-Credential"].split("/")
        of_s3 = self.client.meta.config.signature_version == "s3v4"
        signer = (S3SigV4QueryAuth if of_s3 else SigV4Auth)(Credentials(KEY_ID, SECRET), name, region)
        request = AWSRequest(ours["method"], url, ours["headers"], ours["body"])
        request.context["timestamp"] = parameters["X-Amz-Date"]
        canonical = signer.canonical_request(request)
        return signer.signature(signer.string_to_sign(request, canonical), request)

    def _of_form(self, operation, context, ours):
        """The parameter `Signature` of a form."""
        form = dict(parse_qsl(ours["body"].decode(), keep_blank_values=True))
        for name in SIGNED_FORM:
            form.pop(name, None)
        request = AWSRequest(method=ours["method"], url=ours["url"], data=form)
        request.context = dict(context)
        self.client._request_signer.sign(operation, request)
        return request.data.get("Signature")


def _collected(value):
    """A streamed body read to its end."""
    return value.read() if hasattr(value, "read") else value


def text(value):
    """A header's value as text."""
    return value.decode() if isinstance(value, bytes) else str(value)
