"""Roles: taken with the keys of another profile or place, one after the other, and in circles."""

from case import ERROR, Case, Hangup, Keys, Raw, keys, lines_of, variables
from peers import sts_error

from cases.container import FULL
from cases.process import SAY, document
from cases.sso import MODERN, OF_SESSION, cached

GOOD = Keys("AKIDROLE")
ARN = "arn:aws:iam::123456789012:role/one"
OTHER = "arn:aws:iam::210987654321:role/two"
BASE = "[profile base]\n" + keys("AKIDBASE")


def role(name="default", arn=ARN, **settings):
    """A profile with a role."""
    head = "[default]\n" if name == "default" else f"[profile {name}]\n"
    return head + lines_of({"role_arn": arn, **settings})


def takes(name, config, gives="AKIDROLE", by="assume-role", sts=GOOD, peers=(), **more):
    """A case with answers of STS."""
    return Case(
        f"roles: {name}",
        gives,
        by,
        config=config,
        peers={"sts": sts, **dict(peers)},
        calls=by is not None and ERROR not in gives,
        **more,
    )


def refused(name, config, **more):
    """A case in which it does not come to a call."""
    return takes(name, config, gives=ERROR, by=None, **more)


FROM_BASE = role(source_profile="base") + BASE
RETRIES = {"AWS_MAX_ATTEMPTS": "2"}

