mod exchange;
mod identities;
mod redirects;
