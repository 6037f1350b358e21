//! The shared files: `~/.aws/config` and, after a zero byte, `~/.aws/credentials`.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tucuxi::http::test::TestClient;
use tucuxi::session::SETTINGS;

/// No more profiles of a file than this are used.
const PROFILES: usize = 4;

fuzz_target!(|data: &[u8]| {
    let [config, credentials] = fuzz::parts(data);
    fuzz::write(".aws/config", config);
    fuzz::write(".aws/credentials", credentials);
    let session = match fuzz::session(&[]).build() {
        Ok(session) => session,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let profiles = session.available_profiles();
    assert!(profiles.is_sorted());
    for profile in profiles.into_iter().take(PROFILES) {
        let Ok(session) = fuzz::session(&[]).profile(profile).http_client(TestClient::capture()).build()
        else {
            continue;
        };
        assert_eq!(session.profile(), profile);
        for setting in SETTINGS {
            session.setting(setting.name);
        }
        // programs are not run: what they are called is as good as random
        if !config.windows(7).chain(credentials.windows(7)).any(|text| text.eq_ignore_ascii_case(b"process"))
        {
            let _ = fuzz::runtime().block_on(session.credentials().credentials());
        }
    }
});
