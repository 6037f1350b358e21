"""The metadata service of EC2."""

from case import ERROR, NOTHING, Case, Hangup, Keys, Raw, Silence

GOOD = Keys("AKIDINSTANCE")
TWICE = {"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "2"}


def asks(name, gives="AKIDINSTANCE", by="iam-role", env=(), keys=GOOD, **peers):
    """A case with answers of the service: `token`, `role`, `keys`."""
    by = None if gives in (ERROR, NOTHING) else by
    answers = {f"imds-{peer}": answer for peer, answer in {**peers, "keys": keys}.items()}
    return Case(f"instance: {name}", gives, by, env=dict(env), peers=answers)


CASES = [
    asks("keys"),
    asks("endpoint with a slash", env={"AWS_EC2_METADATA_SERVICE_ENDPOINT": "<peer>/"}),
    asks("endpoint and IPv6", env={"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "ipv6", "AWS_IMDS_USE_IPV6": "true"}),
    asks("endpoint that is no URL", ERROR, env={"AWS_EC2_METADATA_SERVICE_ENDPOINT": "not a url"}),
    asks("disabled", NOTHING, env={"AWS_EC2_METADATA_DISABLED": "TRUE"}),
    asks("disabled by another word", env={"AWS_EC2_METADATA_DISABLED": "yes"}),
    asks("nobody there", NOTHING, env={"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"}),
    asks("no token 403", token=Raw(403)),
    asks("no token 404", token=Raw(404)),
    asks("no token 405", token=Raw(405)),
    asks("bad request 400", NOTHING, token=Raw(400)),
    asks("token broken", token=Raw(500)),
    asks("token broken once", token=[Raw(500), Raw(body="later-token")], env=TWICE),
    asks("token broken at first", token=[Raw(500), Raw(body="later-token")]),
    asks("token silent at first", token=[Silence(1.5), Raw(body="later-token")]),
    asks("role broken at first", NOTHING, role=[Raw(503), Raw(body="my-role")]),
    asks("keys silent at first", NOTHING, keys=[Silence(1.5), GOOD]),
    asks("one attempt", NOTHING, role=[Raw(503), Raw(body="my-role")], env={"AWS_METADATA_SERVICE_NUM_ATTEMPTS": "1"}),
    asks("token empty", token=Raw(200, "")),
    asks("token hangs up", token=Hangup()),
    asks("token silent", token=Silence(1.5)),
    asks("v1 disabled", ERROR, token=Raw(404), env={"AWS_EC2_METADATA_V1_DISABLED": "true"}),
    asks("v1 disabled, v2 there", env={"AWS_EC2_METADATA_V1_DISABLED": "true"}),
    asks("v1 disabled, token silent", ERROR, token=Silence(1.5), env={"AWS_EC2_METADATA_V1_DISABLED": "true"}),
    asks("no role", NOTHING, role=Raw(404)),
    asks("role empty", NOTHING, role=Raw(200, "")),
    asks("role broken once", role=[Raw(503), Raw(body="my-role")], env=TWICE),
    asks("role broken", NOTHING, role=Raw(503)),
    asks("keys broken", NOTHING, keys=Raw(500)),
    asks("keys silent", NOTHING, keys=Silence(1.5)),
    asks("keys silent, longer limit", keys=[Silence(1.5), GOOD], env={**TWICE, "AWS_METADATA_SERVICE_TIMEOUT": "1"}),
    asks("keys garbage", NOTHING, keys=Raw(200, "<html>")),
    asks("keys garbage once", keys=[Raw(200, "{"), GOOD], env=TWICE),
    asks("keys refused", NOTHING, keys=Raw(200, '{"Code": "AssumeRoleUnauthorizedAccess", "Message": "no"}')),
    asks("without a secret", NOTHING, keys=Keys("AKIDINSTANCE", SecretAccessKey=None)),
    asks("without a token of the keys", NOTHING, keys=Keys("AKIDINSTANCE", Token=None)),
    asks("without an end", NOTHING, keys=Keys("AKIDINSTANCE", Expiration=None)),
    asks("kept", ["AKIDINSTANCE", "AKIDINSTANCE"], keys=[GOOD, Keys("AKIDTOO")]),
    asks("over is used on", ["AKIDFIRST", "AKIDFIRST"], keys=[Keys("AKIDFIRST", -5), Keys("AKIDSECOND")]),
    asks("near the end is used on", ["AKIDFIRST", "AKIDFIRST"], keys=[Keys("AKIDFIRST", 5), Keys("AKIDSECOND")]),
    Case(
        "instance: endpoint in the profile",
        "AKIDINSTANCE",
        "iam-role",
        config="[default]\nec2_metadata_service_endpoint = <peer>\nmetadata_service_num_attempts = 2\n",
        env={"AWS_EC2_METADATA_SERVICE_ENDPOINT": None},
        peers={"imds-keys": [Raw(500), GOOD]},
    ),
    Case(
        "instance: v1 disabled in the profile",
        ERROR,
        config="[default]\nec2_metadata_v1_disabled = true\n",
        peers={"imds-token": Raw(404), "imds-keys": GOOD},
    ),
]
