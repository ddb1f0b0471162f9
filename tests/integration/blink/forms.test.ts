import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import { deviceId } from '../../../shared/ids.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { askedDuring, isPoll } from './asked.ts';
import { one } from './blink-world.ts';
import { codeOf } from './failures.ts';
import { signedIn } from './signed-in.ts';

const networkId = '1000002:2101';
const gate = { id: deviceId(1000002, 'camera', 4101), networkId } as const;
const desk = { id: deviceId(1000002, 'owl', 5101), networkId } as const;
const nobody = { id: deviceId(1000002, 'camera', 4999), networkId } as const;

let cloud: BlinkCloud;
let client: BlinkClient;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: one, speed: 100 });
  ({ client } = await signedIn(cloud));
});
afterEach(() => cloud.stop());

const pathsOf = async (work: () => Promise<unknown>) =>
  (await askedDuring(cloud, work))
    .filter((request) => !isPoll(request))
    .map(({ path }) => path.replace(/^.*\/networks?\/2101\//, ''));

async function liveView(device: typeof gate | typeof desk): Promise<void> {
  const { command } = await client.liveView.start(device);
  await client.liveView.end(command);
}

describe('a call whose newest form the cloud does not know', () => {
  it('is asked in the older form within the same click, which is then remembered', async () => {
    cloud.control.fault({ name: 'new-forms-gone' });

    const first = await askedDuring(cloud, () => liveView(gate));
    const second = await askedDuring(cloud, () => liveView(gate));

    const versions = (asked: typeof first) => asked.map(({ path }) => path.split('/')[2]);
    expect(versions(first).slice(0, 2)).toEqual(['v6', 'v5']);
    expect(versions(second)[0]).toBe('v5');
  });

  it('teaches nothing about another family', async () => {
    cloud.control.fault({ name: 'new-forms-gone' });
    await liveView(gate);

    const asked = await askedDuring(cloud, () => liveView(desk));

    expect(asked.slice(0, 2).map(({ path }) => path.split('/')[2])).toEqual(['v2', 'v1']);
  });

  it('reads and writes zones where the reading was answered', async () => {
    cloud.control.fault({ name: 'new-forms-gone' });
    const zones = await client.cameras.zones(gate);

    expect(await pathsOf(() => client.cameras.setZones(gate, zones))).toEqual([
      'cameras/4101/motion_regions',
    ]);
  });
});

describe('a call whose proven form is gone', () => {
  it('is asked as the app of today does, polls too', async () => {
    cloud.control.fault({ name: 'old-forms-gone' });

    const first = await pathsOf(() => client.cameras.takePicture(gate));
    const second = await pathsOf(() => client.cameras.takePicture(gate));

    expect(first).toEqual(['camera/4101/thumbnail', 'cameras/4101/thumbnail']);
    expect(second).toEqual(['cameras/4101/thumbnail']);
  });
});

describe('a device that is gone', () => {
  it('costs one more question, is not found, and changes no form', async () => {
    const asked = await pathsOf(async () =>
      expect(await codeOf(client.cameras.takePicture(nobody))).toBe('not-found'),
    );

    expect(asked).toEqual(['camera/4999/thumbnail', 'cameras/4999/thumbnail']);
    expect(await pathsOf(() => client.cameras.takePicture(gate))).toEqual([
      'camera/4101/thumbnail',
    ]);
  });

  it('costs no further question once the form is known to work', async () => {
    await client.cameras.takePicture(gate);

    const asked = await pathsOf(() => codeOf(client.cameras.takePicture(nobody)));

    expect(asked).toEqual(['camera/4999/thumbnail']);
  });
});

it('what only battery cameras can do is not asked of others', async () => {
  const asked = await askedDuring(cloud, async () => {
    expect(await codeOf(client.cameras.askNow(desk))).toBe('not-supported');
    expect(await codeOf(client.cameras.setTemperatureAlerts(desk, true))).toBe('not-supported');
    expect(await codeOf(client.cameras.setLamp(gate, true))).toBe('not-supported');
  });

  expect(asked).toEqual([]);
});
