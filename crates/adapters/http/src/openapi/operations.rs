use utoipa::openapi::{OpenApi, path::Operation};

/// Every operation of a document, with its method and path.
pub(super) fn operations(
    document: &mut OpenApi,
) -> impl Iterator<Item = (&'static str, String, &mut Operation)> {
    document.paths.paths.iter_mut().flat_map(|(path, item)| {
        let all = [
            ("GET", &mut item.get),
            ("POST", &mut item.post),
            ("PUT", &mut item.put),
            ("PATCH", &mut item.patch),
            ("DELETE", &mut item.delete),
        ];
        let there = all.into_iter().filter_map(|(method, each)| Some((method, each.as_mut()?)));
        there.map(|(method, operation)| (method, path.clone(), operation))
    })
}
