import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../electron/blink/http/http-request.ts';
import { clientOver } from '../clients.ts';
import { answering, httpOver, thing } from '../http-parts.ts';
import { codeOf, recordedFetch } from '../recorded-fetch.ts';

const clip: HttpRequest = { ...thing, kind: 'clip', answerType: /^video\// };
const from = { sizeBytes: 4, validator: '"v1"' };
const video = { 'content-type': 'video/mp4' };

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const part = (headers: Record<string, string> = {}) =>
  answering('4567', {
    status: 206,
    headers: { ...video, 'content-range': 'bytes 4-7/8', etag: '"v1"', ...headers },
  });

describe('what names a version', () => {
  it.each([
    ['a strong tag', { etag: '"clip-1"' }, '"clip-1"'],
    ['a weak tag', { etag: 'W/"clip-1"', 'last-modified': 'Sun, 22 Nov 2026 17:20:01 GMT' }, null],
    ['a tag without quotes', { etag: 'clip-1' }, null],
    ['an endless tag', { etag: `"${'x'.repeat(300)}"` }, null],
    [
      'the time of the last change',
      { 'last-modified': 'Sun, 22 Nov 2026 17:20:01 GMT', date: 'Sun, 22 Nov 2026 17:20:02 GMT' },
      'Sun, 22 Nov 2026 17:20:01 GMT',
    ],
    [
      'a change within the second of the answer',
      { 'last-modified': 'Sun, 22 Nov 2026 17:20:01 GMT', date: 'Sun, 22 Nov 2026 17:20:01 GMT' },
      null,
    ],
    ['no time at all', { 'last-modified': 'yesterday' }, null],
    ['a tag of packed bytes', { etag: '"v1"', 'content-encoding': 'gzip' }, null],
    ['nothing', {}, null],
  ])('is told by %s', async (_what, headers, expected) => {
    const { http } = httpOver(answering('x', { headers: { ...video, ...headers } }));

    expect((await http.stream(clip)).validator).toBe(expected);
  });
});

describe('going on with a recording', () => {
  it('asks for the rest of the same version and says where it begins', async () => {
    const { http, requests } = httpOver(part());

    const download = await http.resume(clip, from);

    expect(requests[0]?.headers.get('range')).toBe('bytes=4-');
    expect(requests[0]?.headers.get('if-range')).toBe('"v1"');
    expect(download).toMatchObject({ sizeBytes: 8, startsAt: 4, validator: '"v1"' });
    expect(download === null ? '' : await textOf(download.body)).toBe('4567');
  });

  it('asks so on every hop of a redirect', async () => {
    const { fetch, requests } = recordedFetch(({ url }) =>
      url.host.startsWith('rest-')
        ? new Response(null, { status: 302, headers: { location: 'https://cdn.example.com/c' } })
        : new Response('4567', {
            status: 206,
            headers: { ...video, 'content-range': 'bytes 4-7/8' },
          }),
    );
    const { client } = clientOver(fetch);

    const { startsAt, validator } = await client.openClip('/api/clip.mp4', undefined, from);

    expect({ startsAt, validator }).toEqual({ startsAt: 4, validator: '"v1"' });
    expect(requests.map(({ headers }) => [headers.get('range'), headers.get('if-range')])).toEqual(
      Array.from({ length: 2 }, () => ['bytes=4-', '"v1"']),
    );
  });

  it('takes the whole of another version from its beginning', async () => {
    const headers = { ...video, etag: '"v2"', 'content-length': '8' };
    const { http } = httpOver(answering('01234567', { headers }));

    const download = await http.resume(clip, from);

    expect(download).toMatchObject({ sizeBytes: 8, startsAt: 0, validator: '"v2"' });
  });

  it.each([
    ['begins elsewhere', { 'content-range': 'bytes 3-7/8' }],
    ['ends too early', { 'content-range': 'bytes 4-6/8' }],
    ['does not say how large the whole is', { 'content-range': 'bytes 4-7/*' }],
    ['ends before it begins', { 'content-range': 'bytes 4-3/4' }],
    ['makes no sense', { 'content-range': 'four to eight' }],
    ['is of another version', { etag: '"v2"' }],
    ['is of a weakly named version', { etag: 'W/"v1"' }],
    ['is packed', { 'content-encoding': 'gzip' }],
  ])('does not go on with a part that %s', async (_what, headers) => {
    const { http, clock } = httpOver(part(headers));

    expect(await http.resume(clip, from)).toBeNull();
    expect(clock.pending()).toBe(0);
  });

  it.each([416, 206])('starts anew, once, when the answer is a useless %i', async (status) => {
    const { fetch, requests } = recordedFetch(({ headers }) =>
      headers.has('range')
        ? new Response('x', { status, headers: { ...video, 'content-range': 'bytes */4' } })
        : new Response('0123', { headers: { ...video, 'content-length': '4' } }),
    );
    const { client } = clientOver(fetch);

    const { startsAt, sizeBytes, body } = await client.openClip('/api/c.mp4', undefined, from);

    expect({ startsAt, sizeBytes }).toEqual({ startsAt: 0, sizeBytes: 4 });
    expect(await textOf(body)).toBe('0123');
    expect(requests.map(({ headers }) => headers.get('range'))).toEqual(['bytes=4-', null]);
  });

  it.each([
    [404, 'not-found'],
    [500, 'cloud-trouble'],
  ])('fails like any other download at %i, and does not ask again', async (status, code) => {
    const network = answering('{}', { status, headers: { 'content-type': 'application/json' } });
    const { client } = clientOver(network.fetch);

    expect(await codeOf(client.openClip('/api/c.mp4', undefined, from))).toBe(code);
    expect(network.requests).toHaveLength(1);
  });
});

it('a part nobody asked for is a bad answer', async () => {
  const { http, clock } = httpOver(part());

  expect(await codeOf(http.stream(clip))).toBe('bad-answer');
  expect(clock.pending()).toBe(0);
});
