import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { defaultSettings, openSettingsFile } from '../../../electron/store/settings-file.ts';
import { noon, temporaryFolder } from './support.ts';

// The settings library imports electron, whose package would fetch a binary just to tell its path.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nowhere';
});

const open = (folder: string) => openSettingsFile({ fs: nodeFileSystem, folder, now: noon });
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

test.each([
  ['of a disarm without an end', JSON.stringify({ ...valid, temporaryDisarms: { '1:2': {} } })],
  ['empty', ''],
  ['cut', JSON.stringify(valid).slice(0, 40)],
  ['binary', '\u0000\u0001\u00ff'],
  ['a list', '[]'],
  ['null', 'null'],
  ['of another program', '{"theme":"dark"}'],
  ['of a newer version', JSON.stringify({ ...valid, version: 2 })],
  ['wrong in one field', JSON.stringify({ ...valid, keepPolicy: 'some' })],
  [
    'of limits without sense',
    JSON.stringify({ ...valid, limits: { maxBytes: -1, maxAgeDays: 1 } }),
  ],
  ['of a bin for ever', JSON.stringify({ ...valid, binDays: 1e9 })],
  ['of a folder without a root', JSON.stringify({ ...valid, archiveFolder: 'clips' })],
  ['of a mark that is none', JSON.stringify({ ...valid, archiveMark: '../x' })],
  ['wrong in one account', JSON.stringify({ ...valid, accountIds: ['1'] })],
  ['of a window without end', JSON.stringify({ ...valid, window: { width: 1e9, height: 700 } })],
])('a file that is %s is kept aside and the defaults hold', async (_, text) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'settings.json'), text);

  const { settings, setAside } = await open(folder);
  settings.update({ keepPolicy: 'opened' });

  expect(settings.get()).toEqual({ ...defaultSettings, keepPolicy: 'opened' });
  expect(await readFile(setAside ?? '', 'utf8')).toBe(text);
  expect((await readdir(folder)).filter((name) => name !== 'reserve')).toHaveLength(2);
  expect((await open(folder)).settings.get().keepPolicy).toBe('opened');
});

test('a change that cannot be written is named and holds for this run', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const { settings } = await open(folder);
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file in the way');

  expect(() => settings.update({ keepPolicy: 'every' })).toThrow('disk-error');
  expect(settings.get().keepPolicy).toBe('every');
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
