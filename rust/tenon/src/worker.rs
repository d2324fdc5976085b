// SPDX-License-Identifier: MIT
//! A thread that has what may not leave its thread.
use std::fmt;
use std::sync::mpsc::{channel, Sender};
use std::sync::Mutex;
use std::thread::{self, JoinHandle, ThreadId};

type Job<T> = Box<dyn FnOnce(&mut T) + Send>;

/// A value that lives on a thread of its own, such as a plugin with the objects that it made. Any thread may have work
/// done with it, one piece after the other.
///
/// ```
/// let worker = tenon::Worker::start(|| Ok::<_, tenon::Error>(vec![1]))?; // where a plugin would be loaded
/// let length = worker.run(|list| {
///     list.push(2);
///     list.len()
/// });
/// assert_eq!(length, 2);
/// # Ok::<(), tenon::Error>(())
/// ```
///
/// When it is dropped the value is dropped on its thread, after the work that was begun.
pub struct Worker<T: 'static> {
    jobs: Option<Mutex<Sender<Job<T>>>>,
    thread: Option<JoinHandle<()>>,
    id: ThreadId,
}

impl<T: 'static> Worker<T> {
    /// Starts a thread and makes the value there.
    ///
    /// ```no_run
    /// fn start(host: tenon::Host, world: &'static tenon::World) -> Result<tenon::Worker<tenon::Plugin>, tenon::Error> {
    ///     tenon::Worker::start(move || tenon::Plugin::load(&host, "shout", world))
    /// }
    /// ```
    pub fn start<E: Send + 'static>(make: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<Worker<T>, E> {
        let (jobs, work) = channel::<Job<T>>();
        let (made, outcome) = channel::<Result<(), E>>();
        let thread = thread::spawn(move || match make() {
            Ok(mut value) => {
                let _ = made.send(Ok(()));
                work.into_iter().for_each(|job| job(&mut value));
            }
            Err(error) => drop(made.send(Err(error))),
        });
        let id = thread.thread().id();
        match outcome.recv() {
            Ok(Ok(())) => Ok(Worker { jobs: Some(Mutex::new(jobs)), thread: Some(thread), id }),
            Ok(Err(error)) => Err(error),
            Err(_) => std::panic::resume_unwind(thread.join().expect_err("it ended without a word")),
        }
    }

    /// Has work done, and waits for what comes out of it. A panic in it goes on here.
    ///
    /// ```
    /// # let worker = tenon::Worker::start(|| Ok::<_, ()>(20)).unwrap();
    /// assert_eq!(worker.run(|number| *number + 1), 21);
    /// ```
    ///
    /// # Panics
    /// If it is called on the worker's own thread, which would wait for itself: in an import, say.
    pub fn run<R: Send + 'static>(&self, work: impl FnOnce(&mut T) -> R + Send + 'static) -> R {
        assert_ne!(thread::current().id(), self.id, "a worker's own thread would wait for itself");
        let (done, outcome) = channel();
        let job: Job<T> = Box::new(move |value| {
            let out = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(value)));
            let _ = done.send(out);
        });
        let jobs = self.jobs.as_ref().expect("there until it is dropped");
        let sent = jobs.lock().unwrap_or_else(|e| e.into_inner()).send(job);
        assert!(sent.is_ok(), "the worker's thread is there until it is dropped");
        match outcome.recv().expect("a job always answers") {
            Ok(out) => out,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl<T: 'static> Drop for Worker<T> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            if thread::current().id() != self.id {
                let _ = thread.join();
            }
        }
    }
}

impl<T: 'static> fmt::Debug for Worker<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Worker({:?})", self.id)
    }
}
