//! Scripts for psql, as the server sees them.

/// The statements of a script, each line in its place. A meta-command, which starts its line with a backslash, leaves
/// an empty line; `\gset` ends a statement. What stands between `\if` and `\endif` is left out too.
#[must_use]
pub fn statements(script: &str) -> String {
    let mut conditions = 0_usize;
    let mut out = String::with_capacity(script.len());
    for line in script.lines() {
        match line.strip_prefix('\\') {
            Some(command) if command.starts_with("if ") => conditions += 1,
            Some(command) if command.starts_with("endif") => conditions = conditions.saturating_sub(1),
            Some(command) if command.starts_with("gset") && conditions == 0 => out.push(';'),
            Some(_) => {}
            None if conditions == 0 => out.push_str(line),
            None => {}
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_commands_are_left_out() {
        let script = "\\set QUIET on\nBEGIN;\nSELECT 1 AS one\n\\gset\n\\if :one\nSELECT 2;\n\\else\n\\echo fine\n\\endif\nROLLBACK;\n";
        assert_eq!(statements(script), "\nBEGIN;\nSELECT 1 AS one\n;\n\n\n\n\n\nROLLBACK;\n");
    }
}
