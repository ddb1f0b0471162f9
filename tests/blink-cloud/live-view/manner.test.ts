import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Fault } from '../faults/fault-schema.ts';
import { ask, closed, DRIVE, BODY, look, received } from '../testing/looking.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';
import { readStream } from '../testing/stream-reader.ts';
import type { Viewer } from '../testing/viewer.ts';

const startFull = useFullClouds();
const CELLAR = '/api/v6/accounts/1000003/networks/2201/cameras/4201/liveview';

/** A live view that is broken in one way. */
async function broken(fault: Fault) {
  const cloud = await startFull();
  const rest = await signedIn(cloud.url);
  cloud.control.fault({ ...fault, times: 1 });
  const answer = await ask(rest);
  return { ...cloud, rest, answer, viewer: await look(answer) };
}

/** What a client makes of it that reads a length in every message. */
function typesByLength(viewer: Viewer): readonly number[] {
  const bytes = Buffer.concat(viewer.records());
  const types = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUInt32BE(at + 5)) {
    types.push(bytes.readUInt8(at));
  }
  return types;
}

const endings = (control: { liveViews: () => readonly { endedBy: string | null }[] }) =>
  control.liveViews().map(({ endedBy }) => endedBy);

describe('a live view, broken on purpose', () => {
  it('live-view-unaligned: no frame holds whole packets', async () => {
    const { viewer } = await broken({ name: 'live-view-unaligned' });
    await received(viewer, 15_000);

    const lengths = viewer.payloads().map(({ length }) => length);

    expect(new Set(lengths).size).toBeGreaterThan(10);
    expect(lengths.some((length) => length % 188 === 0)).toBe(false);
    expect(viewer.records().map(({ length }) => length)).toEqual(lengths.map((one) => 9 + one));
    expect(readStream(viewer.stream()).packets).toBeGreaterThan(50);
  });

  it('live-view-split: frames come in pieces, and several at once', async () => {
    const { viewer } = await broken({ name: 'live-view-split' });
    await received(viewer, 30_000);

    const wholeFrames = viewer
      .records()
      .filter((record) => record.length >= 9 && record.readUInt32BE(5) === record.length - 9);

    expect(wholeFrames.length).toBeLessThan(viewer.records().length * 0.1);
    expect(readStream(viewer.stream()).packets).toBeGreaterThan(100);
  });

  it('live-view-audio-config: the format comes unasked, and a length is still a length', async () => {
    const { viewer } = await broken({ name: 'live-view-audio-config' });
    await vi.waitFor(() => expect(viewer.types()).toContain(0x0c), { timeout: 5000 });
    await received(viewer, viewer.stream().length + 3000);

    expect(new Set(typesByLength(viewer))).toEqual(new Set([0, 0x0c]));
    expect(typesByLength(viewer)).toHaveLength(viewer.types().length);
  });

  it('live-view-audio-config, flags: who takes them for a length is lost', async () => {
    const { viewer } = await broken({ name: 'live-view-audio-config', variant: 'flags' });
    await vi.waitFor(() => expect(viewer.types()).toContain(0x0c), { timeout: 5000 });
    await received(viewer, viewer.stream().length + 3000);

    expect(new Set(viewer.types())).toEqual(new Set([0, 0x0c]));
    expect(typesByLength(viewer).length).toBeLessThan(viewer.types().length);
  });

  it('live-view-silent: connected, and nothing comes', async () => {
    const { viewer, control } = await broken({ name: 'live-view-silent' });
    control.setLiveViewRules({ keepaliveSeconds: 0.5 });

    await closed(viewer);

    expect(viewer.stream()).toHaveLength(0);
    expect(endings(control)).toEqual(['no keepalive']);
  });

  it('live-view-silent with ms: it falls silent', async () => {
    const { viewer, control } = await broken({ name: 'live-view-silent', ms: 600 });
    control.setLiveViewRules({ keepaliveSeconds: 2 });

    await closed(viewer);

    const { pictureTimes } = readStream(viewer.stream());
    const playedMs = ((pictureTimes.at(-1) ?? 0) - (pictureTimes[0] ?? 0)) / 90;
    expect(playedMs).toBeGreaterThan(0);
    expect(playedMs).toBeLessThan(700);
  });

  it('live-view-closes: the server hangs up early', async () => {
    const { viewer, control } = await broken({ name: 'live-view-closes', ms: 500 });

    await closed(viewer);

    expect(viewer.stream().length).toBeGreaterThan(0);
    expect(endings(control)).toEqual(['closed early']);
  });

  it('live-view-keepalive-lost: however often it is sent', async () => {
    const { viewer, control } = await broken({ name: 'live-view-keepalive-lost' });
    control.setLiveViewRules({ keepaliveSeconds: 0.6 });
    const timer = setInterval(() => viewer.keepalive(), 100);
    onTestFinished(() => clearInterval(timer));

    await closed(viewer);

    expect(endings(control)).toEqual(['no keepalive']);
    expect(control.liveViews()[0]?.frames['10']).toBeGreaterThan(2);
  });

  it('live-view-bad-id: the address leads to nobody, and the module waits', async () => {
    const { viewer, control, rest } = await broken({ name: 'live-view-bad-id' });

    await closed(viewer);

    expect(viewer.stream()).toHaveLength(0);
    expect(endings(control)).toEqual([null]);
    expect((await rest.post(DRIVE, BODY)).status).toBe(409);
    control.advanceClock(30_000);
    expect(endings(control)).toEqual(['never connected']);
  });

  it('live-view-mid-gop: no key picture for a while', async () => {
    const { viewer } = await broken({ name: 'live-view-mid-gop', ms: 2500 });
    await vi.waitFor(() => expect(readStream(viewer.stream()).units).toContain(5), {
      timeout: 10_000,
    });

    const { units, pictureTimes } = readStream(viewer.stream());

    const before = units.slice(0, units.indexOf(5)).filter((kind) => kind === 1).length;
    const waitedMs = ((pictureTimes[before] ?? 0) - (pictureTimes[0] ?? 0)) / 90;
    expect(waitedMs).toBeGreaterThanOrEqual(2400);
  });

  it('live-view-bad-id: by RTSP too', async () => {
    const cloud = await startFull();
    const rest = await signedIn(cloud.url);
    cloud.control.fault({ name: 'live-view-bad-id' });

    const { server } = await ask(rest, CELLAR);

    expect(server).toMatch(/^rtsps:.*\/0{16}__/);
  });
});
