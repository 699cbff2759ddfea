//! Arithmetic of networks in whole numbers of two bytes: eight at a time in the vector registers that every machine has,
//! sixteen where the machine has wider ones (found out when the program runs), and the same result on each of them.
//!
//! A number `n` of scale `s` stands for `n / s`. Sums saturate.

use multiversion::multiversion;

/// Numbers in a block, as many as the accumulators of a product that fit into registers.
pub const LANES: usize = 96;

/// A block of numbers.
pub type Block = [i16; LANES];

/// Nothing.
pub static ZERO: Block = [0; LANES];

/// Inputs that a product takes at a time, so that sums go to memory and back less often.
const STEP: usize = 4;

/// Input numbers above zero with their places, filled up with zeros.
pub type Sparse = Vec<(u16, i16)>;

/// The nearest number of `scale`.
pub fn number(value: f32, scale: f32) -> i16 {
    let scaled = value * scale;
    // Conversion cuts towards zero and saturates.
    (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i16
}

/// `values` in numbers of `scale`; the last block is filled up with `rest`.
pub fn blocks(values: &[f32], scale: f32, rest: i16) -> Vec<Block> {
    let block = |values: &[f32]| std::array::from_fn(|i| values.get(i).map_or(rest, |&value| number(value, scale)));
    values.chunks(LANES).map(block).collect()
}

/// Adds `from` to `to`.
#[inline]
pub fn add(to: &mut Block, from: &Block) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = to.saturating_add(*from);
    }
}

/// Adds the `N` blocks of each of `rows` to `to`.
#[multiversion(targets("x86_64+avx2"))]
pub fn add_all<const N: usize>(to: &mut [Block; N], rows: &[&[Block; N]]) {
    for (block, to) in to.iter_mut().enumerate() {
        let mut sums = *to;
        for row in rows {
            add(&mut sums, &row[block]);
        }
        *to = sums;
    }
}

/// Adds `weights`, numbers of one byte, times `factor` to `sum`.
#[multiversion(targets("x86_64+avx2"))]
pub fn add_scaled(sum: &mut [f32], weights: &[u8], factor: f32) {
    for (to, &byte) in sum.iter_mut().zip(weights) {
        *to += f32::from(byte as i8) * factor;
    }
}

/// Replaces `out` by what is above zero in `blocks`.
pub fn positive(blocks: &[Block], out: &mut Sparse) {
    // What is in it already is written over.
    out.resize(blocks.len() * LANES + STEP, (0, 0));
    let mut len = 0;
    // Without a branch, as no one can foretell which are.
    for (i, &value) in blocks.as_flattened().iter().enumerate() {
        out[len] = (i as u16, value);
        len += usize::from(value > 0);
    }
    out[len..len + STEP].fill((0, 0));
    out.truncate(len.next_multiple_of(STEP));
}

/// The place of the first of the highest numbers.
#[multiversion(targets("x86_64+avx2"))]
pub fn highest(blocks: &[Block]) -> usize {
    let numbers = blocks.as_flattened();
    let most = numbers.iter().fold(i16::MIN, |most, &number| most.max(number));
    numbers.iter().position(|&number| number == most).unwrap_or(0)
}

/// A matrix: for each block of outputs, a row an input.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    blocks: Vec<Vec<Block>>,
}

impl Matrix {
    /// The matrix of `inputs` times `outputs` whose numbers, of `scale`, `weight(input, output)` tells. Outputs are filled
    /// up with zeros to whole blocks.
    pub fn new(inputs: usize, outputs: usize, scale: f32, weight: impl Fn(usize, usize) -> f32) -> Self {
        let lane = |input, output| if output < outputs { number(weight(input, output), scale) } else { 0 };
        let row = |block: usize, input| std::array::from_fn(|i| lane(input, block * LANES + i));
        let block = |block| (0..inputs).map(|input| row(block, input)).collect();
        Self { blocks: (0..outputs.div_ceil(LANES)).map(block).collect() }
    }

    /// Replaces `out` by `bias` plus the product with `input`. The scale of both is that of the product: the one of the
    /// weights times the one of the input, divided by 2^16.
    #[inline]
    pub fn product(&self, input: &[(u16, i16)], bias: &[Block], out: &mut [Block]) {
        // The high half of a product rounds down, on average by a half.
        let lost = (input.len() / 2) as i16;
        for ((rows, bias), out) in self.blocks.iter().zip(bias).zip(out) {
            *out = bias.map(|bias| bias.saturating_add(lost));
            add_products(out, rows, input);
        }
    }
}

/// Adds to `sums` the products of `rows` and `input`.
#[multiversion(targets("x86_64+avx2"))]
fn add_products(sums: &mut Block, rows: &[Block], input: &[(u16, i16)]) {
    let mut of = *sums;
    for four in input.as_chunks::<STEP>().0 {
        let [a, b, c, d] = four.map(|(row, _)| rows.get(row as usize).unwrap_or(&ZERO));
        // One after the other: in one loop, compilers multiply numbers of four bytes.
        add_product(&mut of, a, four[0].1);
        add_product(&mut of, b, four[1].1);
        add_product(&mut of, c, four[2].1);
        add_product(&mut of, d, four[3].1);
    }
    *sums = of;
}

#[allow(clippy::inline_always, reason = "sums stay in registers from one call to the next")]
#[inline(always)]
fn add_product(sums: &mut Block, row: &Block, value: i16) {
    for (sum, &weight) in sums.iter_mut().zip(row) {
        *sum = sum.saturating_add(high(weight, value));
    }
}

/// The high half of a product.
#[inline]
fn high(a: i16, b: i16) -> i16 {
    ((i32::from(a) * i32::from(b)) >> 16) as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn products_are_close_to_those_of_reals(
            weights in proptest::collection::vec(-1.5_f32..1.5, 20 * 100),
            values in proptest::collection::vec(0.0_f32..3.0, 20),
        ) {
            let matrix = Matrix::new(20, 100, 16384.0, |input, output| weights[input * 100 + output]);
            let mut blocks = [ZERO];
            for (to, value) in blocks[0].iter_mut().zip(&values) {
                *to = number(*value, 4096.0);
            }
            let mut input = Sparse::new();
            positive(&blocks, &mut input);
            let mut out = [ZERO; 2];
            matrix.product(&input, &[ZERO; 2], &mut out);
            for (output, &got) in out.as_flattened()[..100].iter().enumerate() {
                let want: f32 = (0..20).map(|i| weights[i * 100 + output] * values[i]).sum();
                prop_assert!((f32::from(got) / 1024.0 - want.clamp(-32.0, 32.0)).abs() < 0.02, "{got} {want}");
            }
        }
    }

    #[test]
    fn the_first_of_the_highest_is_found() {
        let mut blocks = [ZERO; 2];
        assert_eq!(highest(&blocks), 0);
        (blocks[0][7], blocks[1][3], blocks[1][4]) = (-5, 9, 9);
        assert_eq!(highest(&blocks), LANES + 3);
    }

    #[test]
    fn numbers_are_the_nearest() {
        assert_eq!([0.4, 0.6, -0.6, 1e9, -1e9].map(|v| number(v, 1.0)), [0, 1, -1, i16::MAX, i16::MIN]);
    }
}
