//! A home with the shared files.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is taken away at the end.
pub struct Home(PathBuf);

impl Home {
    /// A home whose `~/.aws/config` is this.
    pub fn new(config: &str) -> std::io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let home = Self(std::env::temp_dir().join(format!("tucuxi-sessions-{}-{count}", std::process::id())));
        std::fs::create_dir_all(home.0.join(".aws"))?;
        std::fs::write(home.0.join(".aws/config"), config)?;
        Ok(home)
    }

    /// Writes a file, and gives its path.
    pub fn write(&self, name: &str, text: &str) -> std::io::Result<PathBuf> {
        let path = self.0.join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }

    /// The variables of a session in this home, whose peers are all at `url`.
    pub fn variables(&self, url: &str) -> Vec<(String, String)> {
        let url = url.to_owned();
        vec![
            ("HOME".to_owned(), self.0.display().to_string()),
            ("AWS_EC2_METADATA_DISABLED".to_owned(), "true".to_owned()),
            ("AWS_ENDPOINT_URL_STS".to_owned(), url),
        ]
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
