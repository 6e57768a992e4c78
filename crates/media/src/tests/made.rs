//! Small files that are what they seem.

use ::gif::{Encoder, Frame, Repeat};
use ::png::{BitDepth, ColorType};

/// 8 × 8 pixels, red.
pub(super) fn png() -> Vec<u8> {
    let mut content = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut content, 8, 8);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&[200, 10, 10].repeat(64)).unwrap();
    writer.finish().unwrap();
    content
}

/// Two pictures of 8 × 8 pixels.
pub(super) fn gif() -> Vec<u8> {
    let mut content = Vec::new();
    let mut encoder = Encoder::new(&mut content, 8, 8, &[0, 0, 0, 200, 10, 10]).unwrap();
    encoder.set_repeat(Repeat::Infinite).unwrap();
    for color in [0, 1] {
        let frame = Frame::from_indexed_pixels(8, 8, vec![color; 64], None);
        encoder.write_frame(&frame).unwrap();
    }
    drop(encoder);
    content
}

/// Frames of silence: 128 kbit/s, 44,100 Hz, 417 bytes each.
pub(super) fn mp3(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xff, 0xfb, 0x90, 0x64];
    frame.resize(417, 0);
    frame.repeat(frames)
}

/// A chunk with its sum.
pub(super) fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    let body = [&kind[..], data].concat();
    let sum = crc32fast::hash(&body).to_be_bytes();
    [&length.to_be_bytes()[..], &body, &sum].concat()
}

/// The picture with a chunk behind its header.
pub(super) fn with_chunk(png: &[u8], chunk: &[u8]) -> Vec<u8> {
    let (head, rest) = png.split_at(33);
    [head, chunk, rest].concat()
}
