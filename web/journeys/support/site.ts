import { fileURLToPath } from 'node:url';
import { startService, type RealService, type Settings } from '../../packages/client/test/support/real-service.js';

/** What `npm run build` made of the demo. */
const DEMO = fileURLToPath(new URL('../../apps/demo/dist', import.meta.url));

/** The built service, which serves the demo and sends people to its pages. */
export function startSite(settings: Settings = {}): Promise<RealService> {
  return startService((url) => ({
    BOOKPLATE__SERVER__STATIC_DIR: DEMO,
    BOOKPLATE__LINKS__BASE: url,
    BOOKPLATE__LINKS__SIGN_IN: `${url}/signed-in`,
    ...settings,
  }));
}
