//! Enum types.

use serde::Deserialize;

use super::node::{Text, Unknown, object_name, texts};
use crate::sql::facts::Effect;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateEnumStmt {
    #[serde(rename = "typeName")]
    type_name: Vec<Text>,
    #[serde(default)]
    vals: Vec<Text>,
}

impl CreateEnumStmt {
    pub fn effects(self) -> Result<Vec<Effect>, Unknown> {
        Ok(vec![Effect::CreateEnum(object_name(self.type_name)?, texts(self.vals))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::facts::ObjectName;
    use crate::sql::read::testing::effect;

    #[test]
    fn values_keep_their_order() {
        let values = ["B", "A", "it's"].map(str::to_owned).into();
        let expected = Effect::CreateEnum(ObjectName::new("s", "E"), values);
        assert_eq!(effect("CREATE TYPE s.\"E\" AS ENUM ('B', 'A', 'it''s')"), expected);
    }
}
