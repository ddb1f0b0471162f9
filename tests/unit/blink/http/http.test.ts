import { describe, expect, it, vi } from 'vitest';
import { blinkUrl, oauthHost } from '../../../../electron/blink/http/hosts.ts';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import { answering, httpOver, jsonType, silent, thing } from '../http-parts.ts';
import { codeOf, recordedFetch } from '../recorded-fetch.ts';

describe('an API request', () => {
  it('carries the bearer, no cookies, and follows no redirect', async () => {
    const { http, requests } = httpOver(answering('{}', jsonType));

    await http.json(thing);

    expect(requests[0]).toMatchObject({ redirect: 'error', credentials: 'omit', method: 'GET' });
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer secret-token');
  });

  it('is never sent to a host that is not Blink’s', async () => {
    const { http, requests } = httpOver(answering('{}', jsonType));
    const stranger = { ...thing, url: new URL('https://evil.example/api') };

    expect(await codeOf(http.json(stranger))).toBe('invalid-argument');
    expect(await codeOf(http.stream(stranger))).toBe('invalid-argument');
    expect(requests).toEqual([]);
  });

  it('sends a form as one', async () => {
    const { http, requests } = httpOver(answering('{}', jsonType));
    const url = blinkUrl(oauthHost, '/oauth/token');

    await http.json({ ...thing, url, method: 'POST', body: { form: { a: 'x y', b: '&' } } });

    expect(requests[0]?.body).toBe('a=x+y&b=%26');
    expect(requests[0]?.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
  });

  it('takes an empty answer for none', async () => {
    const { http } = httpOver(answering(null, { status: 202 }));

    expect(await http.json(thing)).toMatchObject({ status: 202, value: null });
  });

  it('is counted by kind and logged without a secret', async () => {
    const onRequest = vi.fn();
    const log = vi.fn();
    const refusal = answering('{"code":101,"message":"words"}', { status: 401, ...jsonType });
    const { http } = httpOver(refusal, { onRequest, log });

    await codeOf(http.json(thing));

    expect(onRequest.mock.calls).toEqual([['homescreen']]);
    const host = 'rest-u014.immedia-semi.com';
    expect(log.mock.calls).toEqual([
      [{ name: 'thing', method: 'GET', host, status: 401, problem: 'unauthorized', durationMs: 0 }],
    ]);
  });
});

describe('a failed API request', () => {
  it.each([
    [401, 'unauthorized'],
    [403, 'refused-for-now'],
    [404, 'not-found'],
    [406, 'refused-for-now'],
    [409, 'module-busy'],
    [418, 'bad-answer'],
    [426, 'too-old'],
    [429, 'rate-limited'],
    [500, 'cloud-trouble'],
    [503, 'cloud-trouble'],
    [511, 'captive-portal'],
  ])('answered %d is %s, after one try', async (status, code) => {
    const { http, requests } = httpOver(answering('no', { status }));

    expect(await codeOf(http.json(thing))).toBe(code);
    expect(requests).toHaveLength(1);
  });

  it.each([
    [401, 101, 'unauthorized'],
    [200, 101, 'unauthorized'],
    [200, 307, 'module-busy'],
    [400, 307, 'module-busy'],
    [400, 500, 'not-found'],
    [400, 700, 'not-found'],
  ])('answered %d with Blink’s code %d is %s', async (status, code, name) => {
    const body = JSON.stringify({ message: 'words', code });
    const { http } = httpOver(answering(body, { status, ...jsonType }));

    expect(await codeOf(http.json(thing))).toBe(name);
  });

  it.each([
    ['JSON that calls itself text', '{}', { headers: { 'content-type': 'text/plain' } }],
    ['half of a JSON', '{"a":[1,', jsonType],
  ])('answered with %s is a bad answer', async (_what, body, init) => {
    const { http } = httpOver(answering(body, init));

    await expect(http.json(thing)).rejects.toThrow(/^bad-answer: thing: /);
  });

  it.each([
    ['120', 120_000],
    ['Fri, 15 Jan 2027 08:01:00 GMT', 60_000],
    ['Fri, 15 Jan 2027 07:00:00 GMT', null],
    ['soon', null],
    ['-5', null],
  ])('waits as Retry-After %j says', async (header, afterMs) => {
    const headers = { 'retry-after': header };
    const { http, clock } = httpOver(answering('', { status: 429, headers }));

    const error = toAppError(await http.json(thing).catch((thrown: unknown) => thrown));

    expect(error.retryAt).toBe(afterMs === null ? null : clock.now() + afterMs);
  });

  it('without a connection is offline, and its words hold no address', async () => {
    const cause = Object.assign(new Error('connect 10.0.0.1'), { code: 'ECONNREFUSED' });
    const unplugged = recordedFetch(() => Promise.reject(new TypeError('failed', { cause })));

    await expect(httpOver(unplugged).http.json(thing)).rejects.toThrow(
      /^offline: thing: ECONNREFUSED$/,
    );
  });
});

describe('an API request that waits', () => {
  it('is a timeout when its time is up', async () => {
    const { http, clock, requests } = httpOver(silent(), { timeoutMs: 5_000 });
    const answer = codeOf(http.json(thing));
    await vi.waitFor(() => expect(requests).toHaveLength(1));

    clock.advance(5_000);

    expect(await answer).toBe('timeout');
    expect(clock.pending()).toBe(0);
  });

  it('ends with the caller’s own reason when the caller gives up', async () => {
    const { http, clock, requests } = httpOver(silent());
    const caller = new AbortController();
    const answer = codeOf(http.json({ ...thing, signal: caller.signal }));
    await vi.waitFor(() => expect(requests).toHaveLength(1));

    caller.abort(new AppError('sign-in-cancelled'));

    expect(await answer).toBe('sign-in-cancelled');
    expect(clock.pending()).toBe(0);
  });

  it('is one of two at most, and is never sent when it is given up before its turn', async () => {
    const gates: (() => void)[] = [];
    const gated = recordedFetch(
      () => new Promise((resolve) => gates.push(() => resolve(new Response('{}', jsonType)))),
    );
    const { http, requests } = httpOver(gated);
    const caller = new AbortController();
    const answers = [http.json(thing), http.json(thing), http.json(thing)];
    const givenUp = codeOf(http.json({ ...thing, signal: caller.signal }));
    await vi.waitFor(() => expect(requests).toHaveLength(2));

    caller.abort(new AppError('sign-in-cancelled'));
    expect(await givenUp).toBe('sign-in-cancelled');
    for (const _answer of answers) {
      await vi.waitFor(() => expect(gates).not.toHaveLength(0));
      gates.shift()?.();
    }

    await Promise.all(answers);
    expect(requests).toHaveLength(3);
  });
});
