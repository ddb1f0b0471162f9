import { json, type Answer, type Ask } from '../http/exchange.ts';
import type { Fault } from './fault-schema.ts';

/** What can go wrong with the list of recordings. */
type ListFault = (ask: Ask, answer: Answer, fault: Fault) => Answer | undefined;

const withRows =
  (change: (rows: readonly unknown[], fault: Fault) => readonly unknown[]): ListFault =>
  (_ask, answer, fault) => {
    const value = answer.content.kind === 'json' ? answer.content.value : undefined;
    if (typeof value !== 'object' || value === null || !('media' in value)) return undefined;
    const { media } = value;
    if (!Array.isArray(media)) return undefined;
    return json({ ...value, media: change(media, fault) }, answer.status, answer.headers);
  };

/** The rows of a page in another order: every second one first, the rest backwards. Or each of them twice. */
export const shuffled = withRows((rows, { variant }) => {
  if (variant === 'repeated') return rows.flatMap((row) => [row, row]);
  const even = rows.filter((_row, at) => at % 2 === 0);
  const odd = rows.filter((_row, at) => at % 2 === 1);
  return [...odd.toReversed(), ...even];
});

/** As if there were no recordings. */
export const emptied = withRows(() => []);

/** Whatever page is asked for, the first one is answered. */
export function onFirstPage(ask: Ask): Ask | undefined {
  if (!/\/media\/changed\/?$/.test(ask.path)) return undefined;
  const query = new URLSearchParams(ask.query);
  if (Number(query.get('page') ?? 1) <= 1) return undefined;
  query.set('page', '1');
  return { ...ask, query };
}
