//! Finds words that stand twice in a row, such as "the the".
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

mod bindings;
use bindings::*;

pub struct Repeats {
    host: Host,
    seen: AtomicU64,
}

impl Create for Repeats {
    fn create(host: Host) -> Result<Self, String> {
        Ok(Repeats { host, seen: AtomicU64::new(0) })
    }
}

impl Filter for Repeats {
    fn apply(&self, text: &str, report: ReportRef<'_>) -> Result<String, String> {
        self.seen.fetch_add(1, Relaxed);
        let ignored = self.host.settings().get("ignore").unwrap_or_default();
        let mut last = String::new();
        for (line, words) in text.lines().enumerate() {
            for word in words.split_whitespace() {
                let is_word = word.chars().all(char::is_alphabetic);
                if is_word && word == last && !ignored.split(' ').any(|i| i == word) {
                    report.add(FindingView {
                        line: line as u32 + 1,
                        severity: Severity::Warning,
                        message: &format!("`{word}` stands twice"),
                        hint: Some(&format!("remove one, or set repeats.ignore to \"{word}\"")),
                    });
                }
                last = if is_word { word.to_string() } else { String::new() };
            }
        }
        Ok(text.to_string())
    }

    fn structure(&self, _text: &str) -> Option<Outline> {
        None
    }

    fn seen(&self) -> u64 {
        self.seen.load(Relaxed)
    }
}

impl State for Repeats {
    fn save(&self) -> Result<Saved, String> {
        Ok(Saved { version: 1, bytes: self.seen.load(Relaxed).to_le_bytes().to_vec() })
    }

    fn restore(&self, from: SavedView<'_>) -> Result<(), String> {
        match (from.version, from.bytes.try_into()) {
            (1, Ok(bytes)) => self.seen.store(u64::from_le_bytes(bytes), Relaxed),
            (version, _) => return Err(format!("the state is of version {version}, this is 1")),
        }
        Ok(())
    }
}
