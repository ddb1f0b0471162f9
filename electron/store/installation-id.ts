import { join } from 'node:path';
import type { Random } from '../lib/timing.ts';
import { onDisk, writeAtomically } from './disk.ts';
import type { FileSystem } from './file-system.ts';
import type { SecretStore } from './settings-port.ts';

export interface InstallationIdOptions {
  readonly secrets: SecretStore;
  readonly fs: FileSystem;
  /** The data folder; it must be there. */
  readonly folder: string;
  readonly random: Random;
}

/** One upper-case UUID per installation, made once: in the keyring, else in a file, because a new one each start would be a new device each start. */
export async function loadInstallationId(options: InstallationIdOptions): Promise<string> {
  const { secrets, fs, folder, random } = options;
  const path = join(folder, 'installation-id');
  const known = (await fromKeyring(secrets)) ?? (await fromFile(fs, path));
  if (known !== null) return known;
  const id = random.uuid().toUpperCase();
  try {
    await secrets.set(account, id);
  } catch {
    await writeAtomically(fs, path, new TextEncoder().encode(id));
  }
  return id;
}

const account = 'installation-id';

async function fromKeyring(secrets: SecretStore): Promise<string | null> {
  try {
    return toId(await secrets.get(account));
  } catch {
    return null;
  }
}

async function fromFile(fs: FileSystem, path: string): Promise<string | null> {
  const bytes = await onDisk(fs.read(path));
  return bytes === null ? null : toId(new TextDecoder().decode(bytes));
}

const toId = (text: string | null): string | null =>
  text !== null && /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.test(text) ? text : null;
