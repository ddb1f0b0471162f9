import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Session } from 'electron';
import { isClipId, isDeviceId, type ClipId, type DeviceId } from '../../../shared/ids.ts';

/** Where pictures and clips come from. Null: not there. */
export interface MediaSource {
  clip(id: ClipId): Promise<{ readonly path: string; readonly sizeBytes: number } | null>;
  still(id: ClipId): Promise<Uint8Array | null>;
  picture(id: DeviceId): Promise<Uint8Array | null>;
}

/**
 * Serves `media://clip/<clip id>` with seeking, `media://still/<clip id>` and `media://picture/<device id>`.
 * Pages name ids, never paths; the answers can be nothing but video/mp4 and image/jpeg.
 */
export function serveMedia(session: Session, source: MediaSource): void {
  session.protocol.handle('media', async (request) => {
    const { host, pathname } = new URL(request.url);
    const id = decodeURIComponent(pathname.slice(1));
    try {
      if (host === 'clip' && isClipId(id)) return await clipResponse(request, source, id);
      if (host === 'still' && isClipId(id)) return pictureResponse(await source.still(id));
      if (host === 'picture' && isDeviceId(id)) return pictureResponse(await source.picture(id));
    } catch {
      // The page asks by id and shows its own placeholder; the reason is in the state, not in this answer.
    }
    return notFound();
  });
}

async function clipResponse(request: Request, source: MediaSource, id: ClipId): Promise<Response> {
  const file = await source.clip(id);
  if (file === null) return notFound();
  const range = byteRange(request.headers.get('range'), file.sizeBytes);
  if (range === 'unsatisfiable') {
    const headers = { 'Content-Range': `bytes */${file.sizeBytes}` };
    return new Response(null, { status: 416, headers });
  }
  const stream = createReadStream(file.path, { start: range.start, end: range.end });
  request.signal.addEventListener('abort', () => stream.destroy());
  return new Response(bodyOf(stream), {
    status: range.isPartial ? 206 : 200,
    headers: { ...safeHeaders('video/mp4'), ...rangeHeaders(range, file.sizeBytes) },
  });
}

const rangeHeaders = ({ start, end, isPartial }: ByteRange, sizeBytes: number) => ({
  'Accept-Ranges': 'bytes',
  'Content-Length': String(end - start + 1),
  ...(isPartial ? { 'Content-Range': `bytes ${start}-${end}/${sizeBytes}` } : {}),
});

const pictureResponse = (bytes: Uint8Array | null): Response =>
  bytes === null
    ? notFound()
    : new Response(Buffer.from(bytes), { headers: safeHeaders('image/jpeg') });

const notFound = (): Response => new Response('not found', { status: 404 });

const safeHeaders = (type: string): Record<string, string> => ({
  'Content-Type': type,
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cache-Control': 'no-store',
});

// Node's and the page's ReadableStream are the same thing under two type names.
const bodyOf = (stream: Readable): ReadableStream => Readable.toWeb(stream) as ReadableStream;

/** Both ends included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  readonly isPartial: boolean;
}

/** What a Range header asks of a file of that size; a header we do not understand asks for everything. */
export function byteRange(header: string | null, sizeBytes: number): ByteRange | 'unsatisfiable' {
  const last = sizeBytes - 1;
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return { start: 0, end: last, isPartial: false };
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? last : Math.min(Number(to), last);
  return start > end ? 'unsatisfiable' : { start, end, isPartial: true };
}
