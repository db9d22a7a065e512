//! Who may do what with an object.

use serde_json::Value;

use super::{Object, value};
use crate::sql::facts::{Columns, Privileges};

/// One object for each grantee. What was taken and not given is not there, so it makes none.
pub fn objects(kind: &'static str, schema: &str, name: &str, privileges: &Privileges) -> Vec<Object> {
    let granted = privileges.granted().into_iter();
    let object = |(grantee, granted): (_, &std::collections::BTreeMap<String, Columns>)| {
        let object = Object::new(kind, schema, name, &value::grantee(grantee));
        granted.iter().fold(object, |object, (privilege, columns)| match columns {
            Columns::All => object.with(privilege.to_uppercase(), "granted"),
            Columns::Only(columns) => {
                let columns: Vec<Value> = columns.iter().map(|column| column.as_str().into()).collect();
                object.with(format!("{} of columns", privilege.to_uppercase()), columns)
            }
        })
    };
    granted.map(object).collect()
}
