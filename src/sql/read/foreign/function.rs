//! Functions and procedures.

use pg_query::NodeEnum;
use pg_query::protobuf::{
    AlterFunctionStmt, CreateFunctionStmt, DefElem, FunctionParameter, FunctionParameterMode, Node, ObjectWithArgs,
    TypeName, VariableSetKind,
};

use super::super::node::{Unknown, unknown};
use super::node::{items, maybe_tree, object_name, options, texts, value};
use super::session::Session;
use crate::sql::facts::{Argument, Function, FunctionKind, Mode, Signature, Type};
use crate::sql::token::{Kind, tokens};

impl Session {
    /// Makes a function, or puts it in place of one, whose comment and privileges stay.
    pub fn create_function(&mut self, stmt: &CreateFunctionStmt, text: &str) -> Result<(), Unknown> {
        let name = self.new_name(object_name(&stmt.funcname)?);
        let arguments = stmt.parameters.iter().map(|node| self.argument(node)).collect::<Result<Vec<_>, _>>()?;
        let mut function = Function {
            kind: if stmt.is_procedure { FunctionKind::Procedure } else { FunctionKind::Function },
            returns: self.returned(stmt.return_type.as_ref(), &arguments)?,
            returns_set: stmt.return_type.as_ref().is_some_and(|ty| ty.setof),
            arguments,
            language: if stmt.sql_body.is_some() { "sql".to_owned() } else { String::new() },
            volatility: "volatile".to_owned(),
            parallel: "unsafe".to_owned(),
            ..Function::default()
        };
        options(&stmt.options).try_for_each(|option| set(&mut function, option))?;
        if stmt.sql_body.is_some() {
            function.inline = true;
            function.body = inline_body(text)?;
        }
        let given = function.arguments.iter().filter(|argument| argument.mode.is_given());
        let signature = Signature { name, arguments: given.map(|argument| argument.ty.clone()).collect() };
        if let Some(old) = self.facts.functions.remove(&signature) {
            (function.comment, function.privileges, function.owner) = (old.comment, old.privileges, old.owner);
        }
        self.facts.functions.insert(signature, function);
        Ok(())
    }

    fn argument(&self, node: &Node) -> Result<Argument, Unknown> {
        let Some(NodeEnum::FunctionParameter(one)) = node.node.as_ref() else { return unknown("an argument") };
        let Some(ty) = &one.arg_type else { return unknown("an argument without a type") };
        Ok(Argument {
            mode: mode(one)?,
            name: (!one.name.is_empty()).then(|| one.name.clone()),
            ty: self.ty(ty)?,
            default: maybe_tree(one.defexpr.as_deref())?,
        })
    }

    /// What is returned: as it is said, or as the arguments that go out say.
    fn returned(&self, said: Option<&TypeName>, arguments: &[Argument]) -> Result<Type, Unknown> {
        if let Some(ty) = said {
            return self.ty(ty);
        }
        let mut out = arguments.iter().filter(|one| matches!(one.mode, Mode::Out | Mode::InOut));
        match (out.next(), out.next()) {
            (Some(one), None) => Ok(one.ty.clone()),
            (Some(_), Some(_)) => Ok(super::column::built_in("record")),
            (None, _) => Ok(Type::default()),
        }
    }

    /// Changes the options of a function.
    pub fn alter_function(&mut self, stmt: &AlterFunctionStmt) -> Result<(), Unknown> {
        let Some(named) = &stmt.func else { return unknown("no name") };
        let signature = self.signature(named)?;
        let function = self.function(&signature)?;
        options(&stmt.actions).try_for_each(|option| set(function, option))
    }

    /// A function that stands.
    pub fn function(&mut self, signature: &Signature) -> Result<&mut Function, Unknown> {
        let found = self.facts.functions.get_mut(signature);
        found.ok_or_else(|| Unknown(format!("the function `{signature}`, which is not there")))
    }

