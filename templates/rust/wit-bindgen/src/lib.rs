//! The module `operator-name`. Each of its operators has a file of its own.

wit_bindgen::generate!({
    path: "wit",
    inline: "
        package local:module;
        world operators {
            import wasm-graph:processor/state-store@1.1.0;
            import wasm-graph:processor/logger@1.1.0;
            import wasm-graph:processor/metrics@1.1.0;
            export wasm-graph:processor/%map@1.1.0;
            export wasm-graph:processor/filter@1.1.0;
            export wasm-graph:processor/branch@1.1.0;
            export wasm-graph:processor/accumulate@1.1.0;
            export wasm-graph:processor/delay@1.1.0;
        }
    ",
    world: "local:module/operators",
    generate_all,
});

mod map;
mod filter;
mod branch;
mod accumulate;
mod delay;

/// Carries the operators: each file implements the interface of its type.
struct Operators;

export!(Operators);
