import type { HealthCause } from '../../../../electron/services/notifications/notification-events.ts';
import { describe, expect, it } from 'vitest';
import { notificationText } from '../../../../electron/desktop/notifications/notification-text.ts';
import type { Clip } from '../../../../shared/models.ts';
import { clip, homeId, network } from '../../../fixtures/samples.ts';

const recordedAt = new Date(2026, 10, 22, 14, 2).getTime();
const now = recordedAt + 20_000;

const clipBanner = (change: Partial<Clip>) =>
  notificationText({
    kind: 'clips',
    key: 'k',
    clips: [clip({ recordedAt, ...change })],
    hasPicture: false,
    disarms: null,
    now,
  });

const healthBanner = (cause: HealthCause, change: 'began' | 'ended') =>
  notificationText({
    kind: 'health',
    network: network(),
    changes: [{ key: 'k', cause, networkId: homeId, name: 'Porch', change }],
  }).body;

describe('the words of a notification', () => {
  it.each([
    ['motion', /^Motion/],
    ['doorbell', /rang|ring|doorbell/i],
    ['other', /clip/i],
  ] as const)('name what a clip of kind %s is', (kind, words) => {
    const { title, body } = clipBanner({ kind });
    expect(title).toBe('Front Yard');
    expect(body).toMatch(words);
  });

  it('differ for a ring, for motion and for anything else', () => {
    const bodies = (['motion', 'doorbell', 'other'] as const).map(
      (kind) => clipBanner({ kind }).body,
    );
    expect(new Set(bodies).size).toBe(3);
  });

  it.each([
    ['sync-module-offline', /offline/i, /online/i],
    ['camera-offline', /offline/i, /online/i],
    ['battery-low', /battery.*low|low.*battery/i, /battery/i],
    ['camera-silent', /not recorded|nothing|no clips/i, /record/i],
  ] as const)('say when %s begins and when it ends', (cause, began, ended) => {
    expect(healthBanner(cause, 'began')).toMatch(began);
    expect(healthBanner(cause, 'ended')).toMatch(ended);
    expect(healthBanner(cause, 'ended')).not.toBe(healthBanner(cause, 'began'));
    expect(healthBanner(cause, 'began')).toContain('Porch');
  });

  it('never break a line, whatever a camera is called', () => {
    const { title } = clipBanner({ deviceName: 'Front\n\u202eYard' });
    expect(title).toBe('Front Yard');
  });

  it('are cut before they fill the screen', () => {
    expect(clipBanner({ deviceName: 'x'.repeat(1_000) }).title).toHaveLength(300);
  });
});
