//! crmgen compiles one YAML model of a multi-tenant CRM into PostgreSQL DDL, row security policies, a Prisma schema
//! and Rust structs.

pub mod diagnostic;
pub mod lint;
pub mod model;
pub mod naming;
pub mod render;
pub mod source;
pub mod spelling;
pub mod sql;
pub mod target;
pub mod write;
