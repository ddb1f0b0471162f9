import type { Answer, RoutedAsk } from './exchange.ts';

/** One call of the cloud. Patterns are paths with `:name` for one segment; a trailing slash is optional. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly pattern: string;
  readonly host: 'oauth' | 'rest';
  /** Answered without a token. */
  readonly open?: true;
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

/** Finds the first route of the table that fits. */
export function createRouter<R extends Matchable>(table: readonly R[]) {
  const compiled = table.map((route) => ({ route, expression: expressionOf(route.pattern) }));

  return (method: string, path: string): Match<R> | undefined => {
    for (const { route, expression } of compiled) {
      if (route.method !== method) continue;
      const match = expression.exec(path);
      if (match) return { route, params: { ...match.groups } };
    }
    return undefined;
  };
}
