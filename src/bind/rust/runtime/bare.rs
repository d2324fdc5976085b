//+ bare
// ---- Without the standard library ----

/// What `Create` says if it refuses.
pub type Reason = &'static str;

/// None is ever caught: a panic ends the process.
enum Panic {}

fn caught<R>(body: impl FnOnce() -> R) -> Result<R, Panic> {
    Ok(body())
}

fn trapped(_: &Record, panic: Panic) -> i32 {
    match panic {}
}

/// A value in the host's memory; without enough of it the value is dropped.
fn placed<T>(table: &HostTable, value: T) -> Option<NonNull<T>> {
    let () = Fits::<T>::FITS;
    let mut place = NonNull::<T>::dangling();
    if size_of::<T>() > 0 {
        // SAFETY: the host's function, as the contract has it.
        place = NonNull::new(unsafe { (table.alloc)(table.ctx, size_of::<T>(), align_of::<T>()) })?.cast();
    }
    // SAFETY: the place is new, and made for a `T`.
    unsafe { place.as_ptr().write(value) }
    Some(place)
}

struct Fits<T>(PhantomData<T>);

impl<T> Fits<T> {
    const FITS: () = assert!(align_of::<T>() <= 8, "the host's memory is aligned to 8 bytes at most");
}

/// What the standard library has where there is one. In a program in Rust it is the program's.
#[cfg(all(not(test), any(not(tenon_static), tenon_sealed)))]
mod alone {
    #[cfg(not(target_arch = "x86_64"))]
    compile_error!("`freestanding = true` is for x86-64 yet");

    // A duplicate of the standard library's? Then src/lib.rs doesn't begin with `#![no_std]`.
    #[panic_handler]
    fn src_lib_rs_needs_no_std(_: &core::panic::PanicInfo<'_>) -> ! {
        // SAFETY: ends the process (SIGILL).
        unsafe { core::arch::asm!("ud2", options(noreturn)) }
    }

    // What compilers call by themselves: seen by nobody else, and there only for want of better ones.
    core::arch::global_asm!(
        ".weak memcpy; .weak memmove; .weak memset; .weak memcmp; .weak bcmp; .weak strlen; .weak rust_eh_personality",
        ".hidden memcpy; .hidden memmove; .hidden memset; .hidden memcmp; .hidden bcmp; .hidden strlen",
        ".hidden rust_eh_personality",
        "memmove: mov rcx, rdi",
        "sub rcx, rsi",
        "cmp rcx, rdx",
        "jae memcpy", // the target doesn't begin inside of the source
        "mov rax, rdi",
        "mov rcx, rdx",
        "lea rsi, [rsi + rdx - 1]",
        "lea rdi, [rdi + rdx - 1]",
        "std",
        "rep movsb",
        "cld",
        "ret",
        "memcpy: mov rax, rdi",
        "mov rcx, rdx",
        "rep movsb",
        "ret",
        "memset: mov r8, rdi",
        "mov eax, esi",
        "mov rcx, rdx",
        "rep stosb",
        "mov rax, r8",
        "ret",
        "memcmp: bcmp: xor eax, eax",
        "xor r8d, r8d",
        "2: cmp r8, rdx",
        "je 3f",
        "movzx eax, byte ptr [rdi + r8]",
        "movzx ecx, byte ptr [rsi + r8]",
        "inc r8",
        "sub eax, ecx",
        "je 2b",
        "3: ret",
        "strlen: mov rax, -1",
        "2: inc rax",
        "cmp byte ptr [rdi + rax], 0",
        "jne 2b",
        "ret",
        "rust_eh_personality: ud2", // nothing unwinds
    );
}
//+ both
