//! Wildcards of a custom policy's resource.

/// Whether `text` matches `pattern`, in which `*` stands for any characters, none included,
/// and `?` for exactly one. There is no escape: a `?` before a query is a wildcard too.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where the last `*` stands, and how far it reaches. An earlier one never has to reach
    // further than it did, so this takes pattern times text at most.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[read] => {
                at += 1;
                read += 1;
            }
            _ => {
                let Some((position, reach)) = star else {
                    return false;
                };
                star = Some((position, reach + 1));
                at = position + 1;
                read = reach + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [
            ("https://a/b", "https://a/b"),
            ("*", ""),
            ("*", "anything"),
            ("https://a/*", "https://a/"),
            ("https://a/*", "https://a/b/c.jpg?x=1"),
            ("https://a/*.jpg", "https://a/b.jpg.jpg"),
            ("http*://a/?.jpg", "https://a/b.jpg"),
            ("a*b*c", "aXbYbZc"),
            ("a?x=1", "a?x=1"),
            ("**a**", "bab"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("", "a"),
            ("a", ""),
            ("?", ""),
            ("https://a/b", "https://a/bc"),
            ("https://a/*", "https://b/"),
            ("https://a/*.jpg", "https://a/b.png"),
            ("a?c", "ac"),
            ("a*b*c", "aXbYbZ"),
            ("a**", "ba"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "*a".repeat(200) + "b";
        assert!(!matches(&pattern, &"a".repeat(5_000)));
    }
}
