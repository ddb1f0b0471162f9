import { describe, expect, it } from 'vitest';
import { createCookieJar } from '../../../../electron/blink/auth/scripted-sign-in.ts';
import { readCsrfToken } from '../../../../electron/blink/auth/sign-in-responses.ts';
import { createFixedTokenSource } from '../../../../electron/blink/auth/tokens.ts';
import { manualClock } from '../manual-clock.ts';
import { codeOf } from '../recorded-fetch.ts';

const headersWith = (...lines: readonly string[]) => {
  const headers = new Headers();
  for (const line of lines) headers.append('set-cookie', line);
  return headers;
};

describe('the cookies of an attempt', () => {
  it('are kept from every answer, the newest of a name', () => {
    const jar = createCookieJar();
    jar.store(headersWith('a=1; Path=/; Secure', 'b=two words=x; HttpOnly'));
    jar.store(headersWith('a=3; SameSite=None', '=none', 'nothing'));

    expect(jar.header()).toBe('a=3; b=two words=x');
  });

  it('are given back when the server says so', () => {
    const jar = createCookieJar();
    jar.store(headersWith('a=1', 'b=2; Max-Age=60'));
    jar.store(headersWith('a=; Max-Age=0; Path=/'));

    expect(jar.header()).toBe('b=2');
  });
});

describe('the word of the form', () => {
  it.each([
    '<script id="oauth-args" type="application/json">{"csrf-token":"tok-1","x":1}</script>',
    '<script nonce="n" type="application/json" id="oauth-args">\n {"csrf-token":"tok-1"}\n</script>',
    "<form><input type='hidden' name='_token' value='tok-1'></form>",
    '<input value="tok-1" name="csrf-token" />',
    '<meta name="csrf-token" content="tok-1">',
  ])('is found in %s', (page) => {
    expect(readCsrfToken(`<html>${page}</html>`)).toBe('tok-1');
  });

  it.each([
    '',
    '<script id="oauth-args">nonsense</script>',
    '<script id="oauth-args">{"csrf-token":7}</script>',
    '<meta name="csrf-token" content="">',
    '<meta name="csrf-token" content="a\nb">',
    '<input name="other" value="x">',
  ])('is a bad answer when the page is %j', (page) => {
    expect(() => readCsrfToken(page)).toThrow('bad-answer: sign-in page');
  });
});

describe('the token of a 2020 session', () => {
  const clock = manualClock();
  const tokens = {
    accessToken: 'token',
    refreshToken: '',
    renewAt: clock.now() + 1_000,
    clientId: '606101',
  };

  it('is used until it is refused; refused young it is tried again later', async () => {
    const source = createFixedTokenSource(clock, tokens);
    source.invalidate(await source.accessToken());

    expect(await codeOf(source.accessToken())).toBe('unauthorized');
    expect(await source.accessToken()).toBe('token');
  });

  it('refused after its life ends the session', async () => {
    const source = createFixedTokenSource(clock, { ...tokens, renewAt: clock.now() });
    expect(await source.accessToken()).toBe('token');
    source.invalidate('token');

    expect(await codeOf(source.accessToken())).toBe('signed-out-by-blink');
  });
});
