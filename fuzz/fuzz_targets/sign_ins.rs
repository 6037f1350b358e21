//! The files that the AWS CLI keeps sign-ins in, of single sign-on (both kinds) and of console login.

#![no_main]

use libfuzzer_sys::fuzz_target;

const CONFIG: &[u8] = b"[profile sso]
sso_account_id = 1
sso_role_name = role
sso_session = mine
[sso-session mine]
sso_region = eu-west-1
sso_start_url = https://start.example
[profile old]
sso_account_id = 1
sso_role_name = role
sso_region = eu-west-1
sso_start_url = https://start.example
[profile login]
login_session = me
";
/// The profile, and its file: named after `mine`, the start URL and `me`.
const FILES: [(&str, &str); 3] = [
    ("sso", ".aws/sso/cache/8034c43d15bb7ef42e2cc24255217acfc5f4b2f4.json"),
    ("old", ".aws/sso/cache/1c5a689b7bb92284d0c514c4b1c1e1ce96d9621f.json"),
    ("login", ".aws/login/cache/2744ccd10c7533bd736ad890f9dd5cab2adb27b07d500b9493f29cdc420cb2e0.json"),
];

fuzz_target!(|data: &[u8]| {
    fuzz::write(".aws/config", CONFIG);
    for (profile, file) in FILES {
        fuzz::write(file, data);
        let session = fuzz::session(&[("AWS_PROFILE", profile)]).region("eu-west-1").build();
        let session = session.expect("nothing is wrong with the settings");
        // Nothing can be fetched, so that a sign-in to be refreshed is an error as well.
        match fuzz::runtime().block_on(session.credentials().credentials()) {
            Ok(credentials) => assert!(!format!("{credentials:?}").contains("hidden")),
            Err(error) => assert!(!error.to_string().contains("hidden"), "{error}"),
        }
    }
});
