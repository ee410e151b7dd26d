//! The longest messages that are found, and the longest queries that find.

use super::{
    Subject, a_kept_user,
    chat_search::{a_chat_called, numbers},
    growth::{insert, say},
};
use crate::a_bare_chat;

/// As many words as count, as long as they can be in a message of 256 KiB, each letter of four
/// bytes.
pub async fn the_longest_message_is_found_by_each_of_its_words(store: Subject) {
    const COUNT: u32 = 5000;
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_bare_chat(owner);
    insert(&store, &chat).await;
    // Eleven letters of Linear B write the number.
    let letter = |digit: u32| char::from_u32(0x1_0000 + digit % 11).expect("a letter");
    let word = |number: u32| -> String {
        (0..12).map(|place| letter(number / 11_u32.pow(place.min(6)))).collect()
    };
    let text: Vec<String> = (0..COUNT).map(word).collect();
    let message = say(&store, &mut chat, &text.join(" ")).await;
    assert_eq!(message.search_words().len(), COUNT as usize);
    for number in [0, 1, 2, 2500, COUNT - 2, COUNT - 1] {
        assert_eq!(numbers(&store, owner, &format!("{} ", word(number))).await, [1]);
    }
    assert_eq!(numbers(&store, owner, &word(COUNT)).await, [0; 0]);

    // And one of the longest words of all.
    let long = word(7).repeat(4).chars().take(32).collect::<String>();
    let message = say(&store, &mut chat, &format!("{long}ABC {}", "x".repeat(1000))).await;
    assert_eq!(message.search_words()[0].chars().count(), 32);
    assert_eq!(numbers(&store, owner, &format!("{long} ")).await, [2]);
    assert_eq!(numbers(&store, owner, &format!("{} ", "x".repeat(100))).await, [2]);
}

pub async fn the_longest_queries_are_answered(store: Subject) {
    let owner = a_kept_user(&store).await.id;
    let mut chat = a_chat_called(&store, owner, "a b c d e f g h i j").await;
    let text: Vec<String> = (0..10).map(|n| format!("{n}").repeat(18)).collect();
    say(&store, &mut chat, &text.join(" ")).await;
    assert_eq!(numbers(&store, owner, &text.join(" ")).await, [1]);
    assert_eq!(numbers(&store, owner, "j i h g f e d c b a").await, [0]);
    assert_eq!(numbers(&store, owner, &"制".repeat(200)).await, [0; 0]);
    assert_eq!(numbers(&store, owner, &"x".repeat(200)).await, [0; 0]);
}
