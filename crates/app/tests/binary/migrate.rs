use crate::process::Operator;

/// How many steps are applied, and how many wait.
fn status(operator: &Operator) -> (usize, usize) {
    let ran = operator.run(&["migrate", "status"]);
    let count = |word| ran.succeeded().lines().filter(|l| l.ends_with(word)).count();
    (count("  applied"), count("  waits"))
}

#[test]
fn the_schema_goes_up_down_and_up_again() {
    let operator = Operator::new();
    let (none, all) = status(&operator);
    assert!(none == 0 && all > 0);

    let up = operator.run(&["migrate", "up"]);
    assert_eq!(up.succeeded(), format!("{all} steps applied\n"));
    assert_eq!(status(&operator), (all, 0));
    assert_eq!(operator.run(&["migrate", "up"]).succeeded(), "0 steps applied\n");

    operator.run(&["migrate", "down", "--yes"]).succeeded();
    assert_eq!(status(&operator), (all - 1, 1));
    operator.run(&["migrate", "up"]).succeeded();
    assert_eq!(status(&operator), (all, 0));
}

#[test]
fn reset_wants_to_be_asked_for_and_forgets_everything() {
    let operator = Operator::new();
    let create = ["users", "create", "--email=ada@example.com", "--name=Ada", "--password-stdin"];
    let password = "correct horse battery staple\n";
    operator.run_with_input(&create, password).succeeded();

    let ran = operator.run(&["migrate", "reset"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.refusal().ends_with("say --yes"), "{ran:?}");
    assert_eq!(operator.run_with_input(&create, password).code(), 1);

    operator.run(&["migrate", "reset", "--yes"]).succeeded();
    operator.run_with_input(&create, password).succeeded();
}
