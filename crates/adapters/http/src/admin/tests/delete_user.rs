use actix_web::http::Method;

use super::path_of;
use crate::testing::{World, request, signed};

#[actix_web::test]
async fn an_account_that_changed_since_it_was_read_is_not_deleted() {
    let world = World::new().await;
    let root = world.root().await;
    let ada = world.signed_in().await;
    let delete = |tag: &str| {
        let delete = request(Method::DELETE, &path_of(&ada)).insert_header(("if-match", tag));
        world.send(signed(delete, &root))
    };
    delete("\"99\"").await.problem(412, "VERSION_CONFLICT");
    delete("x").await.problem(400, "MALFORMED_REQUEST");
    world.get(&path_of(&ada), &root).await.is(200);
    delete(&format!("\"{}\"", ada.user.version)).await.is(204);
    world.get(&path_of(&ada), &root).await.problem(404, "NOT_FOUND");
}
