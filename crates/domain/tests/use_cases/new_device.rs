use bookplate_domain::{
    mail::Mail,
    sessions::{LogIn, SessionGrant},
    shared::{Client, Clock},
    users::Password,
};
use bookplate_testkit::a_client;

use crate::world::{ADA, PASSWORD, World};

async fn log_in_on(world: &World, device: Option<&str>) -> SessionGrant {
    let command = LogIn {
        email: world.email(ADA),
        password: Password::parse(PASSWORD).unwrap(),
        visitor: None,
        client: Client { device: device.map(str::to_owned), ..a_client() },
    };
    world.app.sessions.log_in(command).await.unwrap()
}

#[tokio::test]
async fn the_owner_is_told_of_a_device_that_was_never_seen_before() {
    let world = World::new().await;
    world.account().await;
    for (device, news) in [
        (Some("Firefox 149 on Linux"), false),
        (Some("Firefox 149 on Linux"), false),
        (Some("Firefox 150 on Linux"), false),
        (None, false),
        (Some("Chrome 156 on Windows"), true),
        (Some("Chrome 156 on Windows"), false),
    ] {
        log_in_on(&world, device).await;
        let told: Vec<Mail> = world.letters().await.into_iter().map(|l| l.mail).collect();
        let expected = news
            .then(|| Mail::NewDevice { device: device.map(str::to_owned), at: world.clock.now() });
        assert_eq!(told, Vec::from_iter(expected), "{device:?}");
    }
}
