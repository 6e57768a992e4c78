//! Runs the whole program under every fault that can be made, and reconciles the books afterwards.

