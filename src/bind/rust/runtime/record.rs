// ---- The record of an instance ----

/// What an instance and the objects it made have in common. It outlives the instance.
#[repr(C)]
pub struct Record {
    /// Handles on this record: the instance, its objects, every `Host`, every own handle.
    references: AtomicUsize,
    /// The instance and its objects. At 0 the host may take back its table and the imports.
    alive: AtomicUsize,
    //+ std
    poisoned: AtomicBool,
    //+ both
    /// Where this record lies, and how its memory goes back.
    place: *mut Record,
    free: unsafe fn(*mut Record),
    table: *const HostTable,
    imports: [Reference; IMPORTS],
}

// SAFETY: the host's functions may be called from any thread; the rest is atomic or constant.
unsafe impl Sync for Record {}

impl Record {
    pub fn host(&self) -> Host {
        Host { record: self.retained() }
    }

    /// One more reference.
    fn retained(&self) -> NonNull<Record> {
        self.references.fetch_add(1, Ordering::Relaxed);
        NonNull::from(self)
    }

    //+ std
    fn begin_one(&self) {
        self.alive.fetch_add(1, Ordering::Relaxed);
    }

    /// Gives up one reference. By pointer: nothing may refer to the record when its memory goes.
    ///
    /// # Safety
    /// The reference was the caller's.
    unsafe fn release(record: NonNull<Record>) {
        let record = record.as_ptr();
        if (*record).references.fetch_sub(1, Ordering::AcqRel) == 1 {
            let (free, place) = ((*record).free, (*record).place);
            free(place);
        }
    }

    /// Gives up the reference of an instance or object, which is no more.
    ///
    /// # Safety
    /// As for `release`.
    unsafe fn end(record: NonNull<Record>) {
        record.as_ref().alive.fetch_sub(1, Ordering::Release);
        Record::release(record);
    }

    /// Whether functions may run.
    pub fn unpoisoned(&self) -> Result<(), i32> {
        if self.poisoned.load(Ordering::Relaxed) { Err(POISONED) } else { Ok(()) }
    }
    //+ bare
    /// Gives up one reference. A record whose last reference is a `Host` that was kept behind its
    /// instance stays where it is: the host may have taken its heap back.
    ///
    /// # Safety
    /// The reference was the caller's.
    unsafe fn release(record: NonNull<Record>) {
        record.as_ref().references.fetch_sub(1, Ordering::AcqRel);
    }

    /// Gives up the reference of an instance or object, which is no more. By pointer: nothing may
    /// refer to the record when its memory goes.
    ///
    /// # Safety
    /// As for `release`, and the host waits for this: its table is still there.
    unsafe fn end(record: NonNull<Record>) {
        let record = record.as_ptr();
        (*record).alive.fetch_sub(1, Ordering::Release);
        if (*record).references.fetch_sub(1, Ordering::AcqRel) == 1 {
            let (free, place) = ((*record).free, (*record).place);
            free(place);
        }
    }

    /// A value in the host's memory; without enough of it the value is dropped.
    fn place<T>(&self, value: T) -> Option<NonNull<T>> {
        placed(self.table()?, value)
    }
    //+ both

    fn table(&self) -> Option<&HostTable> {
        // SAFETY: the host keeps its table as long as the instance or one of its objects is alive.
        (self.alive.load(Ordering::Acquire) > 0).then(|| unsafe { &*self.table })
    }

    /// The table of an import, and what goes with every call of it. A pointer, no reference: the
    /// host's table may be shorter than `T`. It is good for those who are called, and for threads that end
    /// before the instance does, as an author's `drop` sees to: nothing waits for others.
    pub fn import<T>(&self, index: usize, function: &'static str) -> Result<(*const T, *mut c_void), Error> {
        let import = &self.imports[index];
        if import.table.is_null() {
            return Err(Error::new(function, MISSING));
        }
        if self.alive.load(Ordering::Acquire) == 0 {
            return Err(Error::new(function, GONE));
        }
        Ok((import.table.cast::<T>(), import.this))
    }

    /// Whether an import has the function with this index.
    pub fn import_has(&self, index: usize, slot: u32) -> bool {
        let table = self.imports[index].table;
        // SAFETY: a table that isn't null lives as long as the instance or one of its objects.
        !table.is_null() && self.alive.load(Ordering::Acquire) > 0 && unsafe { (*table).slots > slot }
    }

    fn trap(&self, status: i32, text: &str) {
        if let Some(table) = self.table() {
            // SAFETY: the host copies the text before it returns.
            unsafe { (table.trap)(table.ctx, status, text.as_ptr(), text.len()) }
        }
    }

    /// `size` bytes (more than 0) of the host's memory.
    fn alloc(&self, size: usize, align: usize) -> Option<NonNull<c_void>> {
        let table = self.table()?;
        // SAFETY: `align` is that of a type of the contract, 8 at most.
        NonNull::new(unsafe { (table.alloc)(table.ctx, size, align) })
    }

    /// # Safety
    /// `ptr` is a block of the host's heap with that size and alignment, or `size` is 0.
    unsafe fn free(&self, ptr: *const c_void, size: usize, align: usize) {
        if size == 0 {
            return;
        }
        if let Some(table) = self.table() {
            (table.free)(table.ctx, ptr as *mut c_void, size, align);
        }
    }
}

/// Through this a plugin reaches its imports. Copies are cheap and may go into objects and threads.
pub struct Host {
    record: NonNull<Record>,
}

// SAFETY: a `Record` is `Sync`, and its reference count is atomic.
unsafe impl Send for Host {}
// SAFETY: as above.
unsafe impl Sync for Host {}

impl Host {
    //+ std
    /// The folder the library came from, where its data files are.
    pub fn dir(&self) -> PathBuf {
        let dir = self.record().table().map(|table| table.plugin_dir);
        // SAFETY: the host's folder lives as long as its table.
        let bytes = dir.and_then(|dir| unsafe { slice(dir.ptr, dir.len) });
        OsStr::from_bytes(bytes.unwrap_or(&[])).into()
    }
    //+ both

    pub(super) fn record(&self) -> &Record {
        // SAFETY: a `Host` is counted among the record's references.
        unsafe { self.record.as_ref() }
    }
}

impl Clone for Host {
    fn clone(&self) -> Host {
        self.record().host()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // SAFETY: a `Host` is one of the record's references.
        unsafe { Record::release(self.record) }
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}
