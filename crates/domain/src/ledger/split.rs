/// Divides `total` minor units in proportion to `weights` by the largest remainder, ties to the earlier participant.
/// The parts always sum to the total.
///
/// `None` when there is no weight above zero, a weight or the total is negative, or the weights sum past 64 bits.
///
/// ```
/// use ludger_domain::ledger::split;
/// assert_eq!(split(100, &[1, 1, 1]), Some(vec![34, 33, 33]));
/// assert_eq!(split(450, &[200, 100]), Some(vec![300, 150]));
/// assert_eq!(split(10, &[]), None);
/// ```
pub fn split(total: i64, weights: &[i64]) -> Option<Vec<i64>> {
    if total < 0 || weights.iter().any(|weight| *weight < 0) {
        return None;
    }
    let sum = weights
        .iter()
        .try_fold(0_i64, |sum, weight| sum.checked_add(*weight))?;
    if sum == 0 {
        return None;
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        // 63 bits times 63 bits stays within 127.
        let product = i128::from(total).checked_mul(i128::from(*weight))?;
        parts.push(i64::try_from(product.checked_div(i128::from(sum))?).ok()?);
        remainders.push((product.checked_rem(i128::from(sum))?, index));
    }
    let given = parts
        .iter()
        .try_fold(0_i64, |sum, part| sum.checked_add(*part))?;
    let left = usize::try_from(total.checked_sub(given)?).ok()?;
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in remainders.into_iter().take(left) {
        let part = parts.get_mut(index)?;
        *part = part.checked_add(1)?;
    }
    Some(parts)
}

/// Divides `total` minor units among `count` participants; the first ones get what does not divide.
pub fn split_evenly(total: i64, count: usize) -> Option<Vec<i64>> {
    split(total, &vec![1; count])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ties_go_to_the_earlier_participant() {
        type Row = (i64, &'static [i64], Option<&'static [i64]>);
        let table: [Row; 9] = [
            (0, &[1, 2], Some(&[0, 0])),
            (1, &[1, 1], Some(&[1, 0])),
            (2, &[1, 1, 1], Some(&[1, 1, 0])),
            (5, &[3, 3, 4], Some(&[2, 1, 2])),
            (7, &[0, 1], Some(&[0, 7])),
            (1, &[0, 0], None),
            (-1, &[1], None),
            (1, &[], None),
            (i64::MAX, &[i64::MAX], Some(&[i64::MAX])),
        ];
        for (total, weights, parts) in table {
            assert_eq!(
                split(total, weights).as_deref(),
                parts,
                "{total} by {weights:?}"
            );
        }
    }

    #[test]
    fn an_even_split_gives_the_first_ones_what_does_not_divide() {
        assert_eq!(split_evenly(8, 3), Some(vec![3, 3, 2]));
        assert_eq!(split_evenly(2, 3), Some(vec![1, 1, 0]));
        assert_eq!(split_evenly(8, 0), None);
    }

    proptest! {
        // `PROPTEST_CASES=1000000` for the million that a night has time for.
        #![proptest_config(crate::ledger::tests::cases(4_096))]

        #[test]
        fn the_parts_sum_to_the_whole_and_are_fair(
            total in 0..i64::MAX,
            weights in proptest::collection::vec(0..1_000_000_000_i64, 1..50),
        ) {
            let sum: i64 = weights.iter().sum();
            prop_assume!(sum > 0);
            let parts = split(total, &weights).unwrap();
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = i128::from(total) * i128::from(*weight);
                let floor = exact / i128::from(sum);
                prop_assert!((floor..=floor + 1).contains(&i128::from(*part)));
            }
        }
    }
}
