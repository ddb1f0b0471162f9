import { join } from 'node:path';
import { toAppError, type AppError } from '../../shared/errors.ts';
import type { Random } from '../lib/clock.ts';
import { writeAtomically } from './file-utils.ts';
import type { FileSystem } from './file-system.ts';
import type { SecretStore } from './settings-schema.ts';

export interface InstallationIdOptions {
  readonly secrets: SecretStore;
  readonly fs: FileSystem;
  /** The data folder; it must be there. */
  readonly folder: string;
  readonly random: Random;
}

/**
 * One upper-case UUID per installation: in the keyring, else in a file, because a new one each start would be a new
 * device each start. It is made only when the keyring has answered that it holds none, or there is no keyring: rejects
 * with `keyring-locked` when that cannot be known, since a second id would end the sign-in of the first.
 */
export async function loadInstallationId(options: InstallationIdOptions): Promise<string> {
  const { secrets, fs, folder, random } = options;
  const path = join(folder, 'installation-id');
  const { id: inKeyring, problem } = await fromKeyring(secrets);
  const known = inKeyring ?? (await fromFile(fs, path));
  if (known !== null) return known;
  if (problem !== null && problem.code !== 'no-keyring') throw problem;
  const id = random.uuid().toUpperCase();
  try {
    await secrets.set(account, id);
  } catch {
    await writeAtomically(fs, path, new TextEncoder().encode(id));
  }
  return id;
}

/** Loads the id when it is first needed, and again after a failure. */
export function createInstallationId(options: InstallationIdOptions): () => Promise<string> {
  let loading: Promise<string> | null = null;
  return async () => {
    loading ??= loadInstallationId(options);
    try {
      return await loading;
    } catch (error) {
      loading = null;
      throw error;
    }
  };
}

const account = 'installation-id';

interface KeyringAnswer {
  readonly id: string | null;
  /** Why the keyring did not answer. */
  readonly problem: AppError | null;
}

async function fromKeyring(secrets: SecretStore): Promise<KeyringAnswer> {
  try {
    return { id: toId(await secrets.get(account)), problem: null };
  } catch (error) {
    return { id: null, problem: toAppError(error) };
  }
}

async function fromFile(fs: FileSystem, path: string): Promise<string | null> {
  const bytes = await fs.read(path);
  return bytes === null ? null : toId(new TextDecoder().decode(bytes));
}

const toId = (text: string | null): string | null =>
  text !== null && /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/.test(text) ? text : null;
