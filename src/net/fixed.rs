//! Arithmetic of networks in whole numbers of two bytes: eight at a time in the vector registers that every machine has,
//! sixteen or thirty-two where the machine has wider ones (found out when the program runs), and the same result on each of them.
//! Thirty-two, AVX-512, where the machine also has VBMI2: earlier ones slow down for it.
//!
//! A number `n` of scale `s` stands for `n / s`. Sums saturate.

use multiversion::multiversion;

/// Numbers in a block. The sums of two fit into sixteen registers of AVX2.
pub const LANES: usize = 96;

/// A block of numbers.
pub type Block = [i16; LANES];

/// `WIDE` blocks that lie on lines of the cache, so that a register is filled from one line.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Row<const WIDE: usize>(pub [Block; WIDE]);

/// Nothing.
pub static ZERO: Block = [0; LANES];

/// Places of the numbers above zero in some blocks, in order.
pub type Places = Vec<u8>;

/// The nearest number of `scale`.
#[inline]
pub fn number(value: f32, scale: f32) -> i16 {
    let scaled = value * scale;
    // Conversion cuts towards zero and saturates.
    (scaled + if scaled < 0.0 { -0.5 } else { 0.5 }) as i16
}

/// Replaces `numbers` by `values`, in numbers of `scale`.
#[multiversion(targets("x86_64+avx2"))]
pub fn round(values: &[f32], scale: f32, numbers: &mut [i16]) {
    for (to, &value) in numbers.iter_mut().zip(values) {
        *to = number(value, scale);
    }
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

/// Adds to each of `sums` the block of `parts` that stands opposite, the first part to the last sum.
#[multiversion(targets("x86_64+avx2"))]
pub fn add_crosswise(sums: &mut [Block], parts: &[Block]) {
    for (sum, part) in sums.iter_mut().rev().zip(parts) {
        add(sum, part);
    }
}

/// Adds each of `rows` to `to`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2", "x86_64+avx2"))]
pub fn add_all<const WIDE: usize>(to: &mut Row<WIDE>, rows: &[&Row<WIDE>]) {
    let mut sums = *to;
    for row in rows {
        for (sum, &number) in sums.0.as_flattened_mut().iter_mut().zip(row.0.as_flattened()) {
            *sum = sum.saturating_add(number);
        }
    }
    *to = sums;
}

/// For each byte the places of the bits that are set in it, a byte each from the lowest on.
static BITS: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut len, mut bit) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 != 0 {
                table[byte] |= bit << (8 * len);
                len += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// Replaces `places` by those of the numbers above zero in `blocks`, which are two at the most.
///
/// Without a branch, as no one can foretell which are: a table tells eight at a time where they stand, and the next eight write over
/// what is too much.
#[multiversion(targets("x86_64+avx2"))]
pub fn positive(blocks: &[Block], places: &mut Places) {
    const { assert!(2 * LANES <= 1 << u8::BITS) };
    places.resize(blocks.len() * LANES + 8, 0);
    let mut len = 0;
    // The place at which eight numbers start, in each byte.
    let mut start = 0;
    for numbers in blocks.as_flattened().as_chunks::<16>().0 {
        for byte in bits(numbers, |number| number > 0).to_le_bytes() {
            if let Some(eight) = places[len..].first_chunk_mut() {
                *eight = (BITS[usize::from(byte)] | start).to_le_bytes();
            }
            len += byte.count_ones() as usize;
            start += u64::from_le_bytes([8; 8]);
        }
    }
    places.truncate(len);
}

/// The place of the first of the highest numbers.
#[multiversion(targets("x86_64+avx2"))]
pub fn highest(blocks: &[Block]) -> usize {
    let numbers = blocks.as_flattened();
    let most = numbers.iter().fold(i16::MIN, |most, &number| most.max(number));
    let parts = numbers.as_chunks::<16>().0.iter().zip((0..).step_by(16));
    let mut places = parts.map(|(part, start)| (bits(part, |number| number == most), start));
    places.find(|(bits, _)| *bits != 0).map_or(0, |(bits, start)| start + bits.trailing_zeros() as usize)
}

/// Bit *i* tells what `is` says of number *i*. Compilers make a vector comparison of it.
#[inline]
fn bits(numbers: &[i16; 16], is: impl Fn(i16) -> bool) -> u16 {
    numbers.iter().zip(0..).fold(0, |bits, (&number, i)| bits | u16::from(is(number)) << i)
}

/// A matrix: for each `WIDE` blocks of outputs, a row an input.
#[derive(Clone, Debug)]
pub struct Matrix<const INPUTS: usize, const WIDE: usize> {
    parts: Vec<Box<[Row<WIDE>; INPUTS]>>,
}

impl<const INPUTS: usize, const WIDE: usize> Matrix<INPUTS, WIDE> {
    /// The matrix for `outputs` whose numbers, of `scale`, `weight(input, output)` tells. Outputs are filled up with
    /// zeros to `WIDE` blocks or a multiple.
    pub fn new(outputs: usize, scale: f32, weight: impl Fn(usize, usize) -> f32) -> Self {
        let lane = |input, output| if output < outputs { number(weight(input, output), scale) } else { 0 };
        let block = |block: usize, input| std::array::from_fn(|i| lane(input, block * LANES + i));
        let row = |part: usize, input| Row(std::array::from_fn(|i| block(part * WIDE + i, input)));
        let part = |part| Box::new(std::array::from_fn(|input| row(part, input)));
        Self { parts: (0..outputs.div_ceil(WIDE * LANES)).map(part).collect() }
    }

    /// Replaces `out` by `bias` plus the product with those numbers of `input` that stand at `places`. The scale of both is that
    /// of the product: the one of the weights times the one of the input, divided by 2^16.
    #[inline]
    pub fn product(&self, input: &[i16; INPUTS], places: &[u8], bias: &[Block], out: &mut [Block]) {
        for ((rows, bias), out) in self.parts.iter().zip(bias.as_chunks().0).zip(out.as_chunks_mut().0) {
            *out = *bias;
            add_products(out, rows, input, places);
        }
    }
}

/// Adds to `sums` the products of `rows` and those numbers of `input` that stand at `places`.
#[multiversion(targets("x86_64+avx512f+avx512bw+avx512vl+avx512vbmi2", "x86_64+avx2"))]
fn add_products<const INPUTS: usize, const WIDE: usize>(
    sums: &mut [Block; WIDE],
    rows: &[Row<WIDE>; INPUTS],
    input: &[i16; INPUTS],
    places: &[u8],
) {
    // The high half of a product rounds down, on average by a half. Models were measured with inputs counted in fours.
    let lost = (places.len().next_multiple_of(4) / 2) as i16;
    let mut of = *sums;
    for sum in of.as_flattened_mut() {
        *sum = sum.saturating_add(lost);
    }
    for &place in places {
        // Without a branch: a place is one of an input.
        let place = usize::from(place).min(INPUTS - 1);
        let value = input[place];
        for (sum, &weight) in of.as_flattened_mut().iter_mut().zip(rows[place].0.as_flattened()) {
            *sum = sum.saturating_add(high(weight, value));
        }
    }
    *sums = of;
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
            let weight = |input, output| weights.get(input * 100 + output).copied().unwrap_or(0.0);
            let matrix = Matrix::<LANES, 2>::new(100, 16384.0, weight);
            let mut input = ZERO;
            for (to, value) in input.iter_mut().zip(&values) {
                *to = number(*value, 4096.0);
            }
            let mut places = Places::new();
            positive(&[input], &mut places);
            let mut out = [ZERO; 2];
            matrix.product(&input, &places, &[ZERO; 2], &mut out);
            for (output, &got) in out.as_flattened()[..100].iter().enumerate() {
                let want: f32 = (0..20).map(|i| weights[i * 100 + output] * values[i]).sum();
                prop_assert!((f32::from(got) / 1024.0 - want.clamp(-32.0, 32.0)).abs() < 0.02, "{got} {want}");
            }
        }
    }

    proptest! {
        #[test]
        fn places_are_those_of_numbers_above_zero(numbers in proptest::collection::vec(-2_i16..3, 2 * LANES)) {
            let blocks = numbers.as_chunks().0;
            let mut places = vec![7; 3];
            for blocks in [&blocks[..1], blocks] {
                positive(blocks, &mut places);
                let expected = (0..blocks.len() * LANES).filter(|&i| numbers[i] > 0);
                prop_assert!(places.iter().map(|&place| usize::from(place)).eq(expected));
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
