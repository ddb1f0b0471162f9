import { Variant } from '@jellybrick/dbus-next';
import { connectBus } from './bus.ts';
import { run } from './processes.ts';

type Env = Readonly<Record<string, string>>;

/** A keyring entry without its secret, so that it may be printed. */
export interface SecretEntry {
  readonly label: string;
  /** keytar writes `service` and `account`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether a secret that is not empty lies there and can be read. */
  readonly hasSecret: boolean;
}

/** The entries with these attributes in an unlocked keyring; without attributes: all that keytar wrote. */
export async function listSecrets(
  env: Env,
  attributes: Readonly<Record<string, string>> = writtenByKeytar,
): Promise<readonly SecretEntry[]> {
  const words = Object.entries(attributes).flat();
  // It writes attributes to standard error: joined here, or nobody knows which entry they belong to.
  const search = ['-c', 'exec secret-tool search --all "$@" 2>&1', 'search', ...words];
  const { code, stdout } = await run('sh', search, { env });
  if (code !== 0) throw new Error(`no answer from the keyring: ${stdout}`);
  return [...stdout.matchAll(entryPattern)].map(([, label = '', secret = '', rest = '']) => ({
    label,
    attributes: Object.fromEntries(
      [...rest.matchAll(attributePattern)].map(([, name = '', value = '']) => [name, value]),
    ),
    hasSecret: secret !== '',
  }));
}

/** The secret keytar stored for a service and an account; undefined when there is none. Never print it. */
export async function lookupSecret(
  env: Env,
  service: string,
  account: string,
): Promise<string | undefined> {
  const words = ['service', service, 'account', account];
  const { code, stdout } = await run('secret-tool', ['lookup', ...words], { env });
  return code === 0 ? stdout : undefined;
}

/** Locks the keyring of a session: its entries can then be neither read nor written. */
export async function lockKeyring(busAddress: string): Promise<void> {
  const bus = await connectBus(busAddress);
  try {
    const [locked] = await bus.call(secretService, 'Lock', 'ao', [[loginKeyring]]);
    if (!Array.isArray(locked) || locked.length === 0) throw new Error('the keyring did not lock');
  } finally {
    await bus.close();
  }
}

/** Unlocks it again, as the dialog of a desktop would: entries are as before. */
export async function unlockKeyring(busAddress: string): Promise<void> {
  const bus = await connectBus(busAddress);
  try {
    const nothing = new Variant('s', '');
    const [, session] = await bus.call(secretService, 'OpenSession', 'sv', ['plain', nothing]);
    const secret = [session, Buffer.alloc(0), Buffer.from(keyringPassword), 'text/plain'];
    const words = [loginKeyring, secret];
    await bus.call(unlocking, 'UnlockWithMasterPassword', 'o(oayays)', words);
  } finally {
    await bus.close();
  }
}

/** Stops the keyring in the middle of everything, as a busy computer does at login; the answer lets it go on. */
export async function freezeKeyring(busAddress: string): Promise<() => void> {
  const bus = await connectBus(busAddress);
  try {
    const [pid] = await bus.call(messageBus, 'GetConnectionUnixProcessID', 's', [
      secretService.service,
    ]);
    process.kill(Number(pid), 'SIGSTOP');
    return () => process.kill(Number(pid), 'SIGCONT');
  } finally {
    await bus.close();
  }
}

/** What the keyring of every session is made with. */
export const keyringPassword = 'porchlight';

const writtenByKeytar = { 'xdg:schema': 'org.freedesktop.Secret.Generic' };
const entryPattern =
  /^\[.+\]\nlabel = (.*)\n(?:secret = ([\s\S]*?)\n)?created = .*\nmodified = .*\n((?:(?:schema|attribute\.\S+) = .*\n)*)/gm;
const attributePattern = /^attribute\.(\S+) = (.*)$/gm;
const loginKeyring = '/org/freedesktop/secrets/collection/login';
const secretService = {
  service: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interfaceName: 'org.freedesktop.Secret.Service',
};
/** The daemon's own, for those who know the password without asking for it. */
const unlocking = {
  ...secretService,
  interfaceName: 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface',
};
const messageBus = {
  service: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interfaceName: 'org.freedesktop.DBus',
};
