#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| ludger_fuzz::run("queries", data));
