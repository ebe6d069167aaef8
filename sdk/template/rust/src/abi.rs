//! What this plugin uses of `pipeline/abi.h`, contract 1.0: the header is the promise, this is its
//! transcription. Fields and their order are the header's; `reserved` and unused ones are 0.
#![allow(dead_code)]

use std::mem::size_of;
use std::os::raw::c_char;
use std::ptr::null;

pub use std::os::raw::c_void;

/// A string of a descriptor, ended by 0.
macro_rules! text {
    ($text:literal) => {
        concat!($text, "\0").as_ptr().cast()
    };
}
pub(crate) use text;

pub type Status = i32;
pub const OK: Status = 0;
pub const BAD_ARGUMENT: Status = 1;
pub const UNSUPPORTED: Status = 2;
pub const NO_MEMORY: Status = 3;
pub const IO: Status = 4;
pub const CANCELLED: Status = 5;
pub const INTERNAL: Status = 6;

pub const U8: u32 = 1;
pub const U16: u32 = 2;
pub const F32: u32 = 8;
pub const ALPHA_NONE: u32 = 1;
pub const ALPHA_STRAIGHT: u32 = 2;
pub const ALPHA_PREMULTIPLIED: u32 = 4;

pub const BOOL: u32 = 0;
pub const INT: u32 = 1;
pub const FLOAT: u32 = 2;
pub const ENUM: u32 = 3;
pub const PURE: u32 = 1;
pub const REENTRANT: u32 = 2;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Image {
    pub struct_size: u32,
    pub width: i32,
    pub height: i32,
    pub channels: i32,
    pub sample: u32,
    pub colour: u32,
    pub alpha: u32,
    pub reserved: u32,
    pub stride: usize,
    pub pixels: *mut c_void,
}
#[repr(C)]
pub struct Value {
    pub kind: *const c_char, // `type` in C
    pub data: *const c_void,
}

/// One call of the host's, opaque.
#[repr(C)]
pub struct Ctx {
    _opaque: [u8; 0],
}

pub type Body = unsafe extern "C" fn(*mut c_void, i64, i64, u32) -> Status;

#[repr(C)]
pub struct Host {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub name: *const c_char,
    pub version: *const c_char,
    pub new_image: unsafe extern "C" fn(*mut Ctx, u32, *mut Image) -> Status,
    pub new_buffer: unsafe extern "C" fn(*mut Ctx, usize) -> *mut c_void,
    pub emit: unsafe extern "C" fn(*mut Ctx, u32, *const Value) -> Status,
    pub fail: unsafe extern "C" fn(*mut Ctx, Status, *const c_char) -> Status,
    pub log: unsafe extern "C" fn(*mut Ctx, i32, *const c_char),
    pub cancelled: unsafe extern "C" fn(*mut Ctx) -> i32,
    pub progress: unsafe extern "C" fn(*mut Ctx, f64),
    pub threads: unsafe extern "C" fn(*mut Ctx) -> u32,
    pub slots: unsafe extern "C" fn(*mut Ctx) -> u32,
    pub parallel_for: unsafe extern "C" fn(*mut Ctx, i64, i64, i64, Body, *mut c_void) -> Status,
    pub extension: unsafe extern "C" fn(*mut Ctx, *const c_char) -> *const c_void,
}

