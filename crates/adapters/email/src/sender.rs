/// Who writes: what every mail says about the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The name that people know the service by.
    pub product_name: String,
    /// Where to ask for help, as it should be read: an address or a web page.
    pub support: Option<String>,
}
