import { describe, expect, it } from 'vitest';
import { guards } from '../../../electron/ipc/guards.ts';
import { createApi } from '../../../shared/ipc/create-api.ts';
import { contract } from '../../../shared/ipc/contract.ts';

const query = { limit: 50, before: null, deviceId: null };

describe('a guard takes what the contract says and nothing else', () => {
  it.each([
    ['armNetwork', '1:2', true],
    ['armNetwork', '1:2:3', false],
    ['armNetwork', 12, false],
    ['takePicture', '1:owl:3', true],
    ['takePicture', '1:toaster:3', false],
    ['getClip', 'c7000001', true],
    ['getClip', 'l0123456789abcdef', true],
    ['getClip', '../../etc/passwd', false],
    ['getClip', 'c1/../c2', false],
    ['listClips', query, true],
    ['listClips', { ...query, limit: 201 }, false],
    ['listClips', { ...query, limit: 1.5 }, false],
    ['listClips', { ...query, extra: 1 }, false],
    ['listClips', { ...query, before: { recordedAt: 1, id: 'c1' } }, true],
    ['listClips', { ...query, before: { recordedAt: '1', id: 'c1' } }, false],
    ['openLink', 'blinkSupport', true],
    ['openLink', 'constructor', false],
    ['openLink', 'https://example.com', false],
    ['signOut', { clips: 'keep' }, true],
    ['signOut', { clips: 'all' }, false],
    ['chooseKeepPolicy', 'every', true],
    ['chooseKeepPolicy', 'none', false],
    ['pictureDecoded', { jobId: 1, width: 1, height: 1, pixels: new Uint8Array(4) }, true],
    ['pictureDecoded', { jobId: 1, width: 2, height: 1, pixels: new Uint8Array(4) }, false],
    ['pictureDecoded', { jobId: 1, width: 9_000, height: 9_000, pixels: null }, false],
    ['signIn', undefined, true],
    ['signIn', 'now', false],
  ] as const)('%s(%j): %s', (name, arg, isTaken) => {
    expect(guards[name](arg)).toBe(isTaken);
  });
});

describe('the page’s side of the contract', () => {
  const api = createApi({
    invoke: async (name, arg) => ({ ok: true, value: [name, arg] }),
    subscribe: (name) => () => name,
  });

  it('has every request by its own name', async () => {
    expect(await api.armNetwork('1:2')).toEqual({ ok: true, value: ['armNetwork', '1:2'] });
    const requests = Object.entries(contract).filter(([, { kind }]) => kind === 'request');
    expect(Object.keys(api).sort()).toEqual([...requests.map(([name]) => name), 'on'].sort());
  });

  it('refuses to listen to a name that is no push', () => {
    const on: (name: string, listener: () => void) => void = api.on as never;
    expect(() => on('armNetwork', () => undefined)).toThrow(TypeError);
  });
});
