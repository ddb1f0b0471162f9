import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Session } from 'electron';

/** Nothing from elsewhere, nothing inline, no network: the page is treated as already taken over. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' media:",
  'media-src media:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Serves the built pages. The files are listed once, so no address can be turned into a path. */
export async function serveApp(session: Session, pagesFolder: string): Promise<void> {
  const files = await listFiles(pagesFolder);

  session.protocol.handle('app', async ({ url }) => {
    const { host, pathname } = new URL(url);
    const file = host === 'porchlight' ? files.get(pathname) : undefined;
    if (file === undefined) return new Response('not found', { status: 404 });
    return new Response(await readFile(file), { headers: headersFor(file) });
  });
}

const headersFor = (file: string): Record<string, string> => ({
  'Content-Type': contentTypes[path.extname(file)] ?? 'application/octet-stream',
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
});

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const address = (file: string) => `/${path.relative(folder, file).split(path.sep).join('/')}`;
  return new Map(files.map((file) => [address(file), file]));
}
