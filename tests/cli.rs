//! The program from outside: `tests/cli/*.toml` give arguments, standard input, both outputs and the exit code.

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cli/*.toml");
}
