// E0521: borrowed data escapes outside of
use std::sync::Mutex;
static KEPT: Mutex<Option<String>> = Mutex::new(None);
#[cfg(bad)]
static LENT: Mutex<Option<&'static str>> = Mutex::new(None);
struct Clock;

impl everything::everything::Everything for Clock {
    fn remark(&self, text: &str) {
        *KEPT.lock().unwrap() = Some(text.into());
        #[cfg(bad)]
        {
            *LENT.lock().unwrap() = Some(text);
        }
    }
    fn clock(&self) -> u64 {
        0
    }
}
