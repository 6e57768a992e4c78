//! PNG (ISO/IEC 15948): chunk by chunk to `IEND`, each with its sum; then decoded within bounds.

use crate::markers::refuse_in_text;
use crate::reader::Reader;
use crate::{check_sides, malformed};
use flate2::{Decompress, FlushDecompress, Status};
use ludger_ports::MediaRefusal;
use std::io::Cursor;

pub(crate) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What a decoder may need: the largest picture, of 16 bits a channel.
const DECODED_BYTES_MAX: usize = 4_096 * 4_096 * 8;
/// Rows of a picture take this much more than pixels alone: one byte each, for each of seven passes.
const ROWS_BYTES_MAX: usize = 8 * 4_096;

/// The picture without what shows nothing.
pub(crate) fn inspect(content: &[u8]) -> Result<Vec<u8>, MediaRefusal> {
    let mut reader = Reader(content);
    let mut kept = reader.take(SIGNATURE.len())?.to_vec();
    let mut pixels = Vec::new();
    let mut place = Place::Header;
    while place != Place::Behind {
        let whole = reader.0;
        let length = usize::try_from(reader.big_endian()?).unwrap_or(usize::MAX);
        let kind: [u8; 4] = reader.array()?;
        let data = reader.take(length)?;
        check_sum(kind, data, reader.big_endian()?)?;
        place = place.after(kind)?;
        match &kind {
            b"IHDR" => check_header(data)?,
            b"IDAT" => pixels.extend_from_slice(data),
            b"IEND" if !data.is_empty() => return Err(malformed("IEND holds something")),
            _ => {}
        }
        match fate(kind)? {
            Fate::Kept => kept.extend_from_slice(whole.get(..length + 12).unwrap_or_default()),
            Fate::LeftOut => refuse_in_text(data)?,
        }
    }
    if !reader.0.is_empty() {
        return Err(malformed("something follows the end of the picture"));
    }
    check_stream(&pixels)?;
    decode(&kept)?;
    Ok(kept)
}

/// Where in the file the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    BeforePixels,
    Pixels,
    AfterPixels,
    Behind,
}

impl Place {
    /// `IHDR` first, all `IDAT` in a row, `IEND` last.
    fn after(self, kind: [u8; 4]) -> Result<Self, MediaRefusal> {
        match (self, &kind) {
            (Self::Header, b"IHDR") => Ok(Self::BeforePixels),
            (Self::BeforePixels | Self::Pixels, b"IDAT") => Ok(Self::Pixels),
            (Self::Pixels | Self::AfterPixels, b"IEND") => Ok(Self::Behind),
            (Self::BeforePixels, b"IEND" | b"IHDR")
            | (Self::Header, _)
            | (Self::Pixels | Self::AfterPixels, b"IHDR" | b"PLTE")
            | (Self::AfterPixels, b"IDAT") => Err(malformed("its chunks are out of order")),
            (Self::Pixels, _) => Ok(Self::AfterPixels),
            (place, _) => Ok(place),
        }
    }
}

enum Fate {
    Kept,
    LeftOut,
}

/// Chunks of the standard that show something are kept; those that tell something are not; others are refused, moving
/// pictures among them.
fn fate(kind: [u8; 4]) -> Result<Fate, MediaRefusal> {
    match &kind {
        b"IHDR" | b"PLTE" | b"IDAT" | b"IEND" | b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"sBIT"
        | b"bKGD" | b"pHYs" => Ok(Fate::Kept),
        b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" | b"eXIf" | b"iCCP" | b"hIST" | b"sPLT" => {
            Ok(Fate::LeftOut)
        }
        _ => Err(malformed("it has a chunk that no still picture needs")),
    }
}

fn check_header(data: &[u8]) -> Result<(), MediaRefusal> {
    let mut header = Reader(data);
    check_sides(header.big_endian()?, header.big_endian()?)?;
    header.take(5)?;
    if header.0.is_empty() {
        return Ok(());
    }
    Err(malformed("IHDR has a wrong length"))
}

fn check_sum(kind: [u8; 4], data: &[u8], sum: u32) -> Result<(), MediaRefusal> {
    let mut crc = crc32fast::Hasher::new();
    crc.update(&kind);
    crc.update(data);
    if crc.finalize() == sum {
        return Ok(());
    }
    Err(malformed("a chunk has a wrong sum"))
}

/// The pixels are one stream, and nothing is hidden behind its end.
fn check_stream(pixels: &[u8]) -> Result<(), MediaRefusal> {
    let mut stream = Decompress::new(true);
    let mut room = vec![0; 64 * 1024];
    let read = |stream: &Decompress| usize::try_from(stream.total_in()).unwrap_or(usize::MAX);
    loop {
        let (taken, given) = (stream.total_in(), stream.total_out());
        let rest = pixels.get(read(&stream)..).unwrap_or_default();
        let status = stream.decompress(rest, &mut room, FlushDecompress::None);
        let status = status.map_err(|_| malformed("its pixels are broken"))?;
        let most = u64::try_from(DECODED_BYTES_MAX + ROWS_BYTES_MAX).unwrap_or(u64::MAX);
        if stream.total_out() > most {
            return Err(MediaRefusal::TooLarge("it has too many pixels".to_owned()));
        }
        if status == Status::StreamEnd {
            break;
        }
        if (taken, given) == (stream.total_in(), stream.total_out()) {
            return Err(malformed("its pixels end too early"));
        }
    }
    if read(&stream) == pixels.len() {
        return Ok(());
    }
    Err(malformed("something follows its pixels"))
}

fn decode(content: &[u8]) -> Result<(), MediaRefusal> {
    let broken = |_| malformed("its pixels are broken");
    let limits = png::Limits {
        bytes: DECODED_BYTES_MAX,
    };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(content), limits);
    decoder.ignore_checksums(false);
    let mut reader = decoder.read_info().map_err(broken)?;
    let size = reader.output_buffer_size();
    let size = size.filter(|size| *size <= DECODED_BYTES_MAX);
    let size = size.ok_or_else(|| MediaRefusal::TooLarge("it has too many pixels".to_owned()))?;
    let mut room = vec![0; size];
    reader.next_frame(&mut room).map_err(broken)?;
    reader.finish().map_err(broken)
}
