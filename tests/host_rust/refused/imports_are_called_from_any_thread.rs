// E0277: cannot be shared between threads safely
#[cfg(bad)]
type Count = std::cell::Cell<u64>;
#[cfg(not(bad))]
type Count = std::sync::atomic::AtomicU64;
struct Clock(Count);

impl everything::everything::Everything for Clock {
    fn remark(&self, _text: &str) {}
    fn clock(&self) -> u64 {
        0
    }
}
