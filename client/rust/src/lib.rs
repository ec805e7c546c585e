//! Typed client for plaudit, the human-feedback service for LLM applications.

/// The generated stubs of the contract `plaudit.v1`.
#[allow(clippy::all)]
pub mod v1 {
    include!("gen/plaudit/v1/plaudit.v1.rs");
}
