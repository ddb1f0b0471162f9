/** What a person types on the hosted page. */
export interface Typed {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

export const demoPerson: Typed = {
  email: 'demo@porchlight.test',
  password: 'porchlight',
  code: '123456',
};

/** Goes through the hosted page as a browser would, and answers the redirect that ends it. */
export async function walkSignIn(authorizeUrl: string, typed = demoPerson): Promise<string> {
  const browser = createBrowser(authorizeUrl);
  const start = await browser.ask(authorizeUrl);
  const page = await browser.ask(locationOf(start));
  const csrf = /"csrf-token":\s*"([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const { email: username, password, code } = typed;
  await browser.post('/oauth/v2/signin', { username, password, 'csrf-token': csrf });
  await browser.post('/oauth/v2/2fa/verify', {
    '2fa_code': code,
    'csrf-token': csrf,
    remember_me: 'false',
  });
  return locationOf(await browser.ask('/oauth/v2/authorize'));
}

const locationOf = (answer: Response): string => answer.headers.get('location') ?? '';

/** Cookies, and redirects that are not followed. */
function createBrowser(origin: string) {
  const cookies = new Map<string, string>();

  async function ask(path: string, body?: URLSearchParams): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, origin), {
      redirect: 'manual',
      headers: { cookie },
      ...(body ? { method: 'POST', body } : {}),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return answer;
  }

  return {
    ask,
    post: (path: string, form: Record<string, string>) => ask(path, new URLSearchParams(form)),
  };
}
