//! Bytes, taken from the front; what is not there is a fault of the file.

use crate::malformed;
use ludger_ports::MediaRefusal;

/// What is left of a file.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], MediaRefusal> {
        let (taken, rest) = self
            .0
            .split_at_checked(count)
            .ok_or_else(|| malformed("the file ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], MediaRefusal> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, MediaRefusal> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn big_endian(&mut self) -> Result<u32, MediaRefusal> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    pub(crate) fn little_endian(&mut self) -> Result<u16, MediaRefusal> {
        Ok(u16::from_le_bytes(self.array()?))
    }
}
