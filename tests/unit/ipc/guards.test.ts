import { describe, expect, it } from 'vitest';
import { guards } from '../../../electron/ipc/guards.ts';
import { createApi } from '../../../shared/ipc/create-api.ts';
import { contract } from '../../../shared/ipc/contract.ts';

const query = { shelf: 'all', limit: 50, before: null, deviceId: null };

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
    ['listClips', { ...query, shelf: 'bin' }, true],
    ['listClips', { ...query, shelf: 'attic' }, false],
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

const cells = Array<boolean>(25).fill(true);
const entry = { days: ['mon'], minuteUtc: 0, action: 'arm' };
const draft = { id: null, networkId: '1:2', name: 'Nights', entries: [entry] };
const form = { way: 'form', email: 'demo@porchlight.test', password: 'secret' };
const ofDevice = (value: unknown) => ({ deviceId: '1:camera:3', value });
const ofNetwork = (value: unknown) => ({ networkId: '1:2', value });
const limits = { maxBytes: 5_000_000_000, maxAgeDays: 90 };
const clips = (count: number) => Array<string>(count).fill('c1');
const words = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_word, at) => ['x'.repeat(at + 1), true]));

const bounds = [
  ['signInOtherWay', form, true],
  ['signInOtherWay', { ...form, way: 'login-2020' }, true],
  ['signInOtherWay', { ...form, way: 'hosted' }, false],
  ['signInOtherWay', { ...form, email: 'x'.repeat(321) }, false],
  ['signInOtherWay', { ...form, password: 'x'.repeat(1_024) }, true],
  ['signInOtherWay', { ...form, password: 'x'.repeat(1_025) }, false],
  ['signInOtherWay', { ...form, password: '' }, false],
  ['signInOtherWay', { ...form, remember: true }, false],
  ['giveSignInCode', '1234', true],
  ['verifyInstallation', '123456', true],
  ['verifyInstallation', 'abcdef', false],
  ['sendVerificationCode', undefined, true],
  ['sendVerificationCode', 'x', false],
  ['giveSignInCode', '123456789', false],
  ['giveSignInCode', '12 34', false],
  ['saveDeviceSettings', ofDevice({ name: 'Gate', motionSensitivity: 9 }), true],
  ['saveDeviceSettings', ofDevice({}), true],
  ['saveDeviceSettings', ofDevice({ motionSensitivity: 10 }), false],
  ['saveDeviceSettings', ofDevice({ name: ' ' }), false],
  ['saveDeviceSettings', ofDevice({ name: undefined }), false],
  ['saveDeviceSettings', ofDevice({ videoQuality: '../best' }), false],
  ['saveDeviceSettings', ofDevice({ serial: 'G8T1' }), false],
  ['saveDeviceSettings', ofDevice({ clipMs: Number.NaN }), false],
  ['setMotionDetection', ofDevice(true), true],
  ['setMotionDetection', ofDevice('true'), false],
  ['setMotionDetection', { deviceId: '1:2', value: true }, false],
  ['saveMotionZones', ofDevice({ cells }), true],
  ['saveMotionZones', ofDevice({ cells: cells.slice(1) }), false],
  ['saveMotionZones', ofDevice({ cells: [...cells.slice(1), 1] }), false],
  ['calibrateTemperature', ofDevice({ currentF: 70.5, minF: 40, maxF: 90 }), true],
  ['calibrateTemperature', ofDevice({ currentF: 7_000, minF: 40, maxF: 90 }), false],
  ['snoozeDevice', ofDevice(1), true],
  ['snoozeDevice', ofDevice(null), true],
  ['snoozeDevice', ofDevice(0), false],
  ['snoozeDevice', ofDevice(1_440), false],
  ['snoozeDevice', ofDevice(1.5), false],
  ['snoozeNetwork', ofNetwork(1_439), true],
  ['snoozeNetwork', ofNetwork(Infinity), false],
  ['soundSiren', ofNetwork(true), true],
  ['soundSiren', { ...ofNetwork(true), forMs: 1 }, false],
  ['saveSchedule', draft, true],
  ['saveSchedule', { ...draft, id: 7 }, true],
  ['saveSchedule', { ...draft, id: 0 }, false],
  ['saveSchedule', { ...draft, name: 'x'.repeat(61) }, false],
  ['saveSchedule', { ...draft, entries: Array(51).fill(entry) }, false],
  ['saveSchedule', { ...draft, entries: [{ ...entry, days: [] }] }, false],
  ['saveSchedule', { ...draft, entries: [{ ...entry, days: ['mon', 'mon'] }] }, false],
  ['saveSchedule', { ...draft, entries: [{ ...entry, minuteUtc: 1_440 }] }, false],
  ['removeSchedule', ofNetwork(7), true],
  ['removeSchedule', ofNetwork(-7), false],
  ['setScheduleEnabled', ofNetwork({ scheduleId: 7, isEnabled: false }), true],
  ['setScheduleEnabled', ofNetwork({ scheduleId: 7 }), false],
  ['setNotificationFlags', { low_battery: false }, true],
  ['setNotificationFlags', { 'low-battery': false }, false],
  ['setNotificationFlags', { motion: 1 }, false],
  ['setNotificationFlags', words(40), true],
  ['setNotificationFlags', words(41), false],
  ['setAutoDeleteDays', 1, true],
  ['setAutoDeleteDays', 366, false],
  ['setAutoDeleteDays', '30', false],
  ['deleteFromCloud', clips(200), true],
  ['deleteFromCloud', clips(201), false],
  ['deleteFromCloud', [], false],
  ['markWatched', ['c1', '../c2'], false],
  ['setArchivePaused', true, true],
  ['setArchivePaused', 1, false],
  ['setHistoryPace', 'fast', true],
  ['setHistoryPace', 'quick', false],
  ['setHistoryPace', 'at once', false],
  ['setLimits', limits, true],
  ['setLimits', { maxBytes: null, maxAgeDays: null }, true],
  ['setLimits', { ...limits, maxBytes: 0 }, false],
  ['setLimits', { ...limits, maxBytes: 2 ** 53 }, false],
  ['setLimits', { ...limits, maxBytes: 1.5 }, false],
  ['setLimits', { ...limits, maxAgeDays: -1 }, false],
  ['setLimits', { ...limits, maxAgeDays: Infinity }, false],
  ['setLimits', { maxBytes: 1 }, false],
  ['setLimits', { ...limits, isStarredToo: true }, false],
  ['previewLimits', limits, true],
  ['previewLimits', null, false],
  ['setBinDays', 1, true],
  ['setBinDays', 365, true],
  ['setBinDays', 0, false],
  ['setBinDays', 366, false],
  ['moveArchive', undefined, true],
  ['moveArchive', '/etc', false],
  ['findArchive', undefined, true],
  ['findArchive', '/etc', false],
  ['showArchive', '/etc', false],
  ['verifyArchive', { path: '/etc' }, false],
  ['rebuildIndex', undefined, true],
  ['fetchAgain', 'missing', true],
  ['fetchAgain', 'kept', false],
  ['starClip', { id: 'c1', isStarred: true }, true],
  ['starClip', { id: 'c1', isStarred: 'yes' }, false],
  ['starClip', { id: '../c1', isStarred: true }, false],
  ['deleteClips', clips(100), true],
  ['deleteClips', clips(101), false],
  ['deleteClips', [], false],
  ['deleteClips', 'c1', false],
  ['restoreClips', clips(100), true],
  ['restoreClips', ['c1', '/etc/passwd'], false],
  ['getRequestReport', undefined, true],
  ['getAccountSettings', {}, false],
] as const;

describe('a guard keeps numbers, texts and lists within bounds', () => {
  it.each(bounds)('%s(%j): %s', (name, arg, isTaken) => {
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
