//! MP3 (ISO/IEC 11172-3 and 13818-3, layer III): frame by frame to the last byte, all of one kind. Tags before and behind
//! the frames (ID3) are left out; they hold names, pictures and whatever else somebody put there.

use crate::malformed;
use crate::markers::refuse_in_text;
use ludger_ports::MediaRefusal;

/// Fewer are no sound, and may be frames by chance.
const FRAMES_MIN: usize = 3;
const HEADER: usize = 4;

/// In kbit/s, for the first version, and for the two later ones.
const BIT_RATES: [[usize; 14]; 2] = [
    [
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320,
    ],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const SAMPLE_RATES: [usize; 3] = [44_100, 48_000, 32_000];

/// Whether it begins as one.
pub(crate) fn seems(content: &[u8]) -> bool {
    content.starts_with(b"ID3") || Frame::read(content).is_some()
}

/// The frames.
pub(crate) fn inspect(content: &[u8]) -> Result<Vec<u8>, MediaRefusal> {
    let frames = without_tags(content)?;
    let first = Frame::read(frames).ok_or_else(|| malformed("no frame stands where one should"))?;
    let (mut rest, mut count) = (frames, 0);
    while !rest.is_empty() {
        let frame = Frame::read(rest).filter(|frame| frame.is_like(&first));
        let frame = frame.ok_or_else(|| malformed("something else stands between its frames"))?;
        rest = rest
            .get(frame.length..)
            .ok_or_else(|| malformed("its last frame ends too early"))?;
        count += 1;
    }
    if count < FRAMES_MIN {
        return Err(malformed("it is too short to be heard"));
    }
    Ok(frames.to_vec())
}

fn without_tags(content: &[u8]) -> Result<&[u8], MediaRefusal> {
    let broken = || malformed("its tag is broken");
    let mut rest = content;
    if content.starts_with(b"ID3") {
        let head = content.get(..10).ok_or_else(broken)?;
        let (flags, size) = (head.get(5), head.get(6..10).ok_or_else(broken)?);
        if size.iter().any(|byte| byte & 0x80 != 0) {
            return Err(broken());
        }
        let size = size
            .iter()
            .fold(0, |sum, byte| (sum << 7) | usize::from(*byte));
        let footer = if flags.is_some_and(|flags| flags & 0x10 != 0) {
            10
        } else {
            0
        };
        let (tag, behind) = content
            .split_at_checked(10 + size + footer)
            .ok_or_else(broken)?;
        refuse_in_text(tag)?;
        rest = behind;
    }
    if let Some(at) = rest.len().checked_sub(128)
        && let Some((frames, tag)) = rest.split_at_checked(at)
        && tag.starts_with(b"TAG")
    {
        refuse_in_text(tag)?;
        rest = frames;
    }
    Ok(rest)
}

/// What a frame's header tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    version: u8,
    sample_rate: usize,
    /// With the header, in bytes.
    length: usize,
}

impl Frame {
    fn read(bytes: &[u8]) -> Option<Self> {
        let &[sync, kind, rates, _] = bytes.get(..HEADER)? else {
            return None;
        };
        let (version, layer) = ((kind >> 3) & 3, (kind >> 1) & 3);
        // Eleven bits of the beginning; layer III; no reserved version.
        if sync != 0xff || kind & 0xe0 != 0xe0 || layer != 1 || version == 1 {
            return None;
        }
        let is_first = version == 3;
        let table = BIT_RATES.get(usize::from(!is_first))?;
        let bit_rate = table.get(usize::from(rates >> 4).checked_sub(1)?)? * 1_000;
        let sample_rate = SAMPLE_RATES.get(usize::from((rates >> 2) & 3))?
            / match version {
                3 => 1,
                2 => 2,
                _ => 4,
            };
        let samples_in_bytes = if is_first { 144 } else { 72 };
        let padding = usize::from((rates >> 1) & 1);
        Some(Self {
            version,
            sample_rate,
            length: samples_in_bytes * bit_rate / sample_rate + padding,
        })
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.version, self.sample_rate) == (other.version, other.sample_rate)
    }
}
