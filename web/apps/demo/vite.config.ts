import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  // The site and the service are one origin, as they are when the service serves the built site.
  server: { proxy: { '/api': 'http://127.0.0.1:7860' } },
});
