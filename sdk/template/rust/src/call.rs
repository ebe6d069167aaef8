//! The calls between host and plugin, and rows of pictures, as Rust wants them.

use std::any::Any;
use std::ffi::CString;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::sync::Mutex;

use crate::abi::*;

// SAFETY: a view; who may touch which of its pixels is said where it is done.
unsafe impl Sync for Image {}

impl Image {
    fn row_start(&self, y: i64) -> *mut u8 {
        self.pixels
            .cast::<u8>()
            .wrapping_add(y as usize * self.stride)
    }
    fn row_size(&self) -> usize {
        self.width as usize * self.channels as usize
    }
    /// Row y of 8-bit samples.
    ///
    /// # Safety
    /// The image is an input of this call, y is in it, and its samples are U8.
    pub unsafe fn row(&self, y: i64) -> &[u8] {
        std::slice::from_raw_parts(self.row_start(y), self.row_size())
    }
    /// # Safety
    /// The image is an output of this call, y is in it, its samples are U8, and nobody else has
    /// this row.
    #[allow(clippy::mut_from_ref)]
    pub unsafe fn row_mut(&self, y: i64) -> &mut [u8] {
        std::slice::from_raw_parts_mut(self.row_start(y), self.row_size())
    }
}

/// Runs `body`; a panic becomes a failure of this call that says what it said.
///
/// # Safety
/// host and ctx are those of the call that this is in, on its thread.
pub unsafe fn guarded(host: *const Host, ctx: *mut Ctx, body: impl FnOnce() -> Status) -> Status {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|text| text.to_string())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        let text = CString::new(format!("panic: {said}")).unwrap_or_default();
        ((*host).fail)(ctx, INTERNAL, text.as_ptr())
    })
}

/// body(begin, end) over 0..end in chunks of `grain`, on the host's threads. A panic in it goes on
/// in the caller, and so ends in guarded().
///
/// # Safety
/// As for guarded().
pub unsafe fn parallel_for<F: Fn(i64, i64) + Sync>(
    host: *const Host,
    ctx: *mut Ctx,
    end: i64,
    grain: i64,
    body: F,
) -> Status {
    struct Loop<F> {
        body: F,
        panic: Mutex<Option<Box<dyn Any + Send>>>,
    }
    unsafe extern "C" fn chunk<F: Fn(i64, i64) + Sync>(
        user: *mut c_void,
        begin: i64,
        end: i64,
        _slot: u32,
    ) -> Status {
        let all = &*user.cast::<Loop<F>>();
        match catch_unwind(AssertUnwindSafe(|| (all.body)(begin, end))) {
            Ok(()) => OK,
            Err(panic) => {
                if let Ok(mut first) = all.panic.lock() {
                    first.get_or_insert(panic);
                }
                INTERNAL
            }
        }
    }
    let mut all = Loop {
        body,
        panic: Mutex::new(None),
    };
    let user = (&mut all as *mut Loop<F>).cast();
    let status = ((*host).parallel_for)(ctx, 0, end, grain, chunk::<F>, user);
    match all.panic.into_inner() {
        Ok(Some(panic)) => resume_unwind(panic),
        _ => status,
    }
}
