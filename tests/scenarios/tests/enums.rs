//! Enums of the models as text: what programs do with a value, whether this version knows it or not.

use tucuxi_ec2::types::{InstanceStateName, InstanceType};

#[test]
fn known_values_are_listed_and_are_what_their_text_becomes() {
    let values = InstanceType::values();
    assert!(values.contains(&InstanceType::from("t3.micro")));
    assert!(values.is_sorted_by_key(|value| value.as_str()));
    for value in values {
        assert!(!matches!(InstanceType::from(value.as_str()), InstanceType::Unknown(_)), "{value}");
    }
}

#[test]
fn a_value_is_text() {
    let state = Some(InstanceStateName::Running);
    assert_eq!(state.as_deref(), Some("running"));
    assert_eq!(format!("{:>8}", InstanceStateName::Pending), " pending");
    let new = InstanceStateName::from(String::from("hibernating"));
    assert!(matches!(new, InstanceStateName::Unknown(_)) && new.starts_with("hib"));
    assert!(!InstanceStateName::values().contains(&new));
}
