import { AppError } from '../../shared/errors.ts';

/** The word a page's form has to send back; `bad-answer` when the page holds none. */
export function csrfIn(page: string): string {
  for (const find of finders) {
    const token = find(page);
    if (token !== undefined && /^[!-~]{1,1024}$/.test(token)) return token;
  }
  throw new AppError('bad-answer', 'sign-in page: no csrf-token');
}

const finders: readonly ((page: string) => string | undefined)[] = [
  oauthArgs,
  (page) => attribute(tag(page, 'input', /\bname=["']?(_token|csrf-token)["'\s/>]/i), 'value'),
  (page) => attribute(tag(page, 'meta', /\bname=["']?csrf-token["'\s/>]/i), 'content'),
];

function oauthArgs(page: string): string | undefined {
  const json = /<script\b[^>]*\bid=["']?oauth-args["'\s>][^>]*>?([^<]*)<\/script>/i.exec(page)?.[1];
  try {
    const args: unknown = JSON.parse((json ?? '').replace(/^[^{]*/, ''));
    const isNamed = typeof args === 'object' && args !== null && 'csrf-token' in args;
    return isNamed && typeof args['csrf-token'] === 'string' ? args['csrf-token'] : undefined;
  } catch {
    return undefined;
  }
}

const tag = (page: string, name: string, marked: RegExp): string =>
  (page.match(new RegExp(`<${name}\\b[^>]*>`, 'gi')) ?? []).find((each) => marked.test(each)) ?? '';

const attribute = (written: string, name: string): string | undefined =>
  new RegExp(`\\b${name}=["']([^"']*)["']`, 'i').exec(written)?.[1];
