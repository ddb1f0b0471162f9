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
