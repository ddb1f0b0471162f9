import { typeSignIn, type Porchlight } from './porchlight.ts';

/** Presses the button and signs in on the hosted page. */
export async function signIn(porchlight: Porchlight): Promise<void> {
  const window = await porchlight.window();
  await window.getByRole('button', { name: 'Sign in' }).click();
  await typeSignIn(await porchlight.signInWindow());
}
