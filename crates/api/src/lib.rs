//! Ludger over HTTP. Nothing else of the workspace knows that HTTP exists.
