import '../process/without-electron.ts';
import { join } from 'node:path';
import { readSettings } from '../../../electron/store/settings-schema.ts';
import { openSettings } from '../../../electron/store/settings.ts';
import { settled } from '../../fixtures/fake-clock.ts';
import { createMemoryDisk, type MemoryDisk } from '../disk/memory-disk.ts';
import type { RowContext, Tally } from '../tally.ts';
import { damagesOf, type Damage } from './damage.ts';

const folder = '/data';
const file = join(folder, 'settings.json');

/** The settings as the program opens them, on a disk in memory in place of electron-store's. */
const openOn = (disk: MemoryDisk) =>
  openSettings({
    fs: disk.fs,
    folder,
    now: 1,
    openWriter: () => (content) => disk.writeNow(file, Buffer.from(JSON.stringify(content))),
  });

/** Part of R25: whatever is found there, the program starts, and what was there is kept aside. */
export async function damagedSettings(context: RowContext, tally: Tally): Promise<void> {
  const whole = createMemoryDisk();
  const { settings } = await openOn(whole);
  settings.update({ keepPolicy: 'every', accountIds: [1] });
  const bytes = Buffer.from((await whole.fs.read(file)) ?? []);
  const damages = damagesOf(context, bytes.length);
  for (const damage of damages) await damaged(bytes, damage, tally);
  tally.note(`${damages.length} damages of the settings`);
}

async function damaged(bytes: Buffer, { label, act }: Damage, tally: Tally): Promise<void> {
  const disk = createMemoryDisk();
  await disk.fs.makeFolder(folder);
  const broken = act(bytes);
  disk.writeNow(file, broken);
  const name = `settings, ${label}`;
  const opened = await openOn(disk).catch((error: unknown) => String(error));
  if (typeof opened === 'string') {
    tally.expect(name, false, `does not start: ${opened}`);
    return;
  }
  const aside = opened.setAside === null ? null : await disk.fs.read(opened.setAside);
  const isKept = opened.setAside === null || Buffer.from(aside ?? []).equals(broken);
  tally.expect(name, isKept, 'the broken copy is gone');
  opened.settings.update({ binDays: 7 });
  const again = await openOn(disk);
  tally.expect(name, again.settings.get().binDays === 7, 'cannot be changed any more');
  tally.expect(name, again.setAside === null, 'broken again');
}

/** Part of R5: what a person chooses is saved when nothing else is. */
export async function settingsOnFullDisk(tally: Tally): Promise<void> {
  const disk = createMemoryDisk();
  const { settings } = await openOn(disk);
  settings.update({ keepPolicy: 'every' });
  disk.capacityBytes = disk.usedBytes();
  for (const binDays of [7, 14, 30]) {
    settings.update({ binDays });
    // Nobody clicks faster than the room is taken again.
    await settled();
    const saved = readSettings((await disk.fs.read(file)) ?? new Uint8Array(0))?.settings.binDays;
    tally.expect(
      'settings on a full disk',
      saved === binDays,
      `${String(saved)} in place of ${binDays}`,
    );
  }
}
