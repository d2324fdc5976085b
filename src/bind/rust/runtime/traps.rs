//+ std
// ---- Traps ----

/// What `Create` says if it refuses.
pub type Reason = String;

type Panic = Box<dyn Any + Send>;

fn caught<R>(body: impl FnOnce() -> R) -> Result<R, Panic> {
    catch_unwind(AssertUnwindSafe(body))
}

/// Tells the host why, and lets nobody in from now on.
#[cold]
fn trapped(record: &Record, panic: Panic) -> i32 {
    record.poisoned.store(true, Ordering::Relaxed);
    record.trap(TRAP, &described(&*panic));
    // What was thrown may panic when it is dropped.
    if let Err(second) = caught(move || drop(panic)) {
        forget(second);
    }
    TRAP
}

fn described(panic: &(dyn Any + Send)) -> String {
    if let Some(error) = panic.downcast_ref::<Error>() {
        return error.to_string();
    }
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    PLACE.with(|place| place.replace(Place::UNKNOWN)).beside(text.unwrap_or("panic"))
}

/// Where the thread's last panic was. No destructor, so it doesn't keep the library mapped.
#[derive(Clone, Copy)]
struct Place {
    line: u32,
    len: usize,
    file: [u8; 256],
}

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::UNKNOWN) };
}

impl Place {
    const UNKNOWN: Place = Place { line: 0, len: 0, file: [0; 256] };

    fn new(file: &str, line: u32) -> Place {
        let mut place = Place { line, len: file.len().min(256), file: [0; 256] };
        place.file[..place.len].copy_from_slice(&file.as_bytes()[..place.len]);
        place
    }

    fn beside(&self, text: &str) -> String {
        match self.line {
            0 => text.to_owned(),
            line => format!("{text} ({}:{line})", String::from_utf8_lossy(&self.file[..self.len])),
        }
    }
}

/// A panic's place goes into the trap's text, nothing to the host's standard error. The standard
/// library is this library's own, so no other panic of the process comes here.
#[cfg(any(not(tenon_static), tenon_sealed))]
fn install_hook() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            if let Some(at) = panic.location() {
                PLACE.with(|place| place.set(Place::new(at.file(), at.line())));
            }
        }));
    });
}

/// Linked into a program in Rust: the standard library and the hook are the program's.
#[cfg(all(tenon_static, not(tenon_sealed)))]
fn install_hook() {}
//+ both
