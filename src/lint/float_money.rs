//! An amount of money in binary floating point.

use super::{Lint, at_field, fields, words};
use crate::diagnostic::Code;
use crate::model::{Model, Name, Scalar};

/// The rule.
pub static LINT: Lint = Lint {
    name: "float_money",
    code: Code {
        id: "L0006",
        title: "money as a floating-point number",
        explanation: "\
A binary fraction cannot hold ten cents: sums drift, and two ways of adding the same amounts differ. Write
`numeric(12,2)`, or whole cents in a `bigint`.

The rule goes by the field's name: `price`, `total_amount`, `monthly_fee` and the like.
",
    },
    check: |model: &Model| {
        let found = fields(model).filter(|(_, field)| {
            matches!(field.ty.scalar, Scalar::Real | Scalar::DoublePrecision) && speaks_of_money(&field.name)
        });
        found
            .map(|at| {
                at_field(&LINT, at, "holds money as a binary fraction", "cannot hold 0.10", "write `numeric(12,2)`")
            })
            .collect()
    },
};

const MONEY: [&str; 20] = [
    "amount",
    "balance",
    "budget",
    "charge",
    "commission",
    "cost",
    "deposit",
    "discount",
    "fee",
    "income",
    "money",
    "payment",
    "payout",
    "price",
    "refund",
    "revenue",
    "salary",
    "tax",
    "total",
    "wage",
];

fn speaks_of_money(name: &Name) -> bool {
    words(name).iter().any(|word| MONEY.contains(&word.strip_suffix('s').unwrap_or(word)))
}
