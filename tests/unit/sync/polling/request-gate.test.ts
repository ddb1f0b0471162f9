import { describe, expect, it } from 'vitest';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';

function setUp() {
  const client = createFakeClient();
  const refusals = createRefusals({
    clock: createFakeClock(),
    random: createFakeRandom(),
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const gate = createRequestGate({ client, refusals });
  const ask = () => gate.ask(({ homescreen }) => homescreen());
  return { client, gate, refusals, ask, asked: () => client.count('homescreen') };
}

describe('the gate to the cloud', () => {
  it('lets nothing out while the computer sleeps, and everything again afterwards', async () => {
    const { gate, ask, asked } = setUp();
    gate.suspend();
    await expect(ask()).rejects.toMatchObject({ code: 'offline' });
    expect([asked(), gate.isRefused()]).toEqual([0, true]);
    gate.resume();
    await ask();
    expect([asked(), gate.isRefused()]).toEqual([1, false]);
  });

  it('gives up what is on its way when the computer goes to sleep', async () => {
    const { gate } = setUp();
    const asked = gate.ask(
      (_client, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error)),
        ),
    );
    gate.suspend();
    await expect(asked).rejects.toMatchObject({ code: 'offline' });
  });

  it('lets nothing out after the sign-out, also when the computer wakes', async () => {
    const { gate, ask, asked } = setUp();
    gate.suspend();
    gate.close();
    gate.resume();
    await expect(ask()).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(asked()).toBe(0);
  });

  it('lets nothing out while the cloud refuses', async () => {
    const { refusals, ask, asked } = setUp();
    refusals.note(new AppError('rate-limited'));
    await expect(ask()).rejects.toMatchObject({ code: 'rate-limited' });
    expect(asked()).toBe(0);
  });
});
