import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { defaultSettings } from '../../../electron/store/settings-schema.ts';
import { openSettings } from '../../../electron/store/settings.ts';
import { noon, temporaryFolder } from './support.ts';

// The settings library imports electron, whose package would fetch a binary just to tell its path.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nowhere';
});

const open = (folder: string) => openSettings({ fs: nodeFileSystem, folder, now: noon });
const valid = { version: 1, ...defaultSettings, keepPolicy: 'every' };

test('without a file the defaults hold, and what is changed is there next time', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const { settings, setAside } = await open(folder);
  const window = { x: 10, y: 20, width: 900, height: 700, isMaximized: false };
  expect([settings.get(), setAside]).toEqual([defaultSettings, null]);

  settings.update({ keepPolicy: 'every', accountIds: [1_000_001] });
  settings.update({ window });

  const expected = {
    ...defaultSettings,
    keepPolicy: 'every',
    accountIds: [1_000_001],
    window,
  };
  expect(settings.get()).toEqual(expected);
  expect((await open(folder)).settings.get()).toEqual(expected);
  expect((await stat(join(folder, 'settings.json'))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('what came with a later version has its default in an older file', async () => {
  const folder = await temporaryFolder();
  const { accountIds, keepPolicy } = { ...defaultSettings, keepPolicy: 'every' as const };
  const window = { width: 1180, height: 780 };
  const old = { version: 1, accountIds, keepPolicy, window };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(old));
  const { settings, setAside } = await open(folder);
  expect([settings.get(), setAside]).toEqual([{ ...defaultSettings, keepPolicy }, null]);
});

test('a temporary disarm and a mute are there next time', async () => {
  const folder = await temporaryFolder();
  const { settings } = await open(folder);
  const kept = { rearmAt: noon + 900_000, startedAt: noon, phase: 'counting' } as const;
  settings.update({ mutedUntil: noon + 1, temporaryDisarms: { '1:2': kept } });
  const again = (await open(folder)).settings.get();
  expect(again).toMatchObject({ mutedUntil: noon + 1, temporaryDisarms: { '1:2': kept } });
});

/** What a person has set: none of it may go because of something else. */
const chosen = {
  accountIds: [1_000_001],
  archiveFolder: '/media/clips',
  archiveMark: '0b0e9d1c-5a54-4c1e-9a0f-2f9d3a7a1f11',
  limits: { maxBytes: 50e9, maxAgeDays: 90 },
  temporaryDisarms: { '1:2': { rearmAt: noon + 900_000, startedAt: noon, phase: 'counting' } },
  notifications: { ...defaultSettings.notifications, hasHealthAlerts: false },
} as const;
const lived = { ...valid, ...chosen };

const write = async (content: unknown): Promise<string> => {
  const folder = await temporaryFolder();
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(folder, 'settings.json'), text);
  return folder;
};
const onDisk = async (folder: string): Promise<unknown> =>
  JSON.parse(await readFile(join(folder, 'settings.json'), 'utf8'));

test.each([
  ['empty', ''],
  ['cut', JSON.stringify(valid).slice(0, 40)],
  ['binary', '\u0000\u0001\u00ff'],
  ['a list', '[]'],
  ['null', 'null'],
  ['of another program', '{"theme":"dark"}'],
])('a file that is %s is kept aside, the defaults hold, and it is said', async (_, text) => {
  const folder = await write(text);
  const { settings, setAside } = await open(folder);
  settings.update({ keepPolicy: 'opened' });

  const expected = { ...defaultSettings, keepPolicy: 'opened', resetTopics: ['everything'] };
  expect(settings.get()).toEqual(expected);
  expect(await readFile(setAside ?? '', 'utf8')).toBe(text);
  expect((await readdir(folder)).filter((name) => name !== 'reserve')).toHaveLength(2);
  const again = await open(folder);
  expect([again.settings.get(), again.setAside]).toEqual([expected, null]);
});

const { limits, notifications, temporaryDisarms } = lived;
const kept = temporaryDisarms['1:2'];
test.each([
  ['keepPolicy', 'some', null, 'archive'],
  ['limits', { ...limits, maxBytes: -1 }, { ...limits, maxBytes: null }, 'archive'],
  ['binDays', 1e9, 365, 'archive'],
  ['archiveFolder', 'clips', null, 'archive'],
  ['historyPace', 'warp', 'gentle', 'archive'],
  ['accountIds', ['x', 1_000_001], [1_000_001], 'account'],
  ['window', { width: 1e9, height: 700 }, defaultSettings.window, 'appearance'],
  ['temporaryDisarms', { '1:2': kept, '1:3': {} }, { '1:2': kept }, 'timed-disarms'],
  ['temporaryDisarms', 7, {}, 'timed-disarms'],
  ['notifications', { ...notifications, isOn: 'yes' }, notifications, 'notifications'],
  ['shortcuts', { mute: 'F9', dance: 'F8' }, { mute: 'F9' }, 'shortcuts'],
  ['isArmedOnLock', 1, false, 'arm-on-lock'],
])('what cannot be read in %s (%j) takes nothing else with it', async (name, bad, then, topic) => {
  const broken = { ...lived, [name]: bad };
  const folder = await write(broken);
  const { settings, setAside } = await open(folder);

  const { version: _version, ...before } = lived;
  const expected = { ...before, [name]: then, resetTopics: [topic] };
  expect(settings.get()).toEqual(expected);
  expect(JSON.parse(await readFile(setAside ?? '', 'utf8'))).toEqual(broken);
  // It is said until the person has seen it, and the file is whole from now on.
  const again = await open(folder);
  expect([again.settings.get(), again.setAside]).toEqual([expected, null]);
  again.settings.update({ resetTopics: [] });
  expect((await open(folder)).settings.get().resetTopics).toEqual([]);
});

test('a file without a version, or with one that is none, is still ours', async () => {
  const { settings } = await open(await write({ ...lived, version: 'x' }));
  expect(settings.get()).toMatchObject(chosen);
});

test('the file of a newer version is read, left as it is, and keeps what only that version knows', async () => {
  const newer = { ...lived, version: 7, modes: ['night'], historyPace: 'warp' };
  const folder = await write(newer);
  const { settings, setAside } = await open(folder);
  expect(settings.get()).toMatchObject({ ...chosen, historyPace: 'gentle' });
  expect([setAside, await onDisk(folder)]).toEqual([null, newer]);

  settings.update({ binDays: 7 });

  expect(await onDisk(folder)).toEqual({ ...newer, binDays: 7 });
  settings.update({ historyPace: 'normal' });
  expect(await onDisk(folder)).toEqual({ ...newer, binDays: 7, historyPace: 'normal' });
});

test('a change that cannot be written is named, and nothing has changed', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const { settings } = await open(folder);
  const heard: unknown[] = [];
  settings.subscribe((now) => heard.push(now.keepPolicy));
  settings.update({ keepPolicy: 'opened' });
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file in the way');

  expect(() => settings.update({ keepPolicy: 'every' })).toThrow('disk-error');
  expect([settings.get().keepPolicy, heard]).toEqual(['opened', ['opened']]);
});

test.each([
  { binDays: 0 },
  { limits: { maxBytes: -1, maxAgeDays: null } },
  { temporaryDisarms: { '1:2': { rearmAt: NaN, startedAt: 1, phase: 'counting' } } } as const,
  { archiveFolder: 'clips' },
])('what could not be read again is not written: %j', async (change) => {
  const folder = await write(lived);
  const { settings } = await open(folder);
  expect(() => settings.update(change)).toThrow('invalid-argument');
  expect(await onDisk(folder)).toEqual(lived);
  expect(settings.get()).toMatchObject(chosen);
});

test('what was chosen for the archive is there next time', async () => {
  const folder = await temporaryFolder();
  const { settings } = await open(folder);
  const chosen = {
    isArchivePaused: true,
    historyPace: 'fast',
    gentleUntil: 1_795_368_000_000,
    limits: { maxBytes: 50e9, maxAgeDays: null },
    binDays: 7,
    archiveFolder: join(folder, 'clips'),
    archiveMark: '0b0e9d1c-5a54-4c1e-9a0f-2f9d3a7a1f11',
  } as const;

  settings.update(chosen);

  expect((await open(folder)).settings.get()).toEqual({ ...defaultSettings, ...chosen });
});
