// Node 18, which Debian 12 has, keeps Web Crypto out of the global scope, where jose looks for it.
globalThis.crypto ??= require('node:crypto').webcrypto;
