//! Rate limits counted in the process.
