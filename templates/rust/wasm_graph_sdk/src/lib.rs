//! The module `operator-name`. Each of its operators has a file of its own.

// The macros of wasm_graph_sdk bring functions that say nothing of their safety.
#![allow(clippy::missing_safety_doc)]

mod map;
mod filter;
mod branch;
mod accumulate;
mod delay;
