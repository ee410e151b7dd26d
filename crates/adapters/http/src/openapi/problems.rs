//! Which codes a problem can have, and what such a problem looks like.

use utoipa::{
    Modify, ToSchema,
    openapi::{
        Content, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        example::ExampleBuilder, extensions::ExtensionsBuilder, path::Operation,
    },
};

use super::operations::operations;
use crate::{problem::Problem, wire::ProblemView};

/// How problems are written.
pub(super) const MEDIA_TYPE: &str = "application/problem+json";

/// Says of every operation which faults it has in common with others, and of every problem which
/// codes it can have: those that its description names, else the one that its status has.
pub(super) struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut OpenApi) {
        let known: Vec<ProblemView> = examples().iter().map(Problem::example).collect();
        for (_, _, operation) in operations(document) {
            add_common(operation);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response {
                    add_codes(status, response, &known);
                }
            }
        }
        let components = document.components.get_or_insert_default();
        for problem in known {
            let (code, summary) = (problem.code.clone(), problem.detail.clone());
            let value = serde_json::to_value(problem).ok();
            let example = ExampleBuilder::new().summary(summary).value(value).build();
            components.examples.insert(code, example.into());
        }
    }
}

/// Adds what an operation need not say itself.
fn add_common(operation: &mut Operation) {
    let has_condition = operation.parameters.iter().flatten().any(
        |parameter| matches!(parameter, RefOr::T(parameter) if parameter.name.starts_with("If-")),
    );
    let responses = &mut operation.responses.responses;
    if has_condition && !responses.contains_key("400") {
        let text = "The condition cannot be understood (`MALFORMED_REQUEST`).";
        responses.insert("400".to_owned(), problem(text).into());
    }
    // Whatever asks the database can meet a fault of ours.
    if responses.contains_key("503") {
        let text = "A fault of the service; its log has more.";
        responses.insert("500".to_owned(), problem(text).into());
    }
}

/// A response that is a problem.
pub(crate) fn problem(description: &str) -> Response {
    let schema = Ref::from_schema_name(ProblemView::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(description).content(MEDIA_TYPE, content).build()
}

fn add_codes(status: &str, response: &mut Response, known: &[ProblemView]) {
    let Some(RefOr::T(content)) = response.content.get_mut(MEDIA_TYPE) else { return };
    let of_status = known.iter().filter(|problem| problem.status.to_string() == status);
    let mut codes: Vec<&str> = of_status.map(|problem| problem.code.as_str()).collect();
    if codes.len() > 1 {
        let named = |code: &&str| response.description.contains(&format!("`{code}`"));
        codes.retain(named);
    }
    add_examples(content, &codes);
    let codes = ExtensionsBuilder::new().add("x-codes", codes).build();
    response.extensions = Some(codes);
}

fn add_examples(content: &mut Content, codes: &[&str]) {
    for code in codes {
        let example = Ref::new(format!("#/components/examples/{code}"));
        content.examples.insert((*code).to_owned(), RefOr::Ref(example));
    }
}

/// One problem of each code.
fn examples() -> Vec<Problem> {
    crate::problem::one_of_each_code()
}
