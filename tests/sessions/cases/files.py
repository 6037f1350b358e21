"""Keys in the shared files, and those of old."""

from case import ERROR, NOTHING, Case, keys, lines_of

FILE = "[default]\n" + keys("AKIDFILE")
CONFIG = "[default]\n" + keys("AKIDCONFIG")
DEV = "[dev]\n" + keys("AKIDDEV")
OLD = lines_of({"AWSAccessKeyId": "AKIDOLD", "AWSSecretKey": "secret-of-AKIDOLD"}).replace(" = ", "=")
BOTO = "[Credentials]\n" + keys("AKIDBOTO")

CASES = [
    Case("files: credentials", "AKIDFILE", "shared-credentials-file", credentials=FILE),
    Case("files: config", "AKIDCONFIG", "config-file", config=CONFIG),
    Case("files: credentials before config", "AKIDFILE", "shared-credentials-file", credentials=FILE, config=CONFIG),
    Case(
        "files: token and account",
        "AKIDFILE",
        "shared-credentials-file",
        credentials="[default]\n" + keys("AKIDFILE", session=True, aws_account_id="123456789012"),
    ),
    Case(
        "files: token and account in config",
        "AKIDCONFIG",
        "config-file",
        config="[default]\n" + keys("AKIDCONFIG", session=True, aws_account_id="123456789012"),
    ),
    Case(
        "files: the old name of the token goes first",
        "AKIDFILE",
        "shared-credentials-file",
        credentials="[default]\n" + keys("AKIDFILE", session=True, aws_security_token="older"),
    ),
    Case("files: no secret", ERROR, credentials="[default]\naws_access_key_id = AKIDFILE\n", config=CONFIG),
    Case("files: no secret in config", ERROR, config="[default]\naws_access_key_id = AKIDCONFIG\n"),
    Case("files: no key", "AKIDCONFIG", "config-file", credentials="[default]\naws_session_token = t\n", config=CONFIG),
    Case(
        "files: secret here, key there",
        ERROR,
        credentials="[default]\naws_access_key_id = AKIDFILE\n",
        config="[default]\naws_secret_access_key = s\n",
    ),
    Case("files: profile in code", "AKIDDEV", "shared-credentials-file", credentials=FILE + DEV, profile="dev"),
    Case(
        "files: profile by AWS_PROFILE",
        "AKIDDEV",
        "shared-credentials-file",
        credentials=FILE + DEV,
        env={"AWS_PROFILE": "dev"},
    ),
    Case(
        "files: profile by AWS_DEFAULT_PROFILE",
        "AKIDDEV",
        "shared-credentials-file",
        credentials=FILE + DEV,
        env={"AWS_DEFAULT_PROFILE": "dev"},
    ),
    Case(
        "files: both variables name a profile",
        "AKIDFILE",
        "shared-credentials-file",
        credentials=FILE + DEV,
        env={"AWS_DEFAULT_PROFILE": "default", "AWS_PROFILE": "dev"},
    ),
    Case("files: no such profile", ERROR, credentials=FILE, env={"AWS_PROFILE": "absent"}),
    Case("files: no such profile, named in code", ERROR, credentials=FILE, profile="absent"),
    Case(
        "files: profile of config", "AKIDDEV", "config-file", config="[profile dev]\n" + keys("AKIDDEV"), profile="dev"
    ),
    Case("files: a section of config that is no profile", ERROR, config=DEV, profile="dev"),
    Case(
        "files: keys of another profile do not count",
        NOTHING,
        credentials=DEV,
        config="[default]\nregion = eu-west-1\n",
    ),
    Case(
        "files: elsewhere, by variables",
        "AKIDDEV",
        "shared-credentials-file",
        files={"keys.ini": "[default]\n" + keys("AKIDDEV"), "settings.ini": CONFIG},
        credentials=FILE,
        env={"AWS_SHARED_CREDENTIALS_FILE": "<home>/keys.ini", "AWS_CONFIG_FILE": "~/settings.ini"},
    ),
    Case(
        "files: elsewhere, where there is nothing",
        NOTHING,
        credentials=FILE,
        config=CONFIG,
        env={"AWS_SHARED_CREDENTIALS_FILE": "<home>/none", "AWS_CONFIG_FILE": "<home>/none"},
    ),
    Case(
        "files: elsewhere, with variables in the path",
        "AKIDDEV",
        "shared-credentials-file",
        files={"some/keys.ini": "[default]\n" + keys("AKIDDEV")},
        env={"AWS_SHARED_CREDENTIALS_FILE": "$HOME/${FOLDER}/keys.ini", "FOLDER": "some"},
    ),
    Case(
        "files: of EC2's old tools",
        "AKIDOLD",
        "ec2-credentials-file",
        files={"old": OLD},
        env={"AWS_CREDENTIAL_FILE": "~/old"},
    ),
    Case(
        "files: of EC2's old tools, without a key",
        NOTHING,
        files={"old": "AWSSecretKey=s\n"},
        env={"AWS_CREDENTIAL_FILE": "<home>/old"},
    ),
    Case(
        "files: of EC2's old tools, without a secret",
        ERROR,
        files={"old": "AWSAccessKeyId=k\n"},
        env={"AWS_CREDENTIAL_FILE": "<home>/old"},
    ),
    Case("files: of EC2's old tools, absent", ERROR, env={"AWS_CREDENTIAL_FILE": "<home>/absent"}),
    Case("files: boto", "AKIDBOTO", "boto-config", files={".boto": BOTO}),
    Case("files: boto elsewhere", "AKIDBOTO", "boto-config", files={"boto": BOTO}, env={"BOTO_CONFIG": "~/boto"}),
    Case(
        "files: boto elsewhere, where there is nothing",
        NOTHING,
        files={".boto": BOTO},
        env={"BOTO_CONFIG": "<home>/none"},
    ),
    Case("files: boto without a secret", ERROR, files={".boto": "[Credentials]\naws_access_key_id = k\n"}),
    Case("files: boto with other sections", NOTHING, files={".boto": "[Boto]\ndebug = 1\n"}),
]
