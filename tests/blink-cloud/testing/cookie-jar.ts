/** The cookies of one sign-in attempt. */
export interface CookieJar {
  keep(response: Response): void;
  /** The Cookie header; empty when there are none. */
  header(): Record<string, string>;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    keep(response) {
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [name = '', value = ''] = pair.split('=');
        cookies.set(name, value);
      }
    },
    header() {
      const pairs = [...cookies].map(([name, value]) => `${name}=${value}`);
      return pairs.length > 0 ? { cookie: pairs.join('; ') } : {};
    },
  };
}
