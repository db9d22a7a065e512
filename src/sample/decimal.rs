//! Exact decimal numbers, as far as checks need them.

use std::cmp::Ordering;

/// A number: so many units of which `10^scale` make one.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

impl Decimal {
    /// Reads a plain decimal; `None` for other notations and for numbers too long to be worked with.
    pub fn read(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let units = format!("{whole}{fraction}").parse().ok()?;
        let is_plain = fraction.bytes().all(|byte| byte.is_ascii_digit());
        (is_plain && fraction.len() < 20).then_some(Self { units, scale: u32::try_from(fraction.len()).ok()? })
    }

    /// A whole number.
    pub fn whole(number: usize) -> Self {
        Self { units: number as i128, scale: 0 }
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (a, b, scale) = self.aligned(other)?;
        Some(Self { units: a.checked_add(b)?, scale })
    }

    /// The difference.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { units: other.units.checked_neg()?, ..other })
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Self> {
        Some(Self { units: self.units.checked_mul(other.units)?, scale: self.scale + other.scale })
    }

    /// The number without its sign.
    pub fn magnitude(self) -> Self {
        Self { units: self.units.saturating_abs(), ..self }
    }

    /// How two numbers compare.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let (a, b, _) = self.aligned(other)?;
        Some(a.cmp(&b))
    }

    /// The number with so many digits behind the point; cut where it has more.
    pub fn text(self, digits: u32) -> Option<String> {
        let units = match self.scale.checked_sub(digits) {
            Some(more) => self.units / 10_i128.checked_pow(more)?,
            None => self.units.checked_mul(10_i128.checked_pow(digits - self.scale)?)?,
        };
        let sign = if units < 0 { "-" } else { "" };
        let (units, one) = (units.unsigned_abs(), 10_u128.checked_pow(digits)?);
        let fraction = format!("{:0width$}", units % one, width = digits as usize);
        Some(if digits == 0 { format!("{sign}{units}") } else { format!("{sign}{}.{fraction}", units / one) })
    }

    /// Both in units of the finer scale.
    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        let units = |number: Self| number.units.checked_mul(10_i128.checked_pow(scale - number.scale)?);
        Some((units(self)?, units(other)?, scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn numbers_are_exact() {
        let sum = read("0.1").plus(read("0.2")).unwrap();
        assert_eq!(sum.compare(read("0.30")), Some(Ordering::Equal));
        assert_eq!(read("-1.5").minus(read("1")).unwrap().text(2).unwrap(), "-2.50");
        assert_eq!(read("1.5").times(read("1.5")).unwrap().text(1).unwrap(), "2.2");
        assert!(Decimal::read("1e3").is_none() && Decimal::read("x").is_none());
    }
}
