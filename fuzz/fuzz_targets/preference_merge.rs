#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| bookplate_fuzz_targets::preference_merge(data));
