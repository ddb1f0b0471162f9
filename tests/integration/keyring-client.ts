import { systemClock } from '../../electron/lib/clock.ts';
import { createSecretStore } from '../../electron/store/secret-store.ts';
import { toAppError } from '../../shared/errors.ts';

/** Does to the keyring what its arguments say, and prints as JSON what it was answered: `keyring-client.ts SERVICE get:ACCOUNT set:ACCOUNT:SECRET delete:ACCOUNT`. */
const [service = '', ...steps] = process.argv.slice(2);
const secrets = createSecretStore({ service, clock: systemClock });

async function perform(step: string): Promise<unknown> {
  const [verb, account = '', secret = ''] = step.split(':');
  if (verb === 'get') return secrets.get(account);
  if (verb === 'set') return secrets.set(account, secret).then(() => 'done');
  return secrets.delete(account).then(() => 'done');
}

const answers: unknown[] = [];
for (const step of steps) {
  answers.push(await perform(step).catch((error: unknown) => toAppError(error).code));
}
console.log(JSON.stringify(answers));
