pub(crate) struct Writer;
