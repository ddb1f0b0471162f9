import type { Answer, RoutedAsk } from './exchange.ts';

/** How the cloud is spoken to: as its description of 2020 tells, or as it is now. */
export type Era = '2020' | 'today';

/** One call of the cloud. Patterns are paths with `:name` for one segment; a trailing slash is optional. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly pattern: string;
  readonly host: 'oauth' | 'rest';
  /** Answered in that era only. */
  readonly era?: Era;
  /** An older form of a call that has a newer one. */
  readonly isOlderForm?: boolean;
  /** Answered without a token. */
  readonly open?: true;
  /** Answered to a client of 2020 whose PIN is still to come. */
  readonly unverified?: true;
  /** Answered by every tier's host, not only the account's. */
  readonly anyTier?: true;
  readonly handle: (ask: RoutedAsk) => Answer;
}

export interface Match<R> {
  readonly route: R;
  readonly params: Readonly<Record<string, string>>;
}

interface Matchable {
  readonly method: string;
  readonly pattern: string;
}

function expressionOf(pattern: string): RegExp {
  const source = pattern.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}/?$`);
}

/** Finds the first route of the table that fits; a HEAD is asked of what answers GET. */
export function createRouter<R extends Matchable>(table: readonly R[]) {
  const compiled = table.map((route) => ({ route, expression: expressionOf(route.pattern) }));

  return (asked: string, path: string): Match<R> | undefined => {
    const method = asked === 'HEAD' ? 'GET' : asked;
    for (const { route, expression } of compiled) {
      if (route.method !== method) continue;
      const match = expression.exec(path);
      if (match) return { route, params: { ...match.groups } };
    }
    return undefined;
  };
}
