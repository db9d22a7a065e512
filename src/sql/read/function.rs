//! Functions.

use serde::Deserialize;

use super::Source;
use super::node::{
    Boolval, Items, OptionNode, Place, Raw, Sval, Text, TypeName, TypeNode, Unknown, object_name, texts, unknown,
};
use super::session::VariableSetStmt;
use crate::sql::facts::{Argument, Effect, Function, Signature};

/// A function by its name and the types of its arguments.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectWithArgs {
    objname: Vec<Text>,
    #[serde(default)]
    objargs: Vec<TypeNode>,
    #[serde(default, rename = "objfuncargs")]
    _objfuncargs: Place,
    #[serde(default)]
    args_unspecified: bool,
}

impl ObjectWithArgs {
    /// The signature, where the arguments are named.
    pub fn signature(self) -> Result<Signature, Unknown> {
        super::node::expect(!self.args_unspecified, "a function without its arguments")?;
        let arguments = self.objargs.into_iter().map(TypeNode::ty).collect::<Result<_, _>>()?;
        Ok(Signature { name: object_name(self.objname)?, arguments })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateFunctionStmt<'a> {
    funcname: Vec<Text>,
    #[serde(borrow, default)]
    parameters: Vec<ParameterNode<'a>>,
    #[serde(rename = "returnType")]
    return_type: TypeName,
    options: Vec<OptionNode<FunctionOption>>,
}

#[derive(Deserialize)]
enum ParameterNode<'a> {
    #[serde(borrow)]
    FunctionParameter(Parameter<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter<'a> {
    name: Option<String>,
    #[serde(rename = "argType")]
    arg_type: TypeName,
    #[serde(rename = "mode")]
    _mode: ParameterMode,
    #[serde(borrow)]
    defexpr: Option<Raw<'a>>,
    #[serde(default, rename = "location")]
    _location: Place,
}

#[derive(Deserialize)]
enum ParameterMode {
    #[serde(rename = "FUNC_PARAM_DEFAULT")]
    Default,
    #[serde(rename = "FUNC_PARAM_IN")]
    In,
}

#[derive(Deserialize)]
enum FunctionOption {
    String(Sval),
    Boolean(Boolval),
    VariableSetStmt(VariableSetStmt),
    List(Items<Text>),
}

impl CreateFunctionStmt<'_> {
    pub fn effects(self, source: Source<'_>) -> Result<Vec<Effect>, Unknown> {
        let argument = |ParameterNode::FunctionParameter(parameter)| parameter.argument(source);
        let arguments: Vec<_> = self.parameters.into_iter().map(argument).collect::<Result<_, _>>()?;
        let mut function = with_defaults(self.return_type, arguments)?;
        for option in self.options {
            let (name, value) = option.pair()?;
            set(&mut function, &name, value)?;
        }
        let types = function.arguments.iter().map(|argument| argument.ty.clone()).collect();
        let signature = Signature { name: object_name(self.funcname)?, arguments: types };
        Ok(vec![Effect::CreateFunction(signature, Box::new(function))])
    }
}

impl Parameter<'_> {
    fn argument(self, source: Source<'_>) -> Result<Argument, Unknown> {
        let default = self.defexpr.map(|expression| source.tree(expression));
        Ok(Argument { name: self.name, ty: self.arg_type.ty()?, default, ..Argument::default() })
    }
}

/// A function with what holds where no option says otherwise.
fn with_defaults(returns: TypeName, arguments: Vec<Argument>) -> Result<Function, Unknown> {
    Ok(Function {
        arguments,
        returns: returns.ty()?,
        volatility: "volatile".to_owned(),
        parallel: "unsafe".to_owned(),
        ..Function::default()
    })
}

fn set(function: &mut Function, name: &str, value: FunctionOption) -> Result<(), Unknown> {
    match (name, value) {
        ("language", FunctionOption::String(word)) => function.language = word.sval,
        ("volatility", FunctionOption::String(word)) => function.volatility = word.sval,
        ("parallel", FunctionOption::String(word)) => function.parallel = word.sval,
        ("strict", FunctionOption::Boolean(on)) => function.strict = on.boolval,
        ("security", FunctionOption::Boolean(definer)) => function.security_definer = definer.boolval,
        ("set", FunctionOption::VariableSetStmt(set)) => {
            let setting = set.setting()?;
            function.settings.insert(setting.name, setting.values);
        }
        ("as", FunctionOption::List(body)) => match <[String; 1]>::try_from(texts(body.items)) {
            Ok([body]) => function.body = body,
            Err(_) => return unknown("a body in a library"),
        },
        (
            other,
            FunctionOption::String(_)
            | FunctionOption::Boolean(_)
            | FunctionOption::VariableSetStmt(_)
            | FunctionOption::List(_),
        ) => return unknown(format!("the option {other}")),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::read::expression;
    use crate::sql::read::testing::effect;

    fn function(text: &str) -> (Signature, Function) {
        match effect(text) {
            Effect::CreateFunction(signature, function) => (signature, *function),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_not_said_is_postgresqls_default() {
        let (signature, read) = function("CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS $$ x $$");
        assert_eq!(signature.to_string(), "s.f()");
        let words = [read.language, read.volatility, read.parallel, read.body, read.returns.to_string()];
        assert_eq!(words, ["plpgsql", "volatile", "unsafe", " x ", "trigger"]);
        assert!(!read.strict && !read.security_definer && read.settings.is_empty());
    }

    #[test]
    fn every_option_is_read() {
        let sql = "CREATE FUNCTION s.f(a uuid, b int DEFAULT NULL) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE STRICT \
                   SECURITY DEFINER SET search_path = '' SET x.y = 'a', 'b' AS $$ SELECT 1 $$";
        let (signature, read) = function(sql);
        assert_eq!(signature.to_string(), "s.f(uuid, int4)");
        assert_eq!((read.volatility.as_str(), read.parallel.as_str()), ("stable", "safe"));
        assert!(read.strict && read.security_definer);
        assert_eq!(read.settings["search_path"], [""]);
        assert_eq!(read.settings["x.y"], ["a", "b"]);
        let defaults: Vec<_> = read.arguments.into_iter().map(|argument| argument.default).collect();
        assert_eq!(defaults, [None, Some(expression("NULL").unwrap())]);
    }
}
