"""Settings other than credentials: from variables, the profile, both, nested ones."""

from case import Case, lines_of, variables

# Values that are no defaults, by botocore's names.
BOOLEANS = [
    "ec2_metadata_v1_disabled",
    "imds_use_ipv6",
    "use_dualstack_endpoint",
    "use_fips_endpoint",
    "ignore_configured_endpoint_urls",
    "disable_request_compression",
    "disable_host_prefix_injection",
]
WORDS = {
    "region": "eu-west-1",
    "ca_bundle": "/some/bundle.pem",
    "metadata_service_timeout": "7",
    "metadata_service_num_attempts": "3",
    "ec2_metadata_service_endpoint": "http://127.0.0.1:2/",
    "ec2_metadata_service_endpoint_mode": "ipv6",
    "sts_regional_endpoints": "legacy",
    "retry_mode": "adaptive",
    "defaults_mode": "in-region",
    "max_attempts": "9",
    "sdk_ua_app_id": "my-app",
    "request_min_compression_size_bytes": "99",
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
    "account_id_endpoint_mode": "required",
    "auth_scheme_preference": "sigv4a,sigv4",
    "endpoint_discovery_enabled": "true",
    "s3_disable_express_session_auth": "true",
}
OTHERS = {
    "region": "us-west-2",
    "ca_bundle": "/other/bundle.pem",
    "metadata_service_timeout": "8",
    "retry_mode": "legacy",
    "max_attempts": "2",
    "use_fips_endpoint": "false",
    "disable_request_compression": "false",
    "account_id_endpoint_mode": "disabled",
}
# Names of variables that are not AWS_ and the key.
NAMES = {"region": "AWS_DEFAULT_REGION"}
NESTED = """s3 =
  addressing_style = path
  use_accelerate_endpoint = true
  use_dualstack_endpoint = true
  payload_signing_enabled = true
  use_arn_region = false
  us_east_1_regional_endpoint = regional
"""


def by_variables(values):
    return {NAMES.get(key, f"AWS_{key.upper()}"): value for key, value in values.items()}


def given(name, config="[default]\n", env=(), gives="AKIDENV", by="env", **more):
    """A case in which all settings are compared; that botocore has those of the case is seen in `settings`."""
    env = {"AWS_DEFAULT_REGION": None, **variables("AKIDENV"), **dict(env)}
    return Case(f"settings: {name}", gives, by, config=config, env=env, **{"settings": {}, **more})


TRUE = {key: "true" for key in BOOLEANS}
ALL = {**WORDS, **TRUE}
IN_PROFILE = "[default]\n" + lines_of(ALL)
CASES = [
    given("defaults", settings={"region": None, "retry_mode": "standard"}),
    given("of variables", env=by_variables(ALL), settings=ALL),
    given("of the profile", IN_PROFILE, env={"AWS_EC2_METADATA_SERVICE_ENDPOINT": None}, settings=ALL),
    given("of both", IN_PROFILE, env=by_variables(OTHERS), settings=OTHERS),
    given("booleans in other words", "[default]\n" + lines_of({key: "yes" for key in BOOLEANS})),
    given("booleans in upper case", "[default]\n" + lines_of({key: "TRUE" for key in BOOLEANS}), settings=TRUE),
    given("booleans as numbers", env=by_variables({key: "1" for key in BOOLEANS})),
    given("nested", "[default]\n" + NESTED, settings={"s3.addressing_style": "path", "s3.use_arn_region": "false"}),
    given(
        "nested and not, with variables",
        "[default]\ns3_use_arn_region = true\ns3_us_east_1_regional_endpoint = legacy\n" + NESTED,
        env={"AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS": "true"},
        settings={"s3.use_arn_region": "true"},
    ),
    given(
        "nested, a variable before both",
        "[default]\n" + NESTED,
        env={"AWS_S3_USE_ARN_REGION": "true", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "legacy"},
        settings={"s3.use_arn_region": "true"},
    ),
    given("nested of another service", "[default]\ndynamodb =\n  addressing_style = path\n"),
    given(
        "of another profile",
        "[default]\n" + lines_of(OTHERS) + "[profile dev]\n" + lines_of(WORDS),
        env={"AWS_PROFILE": "dev", "AWS_EC2_METADATA_SERVICE_ENDPOINT": None},
        settings=WORDS,
    ),
    given(
        "of the credentials file, over those of the config file",
        "[default]\nregion = us-west-2\nretry_mode = adaptive\n",
        credentials="[default]\nregion = eu-west-1\n",
        settings={"region": "eu-west-1", "retry_mode": "adaptive"},
    ),
    given("the region by another variable", env={"AWS_REGION": "eu-west-1"}, settings={"region": None}),
    given("empty variables", env={"AWS_DEFAULT_REGION": "", "AWS_RETRY_MODE": ""}),
    given("tcp_keepalive", "[default]\ntcp_keepalive = true\n", settings={"tcp_keepalive": "true"}),
    given("validation off", "[default]\nparameter_validation = false\n"),
]
