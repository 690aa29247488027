//! What the rules for mistakes report.

use ruff_python_ast as ra;
use ruff_text_size::Ranged;

use super::{Captures, Kind, Parser, Stop};
use crate::compiler::errors::ErrorKind;

type R = Result<(), Stop>;

/// Where assignment or deletion would go wrong.
#[derive(Clone, Copy, PartialEq)]
enum Targets {
    Star,
    Del,
    For,
}

/// What CPython calls a kind of expression.
fn expr_name(e: &ra::Expr) -> &'static str {
    match e {
        ra::Expr::Attribute(_) => "attribute",
        ra::Expr::Subscript(_) => "subscript",
        ra::Expr::Starred(_) => "starred",
        ra::Expr::Name(_) => "name",
        ra::Expr::List(_) => "list",
        ra::Expr::Tuple(_) => "tuple",
        ra::Expr::Lambda(_) => "lambda",
        ra::Expr::Call(_) => "function call",
        ra::Expr::Generator(_) => "generator expression",
        ra::Expr::Yield(_) | ra::Expr::YieldFrom(_) => "yield expression",
        ra::Expr::Await(_) => "await expression",
        ra::Expr::ListComp(_) => "list comprehension",
        ra::Expr::SetComp(_) => "set comprehension",
        ra::Expr::DictComp(_) => "dict comprehension",
        ra::Expr::Dict(_) => "dict literal",
        ra::Expr::Set(_) => "set display",
        ra::Expr::FString(_) | ra::Expr::TString(_) => "f-string expression",
        ra::Expr::StringLiteral(_) | ra::Expr::BytesLiteral(_) | ra::Expr::NumberLiteral(_) => "literal",
        ra::Expr::BooleanLiteral(b) => {
            if b.value {
                "True"
            } else {
                "False"
            }
        }
        ra::Expr::NoneLiteral(_) => "None",
        ra::Expr::EllipsisLiteral(_) => "ellipsis",
        ra::Expr::Compare(_) => "comparison",
        ra::Expr::If(_) => "conditional expression",
        ra::Expr::Named(_) => "named expression",
        _ => "expression",
    }
}

/// The first part of an expression that cannot be a target.
fn invalid_target(e: &ra::Expr, targets: Targets) -> Option<&ra::Expr> {
    match e {
        ra::Expr::List(l) => l.elts.iter().find_map(|e| invalid_target(e, targets)),
        ra::Expr::Tuple(t) => t.elts.iter().find_map(|e| invalid_target(e, targets)),
        ra::Expr::Starred(s) => {
            if targets == Targets::Del {
                Some(e)
            } else {
                invalid_target(&s.value, targets)
            }
        }
        ra::Expr::Compare(c) if targets == Targets::For => match c.ops.first() {
            Some(ra::CmpOp::In) => invalid_target(&c.left, targets),
            _ => None,
        },
        ra::Expr::Name(_) | ra::Expr::Subscript(_) | ra::Expr::Attribute(_) => None,
        other => Some(other),
    }
}

