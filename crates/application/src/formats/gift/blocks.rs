//! Cuts a document into its questions, line by line and once.

/// What a document is made of.
pub(super) enum Piece<'a> {
    /// `$CATEGORY: path`
    Category(&'a str),
    /// `// ludger-topic: json`
    Topic { line: usize, json: &'a str },
    /// One question, or what should be one.
    Question(Block<'a>),
}

/// The lines of one question.
pub(super) struct Block<'a> {
    /// Where its text starts.
    pub(super) line: usize,
    /// What stands behind the `//` of its comments.
    pub(super) comments: Vec<&'a str>,
    lines: Vec<&'a str>,
}

impl Block<'_> {
    /// The text, without comments and indentation.
    pub(super) fn text(&self) -> String {
        self.lines.join("\n")
    }

    pub(super) fn bytes(&self) -> usize {
        self.lines
            .iter()
            .chain(&self.comments)
            .map(|line| line.len() + 1)
            .sum()
    }
}

#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn comment(self) -> Option<&'a str> {
        self.text.strip_prefix("//").map(str::trim)
    }
}

/// The pieces of a document, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut splitter = Splitter::default();
    for (index, text) in text.lines().enumerate() {
        splitter.take(Line {
            number: index + 1,
            text: text.trim(),
        });
    }
    splitter.end_block();
    splitter.pieces
}

#[derive(Default)]
struct Splitter<'a> {
    pieces: Vec<Piece<'a>>,
    /// The question so far, comments included.
    lines: Vec<Line<'a>>,
    /// Comments behind a blank line inside braces: they belong to this question or to the next.
    undecided: Vec<Line<'a>>,
    /// Inside braces.
    is_open: bool,
    /// How many of the lines stand up to the first `}`, once there is one.
    closed_at: Option<usize>,
    after_blank: bool,
}

impl<'a> Splitter<'a> {
    fn take(&mut self, line: Line<'a>) {
        if line.text.is_empty() {
            self.after_blank = true;
        } else if let Some(path) = line.text.strip_prefix("$CATEGORY:") {
            self.end_block();
            self.pieces.push(Piece::Category(path.trim()));
        } else if let Some(comment) = line.comment() {
            self.take_comment(line, comment);
        } else {
            self.take_text(line);
        }
    }

    fn take_comment(&mut self, line: Line<'a>, comment: &'a str) {
        if let Some(json) = comment.strip_prefix("ludger-topic:") {
            self.pieces.push(Piece::Topic {
                line: line.number,
                json: json.trim(),
            });
        } else if self.after_blank && self.is_open {
            self.undecided.push(line);
        } else {
            self.end_block_after_blank();
            self.lines.push(line);
        }
    }

    fn take_text(&mut self, line: Line<'a>) {
        let goes_on = self.is_open && line.text.starts_with(['=', '~', '#', '}']);
        if goes_on {
            self.after_blank = false;
            self.lines.append(&mut self.undecided);
        } else {
            self.end_block_after_blank();
            self.start_without_blank(line.text);
        }
        self.lines.push(line);
        self.follow_braces(line.text);
    }

    /// A question may follow at once where the one before has its answers and this line has a title or a brace.
    fn start_without_blank(&mut self, text: &str) {
        let Some(closed_at) = self.closed_at.filter(|_| !self.is_open) else {
            return;
        };
        if text.starts_with("::") {
            let own = self
                .lines
                .iter()
                .rposition(|line| line.comment().is_none())
                .map_or(0, |last| last + 1);
            self.end_block_at(own);
        } else if super::text::find_unescaped(text, "{").is_some() {
            self.end_block_at(closed_at);
        }
    }

    fn follow_braces(&mut self, text: &str) {
        let mut rest = text;
        while let Some((brace, behind)) = super::text::next_brace(rest) {
            self.is_open = brace == '{';
            if !self.is_open {
                self.closed_at.get_or_insert(self.lines.len());
            }
            rest = behind;
        }
    }

    fn end_block_after_blank(&mut self) {
        if self.after_blank {
            self.end_block();
        }
    }

    /// The lines from `at` on are the start of the next question.
    fn end_block_at(&mut self, at: usize) {
        let next = self.lines.split_off(at.min(self.lines.len()));
        self.end_block();
        self.lines = next;
    }

    fn end_block(&mut self) {
        let lines = std::mem::replace(&mut self.lines, std::mem::take(&mut self.undecided));
        (self.is_open, self.closed_at, self.after_blank) = (false, None, false);
        let (comments, texts): (Vec<_>, Vec<_>) =
            lines.into_iter().partition(|line| line.comment().is_some());
        if let Some(first) = texts.first() {
            self.pieces.push(Piece::Question(Block {
                line: first.number,
                comments: comments.into_iter().filter_map(Line::comment).collect(),
                lines: texts.iter().map(|line| line.text).collect(),
            }));
        }
    }
}
