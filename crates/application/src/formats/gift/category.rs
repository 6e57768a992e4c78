//! `$CATEGORY: $course$/top/Parent/Child`. A slash inside a name is written twice, as Moodle does.

/// The last name of a path. `None` where it names only the root.
pub(super) fn topic_of(path: &str) -> Option<String> {
    let mut names = names(path);
    if names
        .first()
        .is_some_and(|name| name.len() > 1 && name.starts_with('$') && name.ends_with('$'))
    {
        names.remove(0);
    }
    if names.first().is_some_and(|name| name == "top") {
        names.remove(0);
    }
    names.pop()
}

fn names(path: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut chars = path.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, names.last_mut()) {
            ('/', _) if chars.peek() != Some(&'/') => names.push(String::new()),
            (c, Some(name)) => {
                name.push(c);
                if c == '/' {
                    chars.next();
                }
            }
            (_, None) => {}
        }
    }
    names
        .into_iter()
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The path of a topic. Titles that no path can hold (with line breaks, with a slash in front) come near.
pub(super) fn path_of(topic: &str) -> String {
    let name: Vec<_> = topic.split_whitespace().collect();
    let name = if topic.contains(['\n', '\r']) {
        name.join(" ")
    } else {
        topic.to_owned()
    };
    format!("$course$/top/{}", name.replace('/', "//"))
}