#[repr(C)]
pub struct Port {
    pub struct_size: u32,
    pub flags: u32,
    pub name: *const c_char,
    pub kind: *const c_char, // `type` in C
    pub doc: *const c_char,
    pub samples: u32,
    pub channels: u32,
    pub colours: u32,
    pub alphas: u32,
    pub as_input: u32,
    pub better: u32,
    pub unit: *const c_char,
    pub media_type: *const c_char,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Text {
    pub text: *const c_char,
    pub size: usize,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union Arg {
    pub integer: i64,
    pub real: f64,
    pub string: Text,
    pub rgba: [f32; 4],
}

#[repr(C)]
pub struct Param {
    pub struct_size: u32,
    pub flags: u32,
    pub kind: u32,
    pub choice_count: u32,
    pub name: *const c_char,
    pub doc: *const c_char,
    pub unit: *const c_char,
    pub min: f64,
    pub max: f64,
    pub step: f64,
    pub preset: Arg,
    pub choices: *const *const c_char,
    pub choice_values: *const i64,
}

pub type Create = unsafe extern "C" fn(
    *const Host,
    *mut Ctx,
    *const Stage,
    *const Arg,
    *mut *mut c_void,
) -> Status;
pub type Destroy = unsafe extern "C" fn(*mut c_void);
pub type Process =
    unsafe extern "C" fn(*mut c_void, *const Host, *mut Ctx, *const *const Value) -> Status;

#[repr(C)]
pub struct Stage {
    pub struct_size: u32,
    pub flags: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub doc: *const c_char,
    pub input_count: u32,
    pub output_count: u32,
    pub param_count: u32,
    pub reserved: u32,
    pub inputs: *const &'static Port,
    pub outputs: *const &'static Port,
    pub params: *const &'static Param,
    pub bytes_per_pixel: f64,
    pub bytes: u64,
    pub create: Create,
    pub destroy: Destroy,
    pub process: Process,
    pub extension: *const c_void,
    pub user: *const c_void,
}

#[repr(C)]
pub struct Plugin {
    pub struct_size: u32,
    pub abi_minor: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub doc: *const c_char,
    pub vendor: *const c_char,
    pub license: *const c_char,
    pub url: *const c_char,
    pub stage_count: u32,
    pub type_count: u32,
    pub stages: *const &'static Stage,
    pub types: *const c_void,
    pub catalog: *const c_void,
    pub extension: *const c_void,
}

// SAFETY: constant data.
unsafe impl Sync for Port {}
unsafe impl Sync for Param {}
unsafe impl Sync for Stage {}
unsafe impl Sync for Plugin {}

/// A table of descriptors as the header has it: pointers to them, one after the other.
pub struct Table<T: 'static, const N: usize>(pub [&'static T; N]);

// ---- what descriptors start from: `Port { name: ..., ..PORT }` ----

pub const PORT: Port = Port {
    struct_size: size_of::<Port>() as u32,
    flags: 0,
    name: null(),
    kind: null(),
    doc: null(),
    samples: 0,
    channels: 0,
    colours: 0,
    alphas: 0,
    as_input: 0,
    better: 0,
    unit: null(),
    media_type: null(),
};

pub const PARAM: Param = Param {
    struct_size: size_of::<Param>() as u32,
    flags: 0,
    kind: BOOL,
    choice_count: 0,
    name: null(),
    doc: null(),
    unit: null(),
    min: 0.0,
    max: 0.0,
    step: 0.0,
    preset: Arg {
        string: Text {
            text: null(),
            size: 0,
        },
    },
    choices: null(),
    choice_values: null(),
};

pub const fn stage(create: Create, destroy: Destroy, process: Process) -> Stage {
    Stage {
        struct_size: size_of::<Stage>() as u32,
        flags: 0,
        id: null(),
        version: null(),
        doc: null(),
        input_count: 0,
        output_count: 0,
        param_count: 0,
        reserved: 0,
        inputs: null(),
        outputs: null(),
        params: null(),
        bytes_per_pixel: 0.0,
        bytes: 0,
        create,
        destroy,
        process,
        extension: null(),
        user: null(),
    }
}

pub const PLUGIN_BASE: Plugin = Plugin {
    struct_size: size_of::<Plugin>() as u32,
    abi_minor: 0,
    id: null(),
    version: null(),
    doc: null(),
    vendor: null(),
    license: null(),
    url: null(),
    stage_count: 0,
    type_count: 0,
    stages: null(),
    types: null(),
    catalog: null(),
    extension: null(),
};
