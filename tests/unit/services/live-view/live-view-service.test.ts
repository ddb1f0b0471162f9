import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import {
  createLiveViewService,
  longestLiveViewMs,
} from '../../../../electron/services/live-view/live-view-service.ts';
import { AppError } from '../../../../shared/errors.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { createMemorySettings, type MemorySettings } from '../../../fixtures/memory-stores.ts';
import { accountId, device, frontYardId } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const deskId = deviceId(accountId, 'owl', 5);

const setUp = async () => {
  const below = await setUpBelow();
  const { client, sync } = below;
  client.home = { ...client.home, devices: [device(), device({ id: deskId, family: 'owl' })] };
  await sync.home.refresh();
  const asked = () => client.calls.filter((call) => call.startsWith('liveView'));
  const settings = createMemorySettings();
  const liveView = createLiveViewService({ ...below, settings });
  return { ...below, settings, liveView, asked };
};

describe('a live view', () => {
  it('tells where it comes from, and is one for all who ask', async () => {
    const { liveView, asked } = await setUp();
    const [one, other] = await Promise.all([
      liveView.start(frontYardId),
      liveView.start(frontYardId),
    ]);
    expect(one).toEqual({ server: '203.0.113.7:443', durationMs: 60_000 });
    expect(other).toEqual(one);
    expect(asked()).toEqual([`liveView.start ${frontYardId}`]);
  });

  it('ends once, however often it is ended', async () => {
    const { liveView, asked } = await setUp();
    await liveView.start(frontYardId);
    await Promise.all([liveView.end(frontYardId), liveView.end(frontYardId)]);
    await liveView.end(frontYardId);
    expect(asked()).toEqual([`liveView.start ${frontYardId}`, 'liveView.end 1']);
  });

  it('that is still being opened is ended as soon as it can be', async () => {
    const { client, liveView, asked } = await setUp();
    const release = client.hold('liveView.start');
    const opening = liveView.start(frontYardId);
    const ending = liveView.end(frontYardId);
    release();
    await Promise.all([opening, ending]);
    expect(asked().at(-1)).toBe('liveView.end 1');
  });

  it('makes room for another of its system', async () => {
    const { liveView, asked } = await setUp();
    await liveView.start(frontYardId);
    await liveView.start(deskId);
    expect(asked().slice(1)).toEqual(['liveView.end 1', `liveView.start ${deskId}`]);
  });

  it('that could not be opened can be tried again', async () => {
    const { client, liveView, asked } = await setUp();
    client.fail('liveView.start', new AppError('module-busy'));
    const opening = liveView.start(frontYardId);
    await expect(opening).rejects.toMatchObject({ code: 'module-busy' });
    await liveView.end(frontYardId);
    await liveView.start(frontYardId);
    expect(asked()).toHaveLength(2);
  });

  it('ends by itself after the time the cloud gave, at most after five minutes', async () => {
    const { client, clock, liveView, asked } = await setUp();
    await liveView.start(frontYardId);
    await clock.advance(seconds(60));
    expect(asked().at(-1)).toBe('liveView.end 1');
    client.things.liveViewMs = null;
    await liveView.start(frontYardId);
    await clock.advance(longestLiveViewMs - 1);
    expect(asked().at(-1)).toBe(`liveView.start ${frontYardId}`);
    await clock.advance(1);
    expect(asked().at(-1)).toBe('liveView.end 2');
  });

  it('is ended before the talk with the cloud ends', async () => {
    const { liveView, sync, asked } = await setUp();
    await liveView.start(frontYardId);
    await sync.stop();
    expect(asked().at(-1)).toBe('liveView.end 1');
  });

  it('does not hold up the end of the talk for more than two seconds', async () => {
    const { client, clock, liveView, sync } = await setUp();
    await liveView.start(frontYardId);
    client.hold('liveView.end');
    let isOver = false;
    void sync.stop().then(() => (isOver = true));
    await clock.advance(seconds(2) - 1);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(isOver).toBe(true);
  });

  it('leaves nothing behind once it is over', async () => {
    const { clock, liveView, sync, asked } = await setUp();
    await liveView.start(frontYardId);
    await liveView.end(frontYardId);
    await settled();
    expect(clock.pending()).toEqual([]);
    await sync.stop();
    expect(asked()).toHaveLength(2);
  });
});

describe('a live view whose end the cloud has not taken', () => {
  const online = {
    status: 'online',
    problem: null,
    pausedUntil: null,
    requestsLastHour: 1,
  } as const;

  /** The same computer after a restart: what was on disk, and a cloud that is heard. */
  const startAgain = async ({ settings }: { readonly settings: MemorySettings }, laterMs = 0) => {
    const next = await setUpBelow();
    await next.clock.advance(laterMs);
    const liveView = createLiveViewService({ ...next, settings });
    next.store.set('connection', online);
    await settled();
    return { ...next, liveView, asked: liveViewsIn(next.client) };
  };
  const liveViewsIn = ({ calls }: { readonly calls: readonly string[] }) =>
    calls.filter((call) => call.startsWith('liveView'));

  it('is ended at the next start, and only once', async () => {
    const first = await setUp();
    await first.liveView.start(frontYardId);
    first.client.hold('liveView.end');
    const over = first.sync.stop();
    await first.clock.advance(seconds(2));
    await over;
    expect(first.settings.get().openLiveViews).toMatchObject([{ commandId: 1 }]);

    const second = await startAgain(first);
    expect(second.asked).toEqual(['liveView.end 1']);
    expect(first.settings.get().openLiveViews).toEqual([]);
    expect((await startAgain(first)).asked).toEqual([]);
  });

  it('is ended at the next start after a kill too', async () => {
    const first = await setUp();
    await first.liveView.start(frontYardId);

    expect((await startAgain(first)).asked).toEqual(['liveView.end 1']);
  });

  it('is forgotten when the cloud cannot keep it any more', async () => {
    const first = await setUp();
    await first.liveView.start(frontYardId);

    expect((await startAgain(first, minutes(91))).asked).toEqual([]);
  });

  it('because of a refusal is ended when that is over', async () => {
    const { client, clock, liveView, settings, store, asked } = await setUp();
    store.set('connection', online);
    await liveView.start(frontYardId);
    client.fail('liveView.end', new AppError('rate-limited'));

    await expect(liveView.end(frontYardId)).rejects.toMatchObject({ code: 'rate-limited' });
    await settled();
    expect([store.get().connection.status, asked().length]).toEqual(['paused', 2]);
    await clock.advance(seconds(70));

    expect(asked().slice(1)).toEqual(['liveView.end 1', 'liveView.end 1']);
    expect(settings.get().openLiveViews).toEqual([]);
  });

  it('is ended before the next one begins', async () => {
    const { client, liveView, asked } = await setUp();
    await liveView.start(frontYardId);
    client.fail('liveView.end', new AppError('cloud-trouble'));
    await expect(liveView.end(frontYardId)).rejects.toMatchObject({ code: 'cloud-trouble' });

    await liveView.start(deskId);

    expect(asked().slice(1)).toEqual([
      'liveView.end 1',
      'liveView.end 1',
      `liveView.start ${deskId}`,
    ]);
  });

  it('does not fail because it cannot be recorded', async () => {
    const { liveView, settings, asked } = await setUp();
    settings.problem = new AppError('disk-full');
    await liveView.start(frontYardId);
    await liveView.end(frontYardId);
    expect(asked()).toEqual([`liveView.start ${frontYardId}`, 'liveView.end 1']);
  });
});