impl Parser<'_> {
    /// Parses the expression that a capture spans, in parentheses of its own.
    fn expr(&self, cap: (usize, usize)) -> Option<ra::Expr> {
        let (a, b) = self.range(cap);
        let text = self.src.get(a.start.at..b.end.at)?;
        let parsed = ruff_python_parser::parse_expression(&format!("({text}\n)")).ok()?;
        Some(*parsed.into_syntax().body)
    }

    /// Where a part of what [`Parser::expr`] gave is in the source.
    fn place(&self, cap: (usize, usize), e: &ra::Expr) -> (usize, usize) {
        let (a, b) = self.range(cap);
        let at = |offset: usize| (a.start.at + offset.saturating_sub(1)).min(b.end.at);
        (at(e.start().to_usize()), at(e.end().to_usize()))
    }

    /// What a capture's expression is called.
    fn name_of(&self, cap: (usize, usize)) -> &'static str {
        match self.expr(cap) {
            Some(e) => expr_name(&e),
            None => match self.text(self.range(cap).0) {
                "yield" => "yield expression",
                "*" => "starred",
                _ => "expression",
            },
        }
    }

    /// An error at an expression: its parentheses are no part of it.
    fn at_expr(&self, cap: (usize, usize), msg: &str) -> Stop {
        let (a, b) = self.range(cap);
        match self.expr(cap) {
            Some(e) => {
                let (from, to) = self.place(cap, &e);
                self.raise_bytes(from, to, msg)
            }
            None => self.raise_tokens(a, b, msg),
        }
    }

    /// An error from the start of one capture's expression to the end of another's.
    fn between(&self, a: (usize, usize), b: (usize, usize), msg: &str) -> Stop {
        let start = self.expr(a).map_or(self.range(a).0.start.at, |e| self.place(a, &e).0);
        let end = self.expr(b).map_or(self.range(b).1.end.at, |e| self.place(b, &e).1);
        self.raise_bytes(start, end, msg)
    }

    fn bad_target(&self, cap: (usize, usize), targets: Targets) -> R {
        let Some(e) = self.expr(cap) else {
            let (first, _) = self.range(cap);
            if self.text(first) == "*" && targets != Targets::Del {
                // A starred expression alone parses only as a target.
                return if cap.1 > cap.0 + 1 { self.bad_target((cap.0 + 1, cap.1), targets) } else { Ok(()) };
            }
            if self.text(first) == "*" {
                let (a, b) = self.range(cap);
                return Err(self.raise_tokens(a, b, "cannot delete starred"));
            }
            return Ok(());
        };
        match invalid_target(&e, targets) {
            Some(bad) => {
                let verb = if targets == Targets::Del { "delete" } else { "assign to" };
                let msg = format!("cannot {verb} {}", expr_name(bad));
                let (from, to) = self.place(cap, bad);
                Err(self.raise_bytes(from, to, &msg))
            }
            None => Ok(()),
        }
    }

    fn last_error(&self, msg: &str) -> R {
        Err(self.raise_last(ErrorKind::Syntax, msg))
    }

    fn block(&self, cap: (usize, usize), what: &str) -> R {
        let line = self.range(cap).0.start.line;
        Err(self.raise_last(
            ErrorKind::Indentation,
            &format!("expected an indented block after {what} on line {line}"),
        ))
    }

    /// The items of an argument list, split at its own commas.
    fn items(&self, (start, end): (usize, usize)) -> Vec<(usize, usize)> {
        let mut items = Vec::new();
        let mut from = start;
        let mut depth = 0usize;
        for i in start..end {
            match (self.tokens[i].kind, self.text(self.tokens[i])) {
                (Kind::Op, "(" | "[" | "{") => depth += 1,
                (Kind::Op, ")" | "]" | "}") => depth = depth.saturating_sub(1),
                (Kind::Op, ",") if depth == 0 => {
                    items.push((from, i));
                    from = i + 1;
                }
                _ => {}
            }
        }
        if from < end {
            items.push((from, end));
        }
        items
    }

    fn is_keyword_item(&self, (start, end): (usize, usize)) -> bool {
        self.text(self.tokens[start]) == "**"
            || (end > start + 1
                && self.tokens[start].kind == Kind::Name
                && self.text(self.tokens[start + 1]) == "=")
    }

    /// Reports what an alternative recognised; does nothing when there is nothing to report after all.
    pub(super) fn act(&mut self, action: &str, c: Captures, end: usize) -> R {
        let (a, b) = (c.a, c.b);
        let tokens = |p: &Self, msg: &str| {
            let (first, last) = p.range(a);
            Err(p.raise_tokens(first, last, msg))
        };
        let spans = |p: &Self, msg: &str| {
            let (first, _) = p.range(a);
            let (_, last) = p.range(b);
            Err(p.raise_tokens(first, last, msg))
        };
        match action {
            "expected_colon" => self.last_error("expected ':'"),
            "forgot_comma" => {
                let first = self.text(self.range(a).0);
                if (matches!(first, "print" | "exec") && a.1 == a.0 + 1) || self.tokens[end - 1].level == 0 {
                    return Ok(());
                }
                Err(self.between(a, b, "invalid syntax. Perhaps you forgot a comma?"))
            }
            "expected_else" => Err(self.between(a, b, "expected 'else' after 'if' expression")),
            "fstring_lambda" => {
                spans(self, "f-string: lambda expressions are not allowed without parentheses")
            }
            "legacy" => {
                let name = self.text(self.range(a).0);
                if !matches!(name, "print" | "exec") {
                    return Ok(());
                }
                let msg = format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                Err(self.between(a, b, &msg))
            }
            "walrus_target" => {
                let msg = format!("cannot use assignment expressions with {}", self.name_of(a));
                Err(self.at_expr(a, &msg))
            }
            "maybe_equals" => {
                Err(self.between(a, b, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"))
            }
            "cannot_assign_here" => {
                let msg = format!(
                    "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                    self.name_of(a)
                );
                Err(self.at_expr(a, &msg))
            }
            "annotate_display" => {
                let msg = format!("only single target (not {}) can be annotated", self.name_of(a));
                Err(self.at_expr(a, &msg))
            }
            "annotate_tuple" => Err(self.at_expr(a, "only single target (not tuple) can be annotated")),
            "annotate_illegal" => Err(self.at_expr(a, "illegal target for annotation")),
            "invalid_star_target" => self.bad_target(a, Targets::Star),
            "invalid_del_target" => self.bad_target(a, Targets::Del),
            "invalid_for_target" => self.bad_target(a, Targets::For),
            "assign_yield" => Err(self.at_expr(a, "assignment to yield expression not possible")),
            "augassign_target" => {
                let msg = format!("'{}' is an illegal expression for augmented assignment", self.name_of(a));
                Err(self.at_expr(a, &msg))
            }
            "indented_block" => Err(self.raise_last(ErrorKind::Indentation, "expected an indented block")),
            "block_if" => self.block(a, "'if' statement"),
            "block_elif" => self.block(a, "'elif' statement"),
            "block_else" => self.block(a, "'else' statement"),
            "block_while" => self.block(a, "'while' statement"),
            "block_for" => self.block(a, "'for' statement"),
            "block_with" => self.block(a, "'with' statement"),
            "block_try" => self.block(a, "'try' statement"),
            "block_except" => self.block(a, "'except' statement"),
            "block_except_star" => self.block(a, "'except*' statement"),
            "block_finally" => self.block(a, "'finally' statement"),
            "block_match" => self.block(a, "'match' statement"),
            "block_case" => self.block(a, "'case' statement"),
            "block_def" => self.block(a, "function definition"),
            "block_class" => self.block(a, "class definition"),
            "expected_except" => self.last_error("expected 'except' or 'finally' block"),
            "except_mixed" => tokens(self, "cannot have both 'except' and 'except*' on the same 'try'"),
            "except_mixed_star" => spans(self, "cannot have both 'except' and 'except*' on the same 'try'"),
            "except_parenthesized" => {
                Err(self.raise_from(self.range(a).0, "multiple exception types must be parenthesized"))
            }
            "except_star_type" => self.last_error("expected one or more exception types"),
            "comp_unpack" => tokens(self, "iterable unpacking cannot be used in comprehension"),
            "comp_tuple" => {
                Err(self.between(a, b, "did you forget parentheses around the comprehension target?"))
            }
            "dict_comp_unpack" => tokens(self, "dict unpacking cannot be used in dict comprehension"),
            "slash_first" => tokens(self, "at least one argument must precede /"),
            "slash_twice" => tokens(self, "/ may appear only once"),
            "default_order" => {
                // The parameter's comma belongs to the rule, not to the parameter.
                let (first, last) = self.range(a);
                let last = if self.text(last) == "," { self.range((a.0, a.1 - 1)).1 } else { last };
                Err(self.raise_tokens(
                    first,
                    last,
                    "parameter without a default follows parameter with a default",
                ))
            }
            "paren_params" => spans(self, "Function parameters cannot be parenthesized"),
            "paren_lambda_params" => spans(self, "Lambda expression parameters cannot be parenthesized"),
            "slash_after_star" => tokens(self, "/ must be ahead of *"),
            "comma_slash_star" => tokens(self, "expected comma between / and *"),
            "default_value" => tokens(self, "expected default value expression"),
            "bare_star" => tokens(self, "named arguments must follow bare *"),
            "lambda_bare_star" => self.last_error("named arguments must follow bare *"),
            "star_default" => tokens(self, "var-positional argument cannot have default value"),
            "star_twice" => tokens(self, "* argument may appear only once"),
            "kwargs_default" => tokens(self, "var-keyword argument cannot have default value"),
            "after_kwargs" => tokens(self, "arguments cannot follow var-keyword argument"),
            "for_in" => self.last_error("'in' expected after for-loop variables"),
            "starred_here" => tokens(self, "cannot use starred expression here"),
            "double_starred_here" => tokens(self, "cannot use double starred expression here"),
            "import_from_swapped" => {
                Err(self.raise_from(self.range(a).0, "Did you mean to use 'from ... import ...' instead?"))
            }
            "import_nothing" => {
                Err(self.raise_from(self.range(a).0, "Expected one or more names after 'import'"))
            }
            "import_trailing" => {
                self.last_error("trailing comma not allowed without surrounding parentheses")
            }
            "as_wildcard" => tokens(self, "cannot use '_' as a target"),
            "as_target" => Err(self.at_expr(a, "invalid pattern target")),
            "class_positional" => {
                // What is wrong are the positional patterns after the last keyword pattern.
                let items = self.items(a);
                let from =
                    items.iter().rposition(|&(s, e)| e > s + 1 && self.text(self.tokens[s + 1]) == "=");
                let first = from.and_then(|i| items.get(i + 1)).map_or(a.0, |i| i.0);
                let (first, last) = self.range((first, a.1));
                Err(self.raise_tokens(first, last, "positional patterns follow keyword patterns"))
            }
            "unpack_after_keyword" => Err(self.raise_from(
                self.range(a).0,
                "iterable argument unpacking follows keyword argument unpacking",
            )),
            "argument_value" => spans(self, "expected argument value expression"),
            "assign_unpacking" => spans(self, "cannot assign to iterable argument unpacking"),
            "assign_keyword_unpacking" => spans(self, "cannot assign to keyword argument unpacking"),
            "star_alone" => self.last_error("Invalid star expression"),
            "genexp_first" => Err(self.between(a, b, "Generator expression must be parenthesized")),
            "genexp_argument" => {
                let items = self.items(a);
                let positional: Vec<_> = items.iter().filter(|&&i| !self.is_keyword_item(i)).collect();
                match positional.last() {
                    Some(&&last) if positional.len() > 1 => {
                        let (first, _) = self.range(last);
                        let (_, last) = self.range(b);
                        Err(self.raise_tokens(first, last, "Generator expression must be parenthesized"))
                    }
                    _ => Ok(()),
                }
            }
            "genexp_parenthesized" => {
                // To the end of the last clause's target.
                let mut target_end = b.1 - 1;
                let mut in_target = false;
                let mut depth = 0usize;
                for i in b.0..b.1 {
                    match self.text(self.tokens[i]) {
                        "(" | "[" | "{" => depth += 1,
                        ")" | "]" | "}" => depth = depth.saturating_sub(1),
                        "for" if depth == 0 => in_target = true,
                        "in" if depth == 0 && in_target => {
                            target_end = i - 1;
                            in_target = false;
                        }
                        _ => {}
                    }
                }
                let (first, _) = self.range(a);
                Err(self.raise_tokens(
                    first,
                    self.tokens[target_end],
                    "Generator expression must be parenthesized",
                ))
            }
            "positional_after_keyword" => {
                let unpacking = self.items(a).iter().any(|&(s, _)| self.text(self.tokens[s]) == "**");
                self.last_error(if unpacking {
                    "positional argument follows keyword argument unpacking"
                } else {
                    "positional argument follows keyword argument"
                })
            }
            "keyword_constant" => {
                let msg = format!("cannot assign to {}", self.text(self.range(a).0));
                spans(self, &msg)
            }
            "keyword_expression" => {
                Err(self.between(a, b, "expression cannot contain assignment, perhaps you meant \"==\"?"))
            }
            "dict_starred_value" => {
                Err(self.raise_from(self.range(a).0, "cannot use a starred expression in a dictionary value"))
            }
            "dict_value" => tokens(self, "expression expected after dictionary key and ':'"),
            "dict_colon" => {
                let (_, last) = self.range(a);
                let col = self.chars(last.end.line_start, last.end.at);
                Err(crate::compiler::errors::CompileError::exact(
                    ErrorKind::Syntax,
                    "':' expected after dictionary key",
                    [self.range(a).0.start.line, col, last.end.line, 0],
                ))
            }
            "type_params_empty" => {
                Err(self.raise_from(self.range(a).0, "Type parameter list cannot be empty"))
            }
            "typevartuple_bound" | "paramspec_bound" => {
                let constraints = matches!(self.expr(b), Some(ra::Expr::Tuple(_)));
                let what = if action == "paramspec_bound" { "ParamSpec" } else { "TypeVarTuple" };
                let msg =
                    format!("cannot use {} with {what}", if constraints { "constraints" } else { "bound" });
                Err(self.raise_from(self.range(a).0, &msg))
            }
            "f_before_equals" => tokens(self, "f-string: valid expression required before '='"),
            "f_before_bang" => tokens(self, "f-string: valid expression required before '!'"),
            "f_before_colon" => tokens(self, "f-string: valid expression required before ':'"),
            "f_before_brace" => tokens(self, "f-string: valid expression required before '}'"),
            "f_expecting_expr" => self.last_error("f-string: expecting a valid expression after '{'"),
            "f_expecting_any" => self.f_error(end, "f-string: expecting '=', or '!', or ':', or '}'"),
            "f_expecting_after_equals" => self.f_error(end, "f-string: expecting '!', or ':', or '}'"),
            "f_expecting_colon" => self.f_error(end, "f-string: expecting ':' or '}'"),
            "f_expecting_specs" => self.f_error(end, "f-string: expecting '}', or format specs"),
            "f_expecting_brace" => self.f_error(end, "f-string: expecting '}'"),
            "f_missing_conversion" => self.f_error(end, "f-string: missing conversion character"),
            "f_invalid_conversion" => self.f_error(end, "f-string: invalid conversion character"),
            _ => Ok(()),
        }
    }

    /// An error at the token that an f-string's field goes wrong with.
    fn f_error(&mut self, at: usize, msg: &str) -> R {
        let t = self.token(at)?;
        Err(self.raise_tokens(t, t, msg))
    }
}