    /// The function that a statement names: by the types of its arguments, or alone of its name.
    pub fn signature(&self, named: &ObjectWithArgs) -> Result<Signature, Unknown> {
        let name = self.function_name(object_name(&named.objname)?);
        if named.args_unspecified {
            let mut all = self.facts.functions.keys().filter(|one| one.name == name);
            return match (all.next(), all.next()) {
                (Some(one), None) => Ok(one.clone()),
                (None, _) => unknown(format!("the function `{name}`, which is not there")),
                (Some(_), Some(_)) => unknown(format!("the function `{name}`, of which there are several")),
            };
        }
        Ok(Signature { name, arguments: self.argument_types(named)? })
    }

    /// The types of the arguments that the caller gives.
    pub fn argument_types(&self, named: &ObjectWithArgs) -> Result<Vec<Type>, Unknown> {
        let ty = |node: &Node| match node.node.as_ref() {
            Some(NodeEnum::TypeName(ty)) => self.ty(ty),
            _ => unknown("a type"),
        };
        named.objargs.iter().map(ty).collect()
    }
}

fn mode(one: &FunctionParameter) -> Result<Mode, Unknown> {
    match one.mode() {
        FunctionParameterMode::FuncParamDefault | FunctionParameterMode::FuncParamIn => Ok(Mode::In),
        FunctionParameterMode::FuncParamOut => Ok(Mode::Out),
        FunctionParameterMode::FuncParamInout => Ok(Mode::InOut),
        FunctionParameterMode::FuncParamVariadic => Ok(Mode::Variadic),
        FunctionParameterMode::FuncParamTable => Ok(Mode::Table),
        FunctionParameterMode::Undefined => unknown("an argument"),
    }
}

fn set(function: &mut Function, option: &DefElem) -> Result<(), Unknown> {
    let (argument, word) = (option.arg.as_deref(), value(option.arg.as_deref()));
    let is_on = word == "true";
    match option.defname.as_str() {
        "language" => function.language = word,
        "volatility" => function.volatility = word,
        "parallel" => function.parallel = word,
        "strict" => function.strict = is_on,
        "security" => function.security_definer = is_on,
        "as" => function.body = texts(items(argument)).join("\n"),
        "leakproof" => flag(function, "LEAKPROOF", is_on),
        "window" => flag(function, "WINDOW", is_on),
        // The cost of each language's functions by default.
        "cost" if word == if ["c", "internal"].contains(&function.language.as_str()) { "1" } else { "100" } => {
            function.options.remove("COST");
        }
        "rows" if word == "1000" => _ = function.options.remove("ROWS"),
        "cost" => _ = function.options.insert("COST".to_owned(), word),
        "rows" => _ = function.options.insert("ROWS".to_owned(), word),
        "support" => _ = function.options.insert("SUPPORT".to_owned(), word),
        "set" => return set_setting(function, argument),
        other => return unknown(format!("the option {other}")),
    }
    Ok(())
}

fn flag(function: &mut Function, word: &str, is_on: bool) {
    if is_on {
        function.options.insert(word.to_owned(), String::new());
    } else {
        function.options.remove(word);
    }
}

fn set_setting(function: &mut Function, argument: Option<&Node>) -> Result<(), Unknown> {
    let Some(NodeEnum::VariableSetStmt(set)) = argument.and_then(|node| node.node.as_ref()) else {
        return unknown("a setting");
    };
    match set.kind() {
        VariableSetKind::VarSetValue => {
            let values = set.args.iter().map(|arg| value(Some(arg))).collect();
            function.settings.insert(set.name.clone(), values);
        }
        VariableSetKind::VarReset | VariableSetKind::VarSetDefault => _ = function.settings.remove(&set.name),
        VariableSetKind::VarResetAll => function.settings.clear(),
        _ => return unknown("a setting as it is now"),
    }
    Ok(())
}

/// The body that is SQL of the statement itself, from its first word on.
fn inline_body(text: &str) -> Result<String, Unknown> {
    let all: Vec<_> = tokens(text).collect();
    let is = |at: usize, word: &str| {
        all.get(at).is_some_and(|token| token.kind == Kind::Word && token.text.eq_ignore_ascii_case(word))
    };
    let start = (0..all.len()).find(|&at| is(at, "RETURN") || (is(at, "BEGIN") && is(at + 1, "ATOMIC")));
    match start {
        Some(at) => Ok(text[all[at].start..].trim_end().to_owned()),
        None => unknown("a body that is not found"),
    }
}
