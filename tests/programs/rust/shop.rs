//! What main.c calls: functions of Rust with all that a name can be made of, which allocate by C's malloc and have
//! frame pointers. rustc is large, and this needs nothing but core: so what Debian 12's makes of this is here, too, with names as they are
//! mangled by now (shop-v0.s) and as they were before (shop-legacy.s):
//!
//!     compile="rustc --edition 2021 --crate-type lib --crate-name shop --emit asm -C opt-level=1 -C panic=abort -C codegen-units=1
//!             -C force-frame-pointers=yes"
//!     $compile -C symbol-mangling-version=v0 -o shop-v0.s shop.rs
//!     $compile -o shop-legacy.s shop.rs
#![no_std]

extern "C" {
    fn malloc(size: usize) -> *mut u8;
}

/// A trait, whose methods are of its implementations.
pub trait Keep {
    fn keep(&self, count: usize) -> *mut u8;
}

/// A generic type, by what it is instantiated for.
pub struct Shelf<T> {
    unit: T,
}

impl<T: Copy + Into<u64>> Shelf<T> {
    /// An inherent method, that allocates.
    #[inline(never)]
    pub fn take(&self, count: usize) -> *mut u8 {
        let unit: u64 = self.unit.into();
        let block = unsafe { malloc(unit as usize * count) };
        // Not its last action: else it would be no more than a jump.
        unsafe { block.write_volatile(1) };
        block
    }
}

impl<T: Copy + Into<u64>> Keep for Shelf<T> {
    #[inline(never)]
    fn keep(&self, count: usize) -> *mut u8 {
        let block = self.take(count);
        unsafe { block.write_volatile(2) };
        block
    }
}

pub mod till {
    use super::{Keep, Shelf};

    /// A function that takes another, and one whose type nobody can write.
    #[inline(never)]
    pub fn each<F: FnMut(usize) -> *mut u8>(times: usize, mut serve: F) {
        for i in 0..times {
            let block = serve(i);
            unsafe { block.write_volatile(3) };
        }
    }

    #[inline(never)]
    pub fn open(times: usize, shelf: &dyn Keep) {
        each(
            times,
            #[inline(never)]
            |_| {
                let block = shelf.keep(4);
                unsafe { block.write_volatile(4) };
                block
            },
        );
    }

    #[no_mangle]
    pub extern "C" fn shop_open(times: usize) {
        open(times, &Shelf { unit: 16u32 });
        open(times, &Shelf { unit: 8u8 });
    }
}
