/** @type {import('next').NextConfig} */
export default {
  output: 'export',
  // `npm run typecheck` does it.
  typescript: { ignoreBuildErrors: true },
  // `no-browser.mjs` finds out by them which file of the packages it is that runs.
  experimental: { serverSourceMaps: true },
};
