import '@bookplate/react/ui/styles.css';
import './styles.css';
import { AuthProvider } from '@bookplate/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { AppearanceProvider } from './appearance.js';
import { client } from './client.js';
import { Gallery } from './gallery.js';
import { Site } from './site.js';

const gallery = /^\/gallery\/([a-z-]+)$/.exec(location.pathname)?.[1];

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AuthProvider client={client}>
      <AppearanceProvider>{gallery ? <Gallery name={gallery} /> : <Site />}</AppearanceProvider>
    </AuthProvider>
  </StrictMode>,
);
