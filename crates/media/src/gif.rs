//! GIF (GIF89a Specification): block by block to the trailer; then decoded within bounds.

use crate::markers::refuse_in_text;
use crate::reader::Reader;
use crate::{check_sides, malformed};
use gif::{DecodeOptions, MemoryLimit};
use ludger_ports::MediaRefusal;
use std::io::Cursor;
use std::num::NonZeroU64;

pub(crate) const SIGNATURES: [&[u8]; 2] = [b"GIF87a", b"GIF89a"];

/// Pictures of a moving one.
const FRAMES_MAX: usize = 1_000;
/// Pixels of all of its pictures together: what a client has to decode.
const PIXELS_MAX: u64 = 100_000_000;
const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;

/// The picture without what shows nothing.
pub(crate) fn inspect(content: &[u8]) -> Result<Vec<u8>, MediaRefusal> {
    let mut reader = Reader(content);
    reader.take(6)?;
    let (width, height) = (reader.little_endian()?, reader.little_endian()?);
    check_sides(width.into(), height.into())?;
    let flags = reader.byte()?;
    reader.take(2)?;
    palette(&mut reader, flags)?;
    let mut kept = content
        .get(..content.len() - reader.0.len())
        .unwrap_or_default()
        .to_vec();
    let (mut frames, mut pixels) = (0_usize, 0_u64);
    loop {
        let whole = reader.0;
        let is_kept = match reader.byte()? {
            EXTENSION => extension(&mut reader)?,
            IMAGE => {
                frames += 1;
                pixels += image(&mut reader)?;
                true
            }
            TRAILER => break,
            _ => return Err(malformed("it has a block that no picture needs")),
        };
        if frames > FRAMES_MAX || pixels > PIXELS_MAX {
            return Err(MediaRefusal::TooLarge("it has too many pixels".to_owned()));
        }
        if is_kept {
            let length = whole.len() - reader.0.len();
            kept.extend_from_slice(whole.get(..length).unwrap_or_default());
        }
    }
    kept.push(TRAILER);
    if !reader.0.is_empty() {
        return Err(malformed("something follows the end of the picture"));
    }
    if frames == 0 {
        return Err(malformed("it shows nothing"));
    }
    decode(&kept, frames)?;
    Ok(kept)
}

fn palette(reader: &mut Reader<'_>, flags: u8) -> Result<(), MediaRefusal> {
    if flags & 0x80 != 0 {
        reader.take(3 << ((flags & 7) + 1))?;
    }
    Ok(())
}

/// How many pixels it has.
fn image(reader: &mut Reader<'_>) -> Result<u64, MediaRefusal> {
    reader.take(4)?;
    let (width, height) = (reader.little_endian()?, reader.little_endian()?);
    check_sides(width.into(), height.into())?;
    let flags = reader.byte()?;
    palette(reader, flags)?;
    if !(2..=8).contains(&reader.byte()?) {
        return Err(malformed("its pixels are broken"));
    }
    sub_blocks(reader)?;
    Ok(u64::from(width) * u64::from(height))
}

/// Whether it shows something: how long a picture stays, how often it begins anew.
fn extension(reader: &mut Reader<'_>) -> Result<bool, MediaRefusal> {
    let label = reader.byte()?;
    let data = sub_blocks(reader)?;
    match label {
        0xf9 if data.len() == 4 => Ok(true),
        0xff if data.len() == 14 && data.starts_with(b"NETSCAPE2.0\x01") => Ok(true),
        // Comments, texts, and what programs tell themselves.
        0xfe | 0x01 | 0xff => refuse_in_text(&data).map(|()| false),
        _ => Err(malformed("it has a block that no picture needs")),
    }
}

/// What stands in a row of blocks of up to 255 bytes.
fn sub_blocks(reader: &mut Reader<'_>) -> Result<Vec<u8>, MediaRefusal> {
    let mut data = Vec::new();
    loop {
        match reader.byte()? {
            0 => return Ok(data),
            length => data.extend_from_slice(reader.take(length.into())?),
        }
    }
}

fn decode(content: &[u8], frames: usize) -> Result<(), MediaRefusal> {
    let broken = |_| malformed("its pixels are broken");
    let mut options = DecodeOptions::new();
    let most = NonZeroU64::new(64 * 1024 * 1024).unwrap_or(NonZeroU64::MIN);
    options.set_memory_limit(MemoryLimit::Bytes(most));
    options.check_frame_consistency(true);
    options.check_lzw_end_code(true);
    let mut decoder = options.read_info(Cursor::new(content)).map_err(broken)?;
    let mut shown = 0;
    while decoder.read_next_frame().map_err(broken)?.is_some() {
        shown += 1;
    }
    if shown == frames {
        return Ok(());
    }
    Err(malformed("its pictures are not those that it tells of"))
}
