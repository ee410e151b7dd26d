use std::collections::BTreeSet;

use serde_json::Value;

use crate::{
    routes,
    testing::{document, schema},
};

#[test]
fn the_document_can_be_written() {
    assert!(document()["openapi"].as_str().unwrap().starts_with("3.1"));
}

#[test]
fn every_route_stands_in_the_document_and_the_other_way_round() {
    let routed: BTreeSet<String> = routes::table()
        .iter()
        .chain(&routes::feed())
        .filter(|endpoint| !endpoint.path.starts_with("/docs"))
        .map(|endpoint| format!("{} {}", endpoint.method.as_str().to_lowercase(), endpoint.path))
        .collect();
    let described: BTreeSet<String> = document()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(move |method| format!("{method} {path}"))
        })
        .collect();
    assert_eq!(routed, described);
}

#[test]
fn every_credential_in_the_document_is_explained() {
    let document = document();
    let schemes = document["components"]["securitySchemes"].as_object().unwrap();
    let items = document["paths"].as_object().unwrap().values();
    let operations = items.flat_map(|item| item.as_object().unwrap().values());
    let wanted: BTreeSet<&String> = operations
        .filter_map(|operation| operation["security"].as_array())
        .flatten()
        .flat_map(|credentials| credentials.as_object().unwrap().keys())
        .collect();
    assert_eq!(wanted, schemes.keys().collect());
}

#[test]
fn every_reference_in_the_document_leads_somewhere() {
    let document = document();
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
    assert!(text.contains("\"$ref\":\"#"));
}

/// Every operation with its name.
fn operations() -> Vec<(String, &'static Value)> {
    let items = document()["paths"].as_object().unwrap().iter();
    let operations = items.flat_map(|(path, item)| {
        let named =
            move |(method, each): (&String, _)| (format!("{} {path}", method.to_uppercase()), each);
        item.as_object().unwrap().iter().map(named)
    });
    operations.collect()
}

/// Every problem that an operation says it can have: its status, its codes and its examples.
fn problems() -> Vec<(String, String, &'static Value)> {
    let mut problems = Vec::new();
    for (name, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            if status.starts_with(['4', '5']) {
                problems.push((name.clone(), status.clone(), response));
            }
        }
    }
    problems
}

/// The codes of the table in `docs/errors.md` with their statuses.
fn table_of_codes() -> BTreeSet<(String, String)> {
    let page = include_str!("../../../../../docs/errors.md");
    let rows = page.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let status = cells.next()?.parse::<u16>().ok()?.to_string();
        Some((status, cells.next()?))
    });
    let codes = rows.flat_map(|(status, codes)| {
        codes.split(", ").map(move |code| (status.clone(), code.trim_matches('`').to_owned()))
    });
    codes.collect()
}

#[test]
fn the_examples_of_problems_are_those_of_the_table() {
    let examples = document()["components"]["examples"].as_object().unwrap();
    let shown: BTreeSet<(String, String)> = examples
        .iter()
        .map(|(name, example)| {
            let value = &example["value"];
            assert_eq!(value["code"], **name);
            let mut faults = Vec::new();
            let schema = &document()["components"]["schemas"]["Problem"];
            schema::check(document(), schema, value, &mut faults);
            assert_eq!(faults, Vec::<String>::new(), "{name}");
            (value["status"].to_string(), name.clone())
        })
        .collect();
    assert_eq!(shown, table_of_codes());
}

#[test]
fn every_problem_of_an_operation_says_its_codes() {
    let table = table_of_codes();
    let mut said = BTreeSet::new();
    for (name, status, response) in problems() {
        let codes = response["x-codes"].as_array().unwrap();
        assert!(!codes.is_empty(), "{name} {status} names no code");
        let text = response["description"].as_str().unwrap();
        for named in text.split('`').filter(|word| {
            word.contains('_') && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        }) {
            assert!(codes.iter().any(|code| code == named), "{name} {status} cannot be {named}");
        }
        for code in codes {
            let code = (status.clone(), code.as_str().unwrap().to_owned());
            assert!(table.contains(&code), "{name}: {code:?}");
            said.insert(code);
        }
    }
    // Which methods there are is no matter of an operation.
    said.insert(("405".to_owned(), "METHOD_NOT_ALLOWED".to_owned()));
    assert_eq!(said, table);
}

#[test]
fn every_answer_names_its_headers() {
    for (name, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            for header in ["X-Request-Id", "Cache-Control"] {
                assert!(!response["headers"][header].is_null(), "{name} {status}: {header}");
            }
        }
    }
}

#[test]
fn every_body_has_an_example_of_its_shape() {
    let mut bodies = 0;
    for (name, operation) in operations() {
        let content = operation["requestBody"]["content"].as_object();
        for (media_type, content) in content.into_iter().flatten() {
            let example = &content["example"];
            assert!(example.is_object(), "{name} {media_type} has no example");
            let mut faults = Vec::new();
            schema::check(document(), &content["schema"], example, &mut faults);
            assert_eq!(faults, Vec::<String>::new(), "{name} {media_type}");
            bodies += 1;
        }
    }
    assert!(bodies > 20, "{bodies}");
}

/// The schemas of everything that may stand in a body, by their places.
fn bodies() -> Vec<(String, &'static Value)> {
    let mut found = Vec::new();
    let mut left: Vec<(String, &Value)> = Vec::new();
    for (name, operation) in operations() {
        for content in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            left.push((format!("{name} {}", content.0), &content.1["schema"]));
        }
    }
    while let Some((place, schema)) = left.pop() {
        let schema = schema::followed(document(), schema);
        for (name, member) in schema["properties"].as_object().into_iter().flatten() {
            left.push((format!("{place}/{name}"), member));
        }
        for inner in ["oneOf", "allOf"].iter().filter_map(|word| schema[word].as_array()).flatten()
        {
            left.push((place.clone(), inner));
        }
        if schema.get("items").is_some() {
            left.push((format!("{place}/0"), &schema["items"]));
        }
        found.push((place, schema));
    }
    found
}

#[test]
fn every_body_says_that_it_has_no_other_members() {
    let mut closed = 0;
    for (place, schema) in bodies() {
        assert!(schema.get("allOf").is_none(), "{place}: parts cannot be closed one by one");
        // What belongs to a part of a message is told by its type, which may be any.
        if schema.get("properties").is_some() && !place.contains("/parts/") {
            assert_eq!(schema["additionalProperties"], false, "{place}");
            closed += 1;
        }
    }
    assert!(closed > 25, "{closed}");
}

#[test]
fn every_condition_says_what_can_stand_in_it() {
    let mut conditions = 0;
    for (name, operation) in operations() {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        for condition in parameters.filter(|each| each["in"] == "header") {
            assert_eq!(condition["schema"]["type"], "string", "{name}");
            assert!(condition["schema"]["pattern"].is_string(), "{name}");
            conditions += 1;
        }
    }
    assert!(conditions > 5, "{conditions}");
}
