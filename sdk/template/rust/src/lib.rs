//! The plugin acme with the stage acme.posterize: each colour channel in a few levels.

mod abi;
mod call;

use abi::*;
use call::*;

/// The range 0..255 in `levels` parts of one size; each part becomes one value, the first 0, the
/// last 255. This is the algorithm: the line to change.
fn in_levels(value: i32, levels: i32) -> u8 {
    let part = value * levels / 256;
    ((part * 255 + (levels - 1) / 2) / (levels - 1)) as u8
}

/// What all pictures of a run need.
struct Instance {
    table: [u8; 256],
}

impl Instance {
    /// Rows `begin..end`. [any thread]
    fn rows(&self, from: &Image, to: &Image, begin: i64, end: i64) {
        let channels = from.channels as usize;
        let colours = channels - usize::from(from.alpha != ALPHA_NONE);
        for y in begin..end {
            // SAFETY: y is within both pictures, and nobody else has this row of `to`.
            let (source, target) = unsafe { (from.row(y), to.row_mut(y)) };
            for (s, d) in source
                .chunks_exact(channels)
                .zip(target.chunks_exact_mut(channels))
            {
                for c in 0..channels {
                    d[c] = if c < colours {
                        self.table[s[c] as usize]
                    } else {
                        s[c]
                    };
                }
            }
        }
    }
}

// ---- a run: create once, process for each picture, destroy once ----
// What the host calls is wrapped in guarded(): no panic may cross into it.

/// args: the parameters in the order of PARAMS; the host has checked them.
unsafe extern "C" fn create(
    host: *const Host,
    ctx: *mut Ctx,
    _: *const Stage,
    args: *const Arg,
    made: *mut *mut c_void,
) -> Status {
    guarded(host, ctx, || {
        let levels = (*args).integer as i32;
        let table = std::array::from_fn(|value| in_levels(value as i32, levels));
        *made = Box::into_raw(Box::new(Instance { table })).cast();
        OK
    })
}

unsafe extern "C" fn destroy(instance: *mut c_void) {
    drop(Box::from_raw(instance.cast::<Instance>()));
}

/// inputs: in the order of INPUTS. The host owns the memory of what comes out.
unsafe extern "C" fn process(
    instance: *mut c_void,
    host: *const Host,
    ctx: *mut Ctx,
    inputs: *const *const Value,
) -> Status {
    guarded(host, ctx, || {
        let stage = &*instance.cast::<Instance>();
        let from = &*(**inputs).data.cast::<Image>();
        let mut to = *from;
        let status = ((*host).new_image)(ctx, 0, &mut to);
        if status != OK {
            return status;
        }
        parallel_for(host, ctx, from.height as i64, 16, |begin, end| {
            stage.rows(from, &to, begin, end)
        })
    })
}

// ---- what `pipeline describe` shows ----

static INPUT: Port = Port {
    name: text!("image"),
    kind: text!("image"),
    doc: text!("Picture"),
    samples: U8,
    alphas: ALPHA_NONE | ALPHA_STRAIGHT, // premultiplied alpha would end up below its colours
    ..PORT
};
static OUTPUT: Port = Port {
    name: text!("image"),
    kind: text!("image"),
    doc: text!("In few levels; alpha as it is"),
    samples: U8,
    as_input: 1, // all else as input 0 brings it
    ..PORT
};
static LEVELS: Param = Param {
    kind: INT,
    name: text!("levels"),
    doc: text!("Levels of each channel"),
    min: 2.0,
    max: 256.0,
    step: 1.0,
    preset: Arg { integer: 4 },
    ..PARAM
};
static INPUTS: Table<Port, 1> = Table([&INPUT]);
static OUTPUTS: Table<Port, 1> = Table([&OUTPUT]);
static PARAMS: Table<Param, 1> = Table([&LEVELS]);

/// A stage whose output changes raises its version.
static STAGE: Stage = Stage {
    flags: PURE | REENTRANT,
    id: text!("acme.posterize"),
    version: text!("1.0.0"),
    doc: text!("Each colour channel in a few levels."),
    input_count: 1,
    output_count: 1,
    param_count: 1,
    inputs: INPUTS.0.as_ptr(),
    outputs: OUTPUTS.0.as_ptr(),
    params: PARAMS.0.as_ptr(),
    bytes_per_pixel: 4.0, // of what comes out: 4 channels at most
    bytes: 1 << 20,       // for the ends of rows
    ..stage(create, destroy, process)
};

/// Another stage is another reference here.
static STAGES: Table<Stage, 1> = Table([&STAGE]);
static PLUGIN: Plugin = Plugin {
    id: text!("acme"),
    version: text!("1.0.0"),
    doc: text!("Stages of my own."),
    stage_count: 1,
    stages: STAGES.0.as_ptr(),
    ..PLUGIN_BASE
};

#[no_mangle]
pub extern "C" fn pipeline_plugin_v1() -> *const Plugin {
    &PLUGIN
}
