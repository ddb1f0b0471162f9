import { createHash } from 'node:crypto';
import type { Keyring } from './secret-store.ts';

/**
 * Secrets of any length over a keyring whose entries are short: Windows takes 2,560 bytes. A long secret lies in several
 * entries, and the entry with its own name says which ones belong together. That one is written last, so that a kill at
 * any moment leaves the old secret or the new one.
 */
export interface SecretParts {
  /** Null when there is none, or none that is whole; rejects when the keyring cannot be used. */
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}

export function createSecretParts(keyring: Keyring, service: string): SecretParts {
  /** A locked keyring answers "not there" for what it holds; only a write tells the two apart. */
  async function proveUsable(): Promise<void> {
    await keyring.setPassword(service, probeAccount, 'probe');
    await keyring.deletePassword(service, probeAccount);
  }

  const partsOf = (account: string, { set, count }: Contents) =>
    Array.from({ length: count }, (_, at) => partName(account, set, at));

  async function current(account: string): Promise<Contents | null> {
    const secret = await keyring.getPassword(service, account);
    return secret === null ? null : readContents(secret);
  }

  /**
   * Deletes what an interrupted write or a longer secret has left, from the `from`th entry of a set on. Entries are
   * written from the first and deleted from the last, so they never have a gap. Not keytar's `findCredentials`: that
   * one ends the whole process when the keyring is locked.
   */
  async function deleteParts(account: string, set: Contents['set'], from: number): Promise<void> {
    const names: string[] = [];
    for (let at = from; ; at += 1) {
      const name = partName(account, set, at);
      if ((await keyring.getPassword(service, name)) === null) break;
      names.unshift(name);
    }
    for (const name of names) await keyring.deletePassword(service, name);
  }

  async function tidy(account: string, kept: Contents | null): Promise<void> {
    for (const set of ['a', 'b'] as const) {
      await deleteParts(account, set, kept?.set === set ? kept.count : 0);
    }
  }

  return {
    async get(account) {
      const secret = await keyring.getPassword(service, account);
      if (secret === null) await proveUsable();
      const contents = secret === null ? null : readContents(secret);
      if (contents === null) return secret;
      const parts: string[] = [];
      for (const name of partsOf(account, contents)) {
        parts.push((await keyring.getPassword(service, name)) ?? '');
      }
      const whole = Buffer.from(parts.join(''), 'base64url').toString();
      return digest(whole) === contents.sha256 ? whole : null;
    },
    async set(account, secret) {
      if (Buffer.byteLength(secret) <= mostBytes && readContents(secret) === null) {
        await keyring.setPassword(service, account, secret);
        await tidy(account, null);
        return;
      }
      const before = await current(account);
      const written = split(secret);
      const contents: Contents = {
        set: before?.set === 'a' ? 'b' : 'a',
        count: written.length,
        sha256: digest(secret),
      };
      const names = partsOf(account, contents);
      for (const [at, name] of names.entries()) {
        await keyring.setPassword(service, name, written[at] ?? '');
      }
      await keyring.setPassword(service, account, writeContents(contents));
      await tidy(account, contents);
    },
    async delete(account) {
      const wasThere = await keyring.deletePassword(service, account);
      if (!wasThere) await proveUsable();
      await tidy(account, null);
    },
  };
}

/** Which entries a long secret lies in. The two sets take turns: the old one stays until the new one is whole. */
interface Contents {
  readonly set: 'a' | 'b';
  readonly count: number;
  readonly sha256: string;
}

const probeAccount = 'probe';
const mostBytes = 2_499;
const partMark = '.part-';
const contentsPattern = /^parts:([ab]):(\d{1,4}):([0-9a-f]{64})$/;

const partName = (account: string, set: string, at: number) => `${account}${partMark}${set}${at}`;

const writeContents = ({ set, count, sha256 }: Contents) => `parts:${set}:${count}:${sha256}`;

function readContents(secret: string): Contents | null {
  const [, set, count, sha256] = contentsPattern.exec(secret) ?? [];
  if ((set !== 'a' && set !== 'b') || sha256 === undefined) return null;
  return { set, count: Number(count), sha256 };
}

/** As ASCII, so that no letter is cut in two. */
function split(secret: string): readonly string[] {
  const text = Buffer.from(secret).toString('base64url');
  return text.match(new RegExp(`.{1,${mostBytes}}`, 'g')) ?? [];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