CASES = [
    takes("keys of another profile", FROM_BASE),
    takes("keys of the credentials file", role(source_profile="base"), credentials="[base]\n" + keys("AKIDBASE")),
    takes("keys with a token", role(source_profile="base") + "[profile base]\n" + keys("AKIDBASE", session=True)),
    takes(
        "every setting",
        role(source_profile="base", external_id="outer", role_session_name="me", duration_seconds="900") + BASE,
    ),
    takes("a duration that is no number", role(source_profile="base", duration_seconds="long") + BASE),
    takes("in the credentials file", None, credentials=role(source_profile="base") + "[base]\n" + keys("AKIDBASE")),
    takes("named in code", role("dev", source_profile="base") + BASE, profile="dev", env=variables("AKIDENV")),
    takes("named by a variable", role("dev", source_profile="base") + BASE, env={"AWS_PROFILE": "dev"}),
    takes("MFA", role(source_profile="base", mfa_serial="arn:aws:iam::123456789012:mfa/me") + BASE, mfa="123456"),
    takes(
        "the region of the profile",
        "[default]\nregion = eu-west-1\n" + FROM_BASE.removeprefix("[default]\n"),
        env={"AWS_DEFAULT_REGION": None},
    ),
    takes(
        "another partition",
        role(arn="arn:aws-cn:iam::123456789012:role/one", source_profile="base") + BASE,
        env={"AWS_DEFAULT_REGION": "cn-north-1"},
    ),
    takes(
        "endpoint of the services section",
        "[default]\nservices = local\n"
        + FROM_BASE.removeprefix("[default]\n")
        + "[services local]\nsts =\n  endpoint_url = <peer>\n",
        env={"AWS_ENDPOINT_URL_STS": None},
    ),
    takes("itself, with keys", role(source_profile="default") + keys("AKIDSELF")),
    takes("its own keys are not used", FROM_BASE.replace("[profile base]", keys("AKIDSELF") + "[profile base]")),
    # the chain
    takes(
        "two roles",
        role(arn=OTHER, source_profile="middle") + role("middle", source_profile="base") + BASE,
        sts=[Keys("AKIDMIDDLE"), GOOD],
    ),
    takes(
        "three roles",
        role(arn=OTHER, source_profile="a")
        + role("a", source_profile="b")
        + role("b", source_profile="base", external_id="outer")
        + BASE,
        sts=[Keys("AKIDB"), Keys("AKIDA"), GOOD],
    ),
    takes(
        "keys of the source go before its role",
        role(arn=OTHER, source_profile="middle") + role("middle", source_profile="base") + keys("AKIDMIDDLE") + BASE,
    ),
    takes(
        "the source is a process",
        role(source_profile="base") + "[profile base]\ncredential_process = <python> <home>/keys.py\n",
        files={"keys.py": SAY, "keys.json": document("AKIDBASE")},
    ),
    takes(
        "the source is web identity",
        role(source_profile="base")
        + "[profile base]\nrole_arn = "
        + OTHER
        + "\nweb_identity_token_file = <home>/token\n",
        sts=[Keys("AKIDWEB"), GOOD],
        files={"token": "a-token"},
    ),
    takes(
        "the source is single sign-on",
        role(source_profile="base") + MODERN.replace("[default]", "[profile base]"),
        peers={"sso": Keys("AKIDSSO")},
        files={OF_SESSION: cached()},
    ),
    # sources by name
    takes("source Environment", role(credential_source="Environment"), profile="default", env=variables("AKIDENV")),
    takes(
        "source Environment, which goes first anyhow",
        role(credential_source="Environment"),
        gives="AKIDENV",
        by="env",
        env=variables("AKIDENV"),
    ),
    takes(
        "source Ec2InstanceMetadata",
        role(credential_source="Ec2InstanceMetadata"),
        peers={"imds-keys": Keys("AKIDINSTANCE")},
    ),
    takes(
        "source EcsContainer",
        role(credential_source="EcsContainer"),
        env=FULL,
        peers={"container": Keys("AKIDCONTAINER")},
    ),
    refused("source Environment, empty", role(credential_source="Environment")),
    refused("source Ec2InstanceMetadata, absent", role(credential_source="Ec2InstanceMetadata")),
    refused("source EcsContainer, absent", role(credential_source="EcsContainer")),
    refused("source unknown", role(credential_source="Somewhere")),
    refused(
        "source in other letters", role(credential_source="environment"), profile="default", env=variables("AKIDENV")
    ),
    # regions
    takes("no region", FROM_BASE, gives=[ERROR], env={"AWS_DEFAULT_REGION": None}),
    takes("STS as of old", FROM_BASE, env={"AWS_DEFAULT_REGION": "eu-west-1", "AWS_STS_REGIONAL_ENDPOINTS": "legacy"}),
    takes(
        "a region STS was not in of old",
        FROM_BASE,
        env={"AWS_DEFAULT_REGION": "ap-east-1", "AWS_STS_REGIONAL_ENDPOINTS": "legacy"},
    ),
    takes("the region that is none", FROM_BASE, env={"AWS_DEFAULT_REGION": "aws-global"}),
    takes(
        "a region with FIPS", FROM_BASE, env={"AWS_DEFAULT_REGION": "us-gov-west-1", "AWS_USE_FIPS_ENDPOINT": "true"}
    ),
    # what is wrong
    refused("no source", role()),
    refused("both sources", role(source_profile="base", credential_source="Environment") + BASE),
    refused("no such source", role(source_profile="absent")),
    refused("source without keys", role(source_profile="base") + "[profile base]\nregion = eu-west-1\n"),
    refused("source with half the keys", role(source_profile="base") + "[profile base]\naws_access_key_id = k\n"),
    refused("itself, without keys", role(source_profile="default")),
    refused("a circle of two", role(source_profile="a") + role("a", source_profile="default")),
    refused(
        "a circle of three", role(source_profile="a") + role("a", source_profile="b") + role("b", source_profile="a")
    ),
    refused("a circle behind the first", role(source_profile="a") + role("a", source_profile="a")),
    refused("no role comes before other keys", role() + keys("AKIDSELF"), credentials="[default]\n" + keys("AKIDFILE")),
    # what STS says
    takes("refused", FROM_BASE, gives=[ERROR], sts=sts_error("AccessDenied")),
    takes("broken once", FROM_BASE, sts=[sts_error("InternalFailure", 500), GOOD]),
    takes("broken", FROM_BASE, gives=[ERROR], sts=sts_error("InternalFailure", 500), env=RETRIES),
    takes("throttled once", FROM_BASE, sts=[sts_error("Throttling", 400), GOOD]),
    takes("garbage", FROM_BASE, gives=[ERROR], sts=Raw(200, "<html>")),
    takes(
        "no credentials in the answer",
        FROM_BASE,
        gives=[ERROR],
        sts=Raw(200, "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>"),
    ),
    takes("hangs up once", FROM_BASE, sts=[Hangup(), GOOD]),
    takes("hangs up", FROM_BASE, gives=[ERROR], sts=Hangup(), env=RETRIES),
    takes("nobody there", FROM_BASE, gives=[ERROR], env={**RETRIES, "AWS_ENDPOINT_URL_STS": "http://127.0.0.1:1"}),
    takes("without a secret", FROM_BASE, gives=[ERROR], sts=Keys("AKIDROLE", SecretAccessKey=None)),
    takes("without an end", FROM_BASE, gives=[ERROR], sts=Keys("AKIDROLE", Expiration=None)),
    takes("without the user", FROM_BASE, sts=Keys("AKIDROLE", arn="")),
    takes("a user that is no ARN", FROM_BASE, sts=Keys("AKIDROLE", arn="me")),
    takes("kept", FROM_BASE, gives=["AKIDROLE"] * 2, sts=[GOOD, Keys("AKIDTOO")]),
    takes("over at once", FROM_BASE, gives=[ERROR], sts=Keys("AKIDROLE", -1)),
    takes(
        "renewed", FROM_BASE, gives=["AKIDROLE", "AKIDTOO"], sts=[Keys("AKIDROLE", 2 / 60), Keys("AKIDTOO")], pause=3
    ),
    takes(
        "the second of two roles is renewed",
        role(arn=OTHER, source_profile="middle") + role("middle", source_profile="base") + BASE,
        gives=["AKIDROLE", "AKIDTOO"],
        sts=[Keys("AKIDMIDDLE"), Keys("AKIDROLE", 2 / 60), Keys("AKIDTOO")],
        pause=3,
    ),
    takes(
        "renewed with MFA",
        role(source_profile="base", mfa_serial="arn:aws:iam::123456789012:mfa/me") + BASE,
        gives=["AKIDROLE", ERROR],
        sts=[Keys("AKIDROLE", 2 / 60), Keys("AKIDTOO")],
        mfa="123456",
        pause=3,
    ),
    # the order
    takes("before keys of the files", FROM_BASE, credentials="[default]\n" + keys("AKIDFILE")),
    takes("after keys of the environment", FROM_BASE, gives="AKIDENV", by="env", env=variables("AKIDENV")),
]
