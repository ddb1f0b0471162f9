import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import type { DeviceRef } from '../../../electron/blink/models.ts';
import { deviceId, type DeviceFamily } from '../../../shared/ids.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { askedDuring } from './asked.ts';
import { one } from './blink-world.ts';
import { codeOf } from './failures.ts';
import { signedIn } from './signed-in.ts';

const networkId = '1000002:2101';
const ref = (family: DeviceFamily, id: number): DeviceRef => ({
  id: deviceId(1000002, family, id),
  networkId,
});

let cloud: BlinkCloud;
let client: BlinkClient;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: one, speed: 100 });
  ({ client } = await signedIn(cloud));
});
afterEach(() => cloud.stop());

describe('a live view', () => {
  it.each([
    ['camera', 4101, '/api/v6/accounts/1000002/networks/2101/cameras/4101/liveview'],
    ['owl', 5101, '/api/v2/accounts/1000002/networks/2101/owls/5101/liveview'],
    ['doorbell', 6101, '/api/v2/accounts/1000002/networks/2101/doorbells/6101/liveview'],
  ] as const)('of a %s opens, is looked after and ends', async (family, id, path) => {
    const asked = await askedDuring(cloud, async () => {
      const view = await client.liveView.start(ref(family, id));

      expect(view.server).toMatchObject({ protocol: 'immis' });
      expect(view).toMatchObject({ durationMs: 300_000, pollEveryMs: 15_000 });
      expect(await client.liveView.poll(view.command)).toBe(true);
      await client.liveView.end(view.command);
      expect(await client.liveView.poll(view.command)).toBe(false);
    });

    expect(asked[0]).toMatchObject({
      method: 'POST',
      path,
      body: { intent: 'liveview', motion_event_start_time: null },
    });
  });

  it('of a second camera of the hub is busy until the first has ended', async () => {
    const first = await client.liveView.start(ref('camera', 4101));

    expect(await codeOf(client.liveView.start(ref('owl', 5101)))).toBe('module-busy');
    await client.liveView.end(first.command);
    const second = await client.liveView.start(ref('owl', 5101));
    await client.liveView.end(second.command);
  });

  it('that has ended can be ended again', async () => {
    const { command } = await client.liveView.start(ref('camera', 4101));
    await client.liveView.end(command);

    await client.liveView.end(command);
  });

  it('at a server nobody may connect to is ended at once', async () => {
    const body = { command_id: 90_000_001, server: 'immis://192.168.1.7:443/abc' };
    cloud.control.fault({ name: 'status', status: 200, match: 'liveview', body });

    const asked = await askedDuring(cloud, async () =>
      expect(await codeOf(client.liveView.start(ref('camera', 4101)))).toBe('bad-answer'),
    );

    expect(asked.map(({ path }) => path).at(-1)).toBe('/network/2101/command/90000001/done/');
  });
});
