import { describe, expect, it } from 'vitest';
import { useSmallClouds } from '../testing/small-cloud.ts';
import { beginAttempt, csrfOf } from '../testing/stranger.ts';

const startSmall = useSmallClouds();

async function openPage() {
  const { url } = await startSmall();
  const answer = await beginAttempt(url).open();
  return { answer, page: await answer.text() };
}

describe('the sign-in page', () => {
  it('says that it is a simulator, and has a label for every field', async () => {
    const { page } = await openPage();

    expect(page).toContain('<title>Sign in – Blink cloud simulator</title>');
    for (const id of ['username', 'password', 'code']) {
      expect(page).toContain(`<label for="${id}">`);
      expect(page).toMatch(new RegExp(`<input\\s+id="${id}"`));
    }
    expect(page).toContain('role="alert"');
  });

  it('carries a token for scripted clients, new for every attempt', async () => {
    const [one, other] = [await openPage(), await openPage()];

    expect(csrfOf(one.page).length).toBeGreaterThan(20);
    expect(csrfOf(one.page)).not.toBe(csrfOf(other.page));
  });

  it('runs its own script and style only', async () => {
    const { answer, page } = await openPage();

    const policy = answer.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([\w-]+)'/.exec(policy)?.[1] ?? 'none';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page).toContain(`<script nonce="${nonce}">`);
    expect(page).toContain(`<style nonce="${nonce}">`);
  });
});
