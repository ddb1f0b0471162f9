import { typeSignIn, type Porchlight } from './porchlight.ts';

/** Presses the button and signs in on the hosted page. */
export async function signIn(porchlight: Porchlight): Promise<void> {
  const window = await porchlight.window();
  await window.getByRole('button', { name: 'Sign in' }).click();
  await typeSignIn(await porchlight.signInWindow());
}

/** Answers the first question: every clip, those of the past as fast as they come. */
export async function keepEveryClip(porchlight: Porchlight): Promise<void> {
  const window = await porchlight.window();
  const keep = window.getByRole('button', { name: 'Keep every clip' });
  await keep.waitFor({ timeout: 30_000 });
  await window.getByLabel('Older clips').selectOption('fast');
  await keep.click();
}
