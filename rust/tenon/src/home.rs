// SPDX-License-Identifier: MIT
//! What may not leave its thread, kept where several threads come by.
use std::any::Any;
use std::fmt;
use std::mem::{forget, take, ManuallyDrop};
use std::sync::{Arc, Mutex, MutexGuard};

/// What was dropped elsewhere and waits for its own thread.
struct Waiting(#[allow(dead_code)] Box<dyn Any>); // it is dropped, no more

// SAFETY: it is handed over only, and dropped on the thread that it belongs to.
unsafe impl Send for Waiting {}

/// A thread, by the list of what waits for it; `None` when it has ended.
struct Thread(Mutex<Option<Vec<Waiting>>>);

impl Thread {
    fn waiting(&self) -> MutexGuard<'_, Option<Vec<Waiting>>> {
        self.0.lock().unwrap_or_else(|e| e.into_inner())
    }
}

struct This(Arc<Thread>);

impl Drop for This {
    fn drop(&mut self) {
        let waiting = self.0.waiting().take();
        drop(waiting);
    }
}

thread_local! {
    static THIS: This = This(Arc::new(Thread(Mutex::new(Some(Vec::new())))));
}

/// Drops what others left for this thread.
pub(crate) fn take_in() {
    let waiting = THIS.try_with(|this| this.0.waiting().as_mut().map(take)).ok().flatten();
    drop(waiting);
}

/// Keeps a plugin, or an object that a plugin made, where several threads come by: in what a host implements, which
/// plugins call from any thread. Only the thread that made it gets at it.
///
/// ```
/// use std::sync::Mutex;
/// use tenon::Home;
///
/// /// `Session` is a generated handle.
/// #[derive(Default)]
/// struct Sessions<Session: 'static> {
///     kept: Mutex<Vec<Home<Session>>>,
/// }
///
/// impl<Session: 'static> Sessions<Session> {
///     fn keep(&self, session: Session) {
///         self.kept.lock().unwrap().push(Home::new(session));
///     }
///     fn for_each(&self, act: impl Fn(&Session)) {
///         self.kept.lock().unwrap().iter().filter_map(Home::get).for_each(act);
///     }
/// }
///
/// fn may_be_shared<T: Send + Sync>() {}
/// may_be_shared::<Sessions<std::rc::Rc<u8>>>();
/// ```
///
/// If it is dropped elsewhere the value waits for its own thread, which drops it when it next makes or opens a `Home`,
/// ends an instance, or ends. If that thread has ended already, the value is never dropped.
pub struct Home<T: 'static> {
    value: ManuallyDrop<Box<T>>,
    thread: Option<Arc<Thread>>,
}

// SAFETY: other threads than its own don't get at the value, be it to drop it.
unsafe impl<T: 'static> Send for Home<T> {}
// SAFETY: as above.
unsafe impl<T: 'static> Sync for Home<T> {}

impl<T: 'static> Home<T> {
    /// The value is at home on this thread.
    ///
    /// ```
    /// assert_eq!(tenon::Home::new(7).get(), Some(&7));
    /// ```
    pub fn new(value: T) -> Home<T> {
        take_in();
        // At the very end of a thread there is none any more: the value is nobody's then.
        let thread = THIS.try_with(|this| Arc::clone(&this.0)).ok();
        Home { value: ManuallyDrop::new(Box::new(value)), thread }
    }

    /// Whether the value is at home on this thread.
    ///
    /// ```
    /// let home = tenon::Home::new(std::rc::Rc::new(7));
    /// std::thread::scope(|scope| scope.spawn(|| assert!(!home.is_here())).join().unwrap());
    /// assert!(home.is_here());
    /// ```
    pub fn is_here(&self) -> bool {
        let thread = match &self.thread {
            Some(thread) => thread,
            None => return false,
        };
        THIS.try_with(|this| Arc::ptr_eq(&this.0, thread)).unwrap_or(false)
    }

    /// The value, on its own thread.
    ///
    /// ```
    /// let home = tenon::Home::new(std::rc::Rc::new(7));
    /// std::thread::scope(|scope| scope.spawn(|| assert_eq!(home.get(), None)).join().unwrap());
    /// assert_eq!(**home.get().unwrap(), 7);
    /// ```
    pub fn get(&self) -> Option<&T> {
        self.is_here().then(|| &**self.value)
    }

    /// The same, to be changed.
    ///
    /// ```
    /// let mut home = tenon::Home::new(7);
    /// *home.get_mut().unwrap() += 1;
    /// assert_eq!(home.get(), Some(&8));
    /// ```
    pub fn get_mut(&mut self) -> Option<&mut T> {
        if self.is_here() { Some(&mut **self.value) } else { None }
    }

    /// The value itself, on its own thread; elsewhere it stays.
    ///
    /// ```
    /// assert_eq!(tenon::Home::new(7).into_inner().unwrap(), 7);
    /// ```
    pub fn into_inner(mut self) -> Result<T, Home<T>> {
        if !self.is_here() {
            return Err(self);
        }
        take_in();
        // SAFETY: it isn't used again.
        let value = unsafe { ManuallyDrop::take(&mut self.value) };
        drop(self.thread.take());
        forget(self);
        Ok(*value)
    }
}

impl<T: 'static> Drop for Home<T> {
    fn drop(&mut self) {
        // SAFETY: it isn't used again.
        let value = unsafe { ManuallyDrop::take(&mut self.value) };
        if self.is_here() {
            return drop(value);
        }
        let waiting = Waiting(value);
        match self.thread.as_ref().map(|thread| thread.waiting()) {
            Some(mut list) => match list.as_mut() {
                Some(list) => list.push(waiting),
                None => forget(waiting),
            },
            None => forget(waiting),
        }
    }
}

impl<T: 'static> fmt::Debug for Home<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_here() { "Home(here)" } else { "Home(elsewhere)" })
    }
}
