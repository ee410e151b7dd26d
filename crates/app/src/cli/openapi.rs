use crate::failure::Failure;

/// Prints the OpenAPI document; it does not depend on the configuration.
pub fn run() -> Result<(), Failure> {
    println!("{}", bookplate_http::openapi_json());
    Ok(())
}
