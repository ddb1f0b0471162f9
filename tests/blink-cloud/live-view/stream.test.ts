import { describe, expect, it, vi } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { ACCOUNT } from '../testing/full-world.ts';
import { ask, closed, look, received, started } from '../testing/looking.ts';
import { signedIn } from '../testing/rest.ts';
import { commandOf } from '../testing/shapes.ts';
import { useFullClouds } from '../testing/small-cloud.ts';
import { readStream } from '../testing/stream-reader.ts';

const startFull = useFullClouds();

const shareAligned = (payloads: readonly Buffer[]) =>
  payloads.filter(([first]) => first === 0x47).length / payloads.length;

describe('the stream', () => {
  it('is a transport stream with pictures and sound that begins between two key pictures', async () => {
    const { answer } = await started(startFull);
    const viewer = await look({ server: answer.server });
    await vi.waitFor(() => expect(readStream(viewer.stream()).units).toContain(5), {
      timeout: 10_000,
    });

    const content = readStream(viewer.stream());

    expect(content.units[1]).toBe(1);
    const key = content.units.indexOf(5);
    expect(content.units.slice(key - 3, key)).toEqual([9, 7, 8]);
    expect(content.soundTimes.length).toBeGreaterThan(10);
    for (const times of [content.pictureTimes, content.soundTimes, content.clocks]) {
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(new Set(times).size).toBe(times.length);
    }
  });

  it('comes in frames of whole packets, each in a TLS record of its own', async () => {
    const { answer } = await started(startFull);
    const viewer = await look({ server: answer.server });
    await received(viewer, 30_000);

    const payloads = viewer.payloads();
    const whole = payloads.filter(({ length }) => length === 7 * 188);

    expect(whole.length).toBeGreaterThan(payloads.length * 0.8);
    expect(shareAligned(payloads)).toBeGreaterThan(0.8);
    expect(viewer.records().map(({ length }) => length)).toEqual(
      payloads.map(({ length }) => 9 + length),
    );
  });

  it('tells the sound’s format when somebody begins to talk, and not before', async () => {
    const { answer } = await started(startFull);
    const viewer = await look({ server: answer.server });
    await received(viewer, 15_000);
    expect(new Set(viewer.types())).toEqual(new Set([0]));

    viewer.send(0x17, 3);
    await vi.waitFor(() => expect(viewer.types()).toContain(0x0c));

    // Both who knows the message and who reads a length at its place go on with the next frame.
    const [format] = viewer.records().filter((record) => record[0] === 0x0c);
    expect(format?.readUInt32BE(5)).toBe(0);
    expect(format).toHaveLength(9);
    const { length } = viewer.payloads();
    await vi.waitFor(() => expect(viewer.payloads().length).toBeGreaterThan(length + 3));
    expect(viewer.types().filter((type) => type !== 0)).toEqual([0x0c]);
  });

  it('plays in real time', async () => {
    const { answer } = await started(startFull);
    const startedAt = performance.now();
    const viewer = await look({ server: answer.server });
    await received(viewer, 10_000);

    const { pictureTimes } = readStream(viewer.stream());
    const playedMs = ((pictureTimes.at(-1) ?? 0) - (pictureTimes[0] ?? 0)) / 90;

    expect(playedMs).toBeLessThan(performance.now() - startedAt + 200);
  });

  it('is silent from a camera that is off line, and its command fails', async () => {
    const { url, control } = await startFull();
    control.setDevice('Gate', { online: false });
    const rest = await signedIn(url);
    const { server, command_id: id } = await ask(rest);
    const viewer = await look({ server });

    control.advanceClock(10_000);
    await closed(viewer);

    expect(viewer.stream().length).toBe(0);
    const command = await commandOf(await rest.get(`/network/2201/command/${id}`));
    expect(command).toMatchObject({ complete: true, status_code: 907 });
  });

  it('is saved as a recording where the system wants that', async () => {
    const { rest, control, answer } = await started(startFull);
    const viewer = await look({ server: answer.server });
    await received(viewer, 1000);

    await viewer.close();
    await vi.waitFor(() => expect(control.liveViews()[0]?.endedBy).toBe('disconnected'));
    control.advanceClock(10_000);

    const list = await bodyOf(rest.post(`/api/v4/accounts/${ACCOUNT}/media`, {}));
    const { media } = list as { media: readonly unknown[] };
    expect(media[0]).toMatchObject({ source: 'liveview', device_name: 'Gate' });
  });
});

describe('the header', () => {
  it('is read field by field at its place', async () => {
    const { answer, control } = await started(startFull);
    const viewer = await look({ server: answer.server });
    await received(viewer, 100);

    expect(control.liveViews()).toMatchObject([
      {
        device: 'Gate',
        isConnected: true,
        header: { serial: 'G8T1PORCH0C4203', clientId: 606101, token: '' },
      },
    ]);
  });

  it.each([
    ['another connection id', (head: Buffer) => head.write('x', 102)],
    ['another client id', (head: Buffer) => head.writeUInt32BE(1, 24)],
    ['a fixed word elsewhere', (head: Buffer) => head.writeUInt32BE(0, 118)],
  ])('with %s closes the connection', async (_, header) => {
    const { answer } = await started(startFull);
    const viewer = await look({ server: answer.server, header: (head) => void header(head) });

    await closed(viewer);

    expect(viewer.stream().length).toBe(0);
  });

  it('may leave the serial out', async () => {
    const { answer } = await started(startFull);
    const viewer = await look({
      server: answer.server,
      header: (head) => void head.fill(0, 4, 24),
    });

    await received(viewer, 100);
  });

  it('is good once, and only for half a minute', async () => {
    const { rest, answer, control } = await started(startFull);
    const first = await look({ server: answer.server });
    await received(first, 100);
    const second = await look({ server: answer.server });
    await closed(second);
    expect(second.stream().length).toBe(0);

    const late = await ask(rest);
    control.advanceClock(30_000);
    const third = await look({ server: late.server });
    await closed(third);
    expect(third.stream().length).toBe(0);
  });

  it('holds the token where one was given out', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'live-view-token' });
    const { liveview_token: token, server } = await ask(rest);
    expect(token).toMatch(/^\w{48}$/);
    await received(await look({ server, token: token ?? '' }), 100);

    const without = await look({ server: (await ask(rest)).server });
    await closed(without);

    expect(control.liveViews().map(({ endedBy }) => endedBy)).toEqual([null, 'refused']);
  });
});
