import { describe, expect, it } from 'vitest';
import { bannerFor } from '../../../electron/desktop/notification-rules.ts';
import type { Clip } from '../../../shared/models.ts';
import { clip } from '../../fixtures/samples.ts';

const named = (deviceName: string, networkName = 'Home'): Clip => clip({ deviceName, networkName });

describe('a banner', () => {
  it('names the camera, the system and the time', () => {
    const banner = bannerFor({ ...named('Gate'), kind: 'motion' }, 'linux');
    expect(banner?.title).toBe('Gate');
    expect(banner?.body).toMatch(/^Motion at Home, /);
  });

  it.each(['live-view', 'snapshot'] as const)('is not shown for a %s', (kind) => {
    expect(bannerFor({ ...named('Gate'), kind }, 'linux')).toBeNull();
  });

  it('escapes markup on Linux, where daemons would render it', () => {
    const body = (platform: NodeJS.Platform) =>
      bannerFor({ ...named('Gate', '<b>Home</b> & co'), kind: 'other' }, platform)?.body;
    expect(body('linux')).toContain('&lt;b&gt;Home&lt;/b&gt; &amp; co');
    expect(body('darwin')).toContain('<b>Home</b> & co');
  });

  it('is one line without direction marks, however the cloud named things', () => {
    const banner = bannerFor(named('Gate\n\u202Eevil'.padEnd(500, 'x')), 'linux');
    expect(banner?.title).toMatch(/^Gate evil/);
    expect(banner?.title.length).toBeLessThanOrEqual(200);
  });
});
