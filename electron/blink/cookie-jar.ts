/** The cookies of one sign-in attempt, for one host; thrown away with it. */
export interface CookieJar {
  /** Takes every Set-Cookie of an answer. */
  keep(headers: Headers): void;
  /** The Cookie header; empty without cookies. */
  header(): string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    keep(headers) {
      for (const line of headers.getSetCookie()) {
        const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (isOver(line)) cookies.delete(name);
        else cookies.set(name, value.trim());
      }
    },
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

/** A server takes a cookie back by giving it no time to live. */
const isOver = (line: string): boolean => /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(line);
