import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ask, closed, look, received, started } from '../testing/looking.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';
import { type Viewer } from '../testing/viewer.ts';

const startFull = useFullClouds();

describe('a session', () => {
  it('ends when it has lasted long enough', async () => {
    const { control, answer } = await started(startFull);
    const viewer = await look({ server: answer.server });
    await received(viewer, 100);

    control.advanceClock(299_000);
    expect(control.liveViews()).toMatchObject([{ endedBy: null }]);
    control.advanceClock(1000);
    await closed(viewer);

    expect(control.liveViews()).toMatchObject([{ endedBy: 'duration' }]);
  });

  it('lasts as long as the simulator is told', async () => {
    const { url, control } = await startFull();
    control.setLiveViewRules({ durationSeconds: 2 });
    const answer = await ask(await signedIn(url));
    expect(answer.duration).toBe(2);
    const viewer = await look({ server: answer.server });
    await received(viewer, 100);

    control.advanceClock(2000);

    await closed(viewer);
  });

  it('ends without keepalives, and goes on with them', async () => {
    const { control, answer, rest } = await started(startFull);
    control.setLiveViewRules({ keepaliveSeconds: 0.6 });
    const silent = await look({ server: answer.server });
    const lively = await look({ server: (await ask(rest)).server });
    const timer = setInterval(() => lively.keepalive(), 100);
    onTestFinished(() => clearInterval(timer));

    await closed(silent);

    expect(lively.socket.destroyed).toBe(false);
    expect(control.liveViews().map(({ endedBy }) => endedBy)).toEqual(['no keepalive', null]);
    expect(control.liveViews()[1]?.frames['10']).toBeGreaterThan(2);
  });

  it('ends when the client is gone, when it says so, and when it talks nonsense', async () => {
    const { rest, answer, control } = await started(startFull);
    const [gone, nonsense] = [await look(answer), await look(await ask(rest))];
    const { command_id: id, server } = await ask(rest);
    const ended = await look({ server });
    await received(ended, 100);

    await gone.close();
    nonsense.socket.write(Buffer.alloc(64, 0xff));
    await rest.post(`/network/2201/command/${id}/done/`);
    await Promise.all([closed(nonsense), closed(ended)]);

    await vi.waitFor(() =>
      expect(control.liveViews().map(({ endedBy }) => endedBy)).toEqual([
        'disconnected',
        'disconnected',
        'done',
      ]),
    );
  });

  it('hears what the client sends up', async () => {
    const { control, answer } = await started(startFull);
    const viewer = await look({ server: answer.server });
    viewer.send(0x12, 1000, Buffer.alloc(24));
    viewer.send(0x05, 5760, Buffer.alloc(90));

    await vi.waitFor(() =>
      expect(control.liveViews()[0]?.frames).toEqual({ '5': 1, '10': 1, '18': 1 }),
    );
  });
});

describe('the certificate', () => {
  const shown = ({ socket }: Viewer) => socket.getPeerCertificate().fingerprint256;

  it('is signed by nobody but itself, and another one when the fleet moves on', async () => {
    const { control, answer, rest } = await started(startFull);
    const first = await look(answer);
    const [fingerprint] = control.liveViewFingerprints();
    expect(shown(first)).toBe(fingerprint);
    expect(first.socket.authorizationError).toMatch(/SELF_SIGNED/);

    control.renewLiveViewCertificates();

    const second = await look(await ask(rest));
    expect(shown(second)).toBe(control.liveViewFingerprints()[0]);
    expect(shown(second)).not.toBe(fingerprint);
  });

  it.each([
    ['expired', { valid_to: /2020/ }],
    ['not-yet', { valid_from: /204\d/ }],
    ['wrong-name', { subjectaltname: /^DNS:elsewhere\.porchlight\.test$/ }],
  ] as const)('is %s where that is asked for', async (flaw, wrong) => {
    const { control, answer, url } = await started(startFull);
    const body = JSON.stringify({ flaw });
    await fetch(`${url}/__control/renew-certificates`, { method: 'POST', body });

    const viewer = await look(answer);

    for (const [field, pattern] of Object.entries(wrong)) {
      expect(viewer.socket.getPeerCertificate()).toHaveProperty(
        field,
        expect.stringMatching(pattern),
      );
    }
    expect(shown(viewer)).toBe(control.liveViewFingerprints()[0]);
    control.renewLiveViewCertificates();
    const later = (await look(await ask(await signedIn(url)))).socket.getPeerCertificate();
    expect(Date.parse(later.valid_from)).toBeLessThan(Date.now());
    expect(Date.parse(later.valid_to)).toBeGreaterThan(Date.now());
    expect(later.subjectaltname).toBeUndefined();
  });

  it.each([
    [{}, 'TLSv1.2'],
    [{ variant: 'old-suite' }, 'TLSv1.2'],
  ] as const)('is shown by old TLS on request %j', async (variant, protocol) => {
    const { url, control } = await startFull();
    control.fault({ name: 'live-view-tls12', ...variant });
    const viewer = await look(await ask(await signedIn(url)));

    await received(viewer, 100);

    expect(viewer.socket.getProtocol()).toBe(protocol);
    if ('variant' in variant) {
      expect(viewer.socket.getCipher().standardName).toBe('TLS_RSA_WITH_AES_128_CBC_SHA256');
    }
  });
});
