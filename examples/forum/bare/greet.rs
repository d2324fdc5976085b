#[no_mangle]
pub extern "C" fn greet(times: i32) -> i32 {
    2 * times
}
