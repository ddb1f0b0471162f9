import { AppError } from '../../shared/errors.ts';
import type { AccountCloud, PlainCall } from './api-client.ts';
import type { JsonAnswer } from './http/http-request.ts';
import type { Era } from './auth/tokens.ts';

/** One way to write a call. */
export interface Form extends Pick<PlainCall, 'method' | 'path' | 'json'> {
  readonly isOf2020?: true;
}

/** One call in the forms it may take. The one most likely to answer today comes first. */
export interface Call extends Omit<PlainCall, keyof Form> {
  readonly forms: readonly [Form, ...Form[]];
}

/** What the endpoints ask with. */
export interface Caller extends Pick<
  AccountCloud,
  'accountId' | 'bytes' | 'stream' | 'resume' | 'lastRefusal'
> {
  readonly era: Era;
  /**
   * Where the first form answers 404, the next one is tried, once. Which one works is remembered (for this account and
   * this name) only after a 2xx: a deleted camera gives 404 as well. `not-supported` for what 2020 did not have.
   */
  ask(call: Call): Promise<JsonAnswer>;
}

/** Answers with a refusal that came after this call: what runs for long must heed the pauses of others. */
export function watchRefusals({ lastRefusal }: Caller): () => AppError | null {
  const before = lastRefusal();
  return () => {
    const now = lastRefusal();
    return now === before ? null : now;
  };
}

export const get = (path: string): Form => ({ method: 'GET', path });
export const post = (path: string, json?: unknown): Form => ({ method: 'POST', path, json });

/** The form that a session of 2020 uses. */
export const in2020 = (form: Form): Form => ({ ...form, isOf2020: true });

export function createCaller(cloud: AccountCloud, era: Era): Caller {
  const working = new Map<string, number>();

  /** The remembered form alone, else all that fit the era, with their places in the list. */
  function candidates({ name, forms }: Call): readonly Candidate[] {
    const usable = [...forms.entries()].filter(([, form]) => era === 'today' || form.isOf2020);
    const known = usable.filter(([place]) => place === working.get(name));
    return known.length > 0 ? known : usable;
  }

  async function attempt(call: Call, [next, ...others]: readonly Candidate[]): Promise<JsonAnswer> {
    if (next === undefined) throw new AppError('not-supported', `${call.name}: not in ${era}`);
    const [place, form] = next;
    const mayBeMissing = others.length > 0;
    const answer = await cloud.json(plain(call, form, mayBeMissing)).catch((error: unknown) => {
      // A form that worked before may have been withdrawn: the next click starts from the first one again.
      if (error instanceof AppError && error.code === 'not-found') working.delete(call.name);
      throw error;
    });
    if (mayBeMissing && answer.status === missing) return attempt(call, others);
    if (answer.status < 300) working.set(call.name, place);
    return answer;
  }

  return {
    accountId: cloud.accountId,
    era,
    ask: async (call) => attempt(call, candidates(call)),
    bytes: cloud.bytes,
    stream: cloud.stream,
    resume: cloud.resume,
    lastRefusal: cloud.lastRefusal,
  };
}

type Candidate = readonly [place: number, form: Form];

const missing = 404;

function plain({ forms: _forms, ...call }: Call, form: Form, mayBeMissing: boolean): PlainCall {
  const { isOf2020: _isOf2020, ...way } = form;
  const isAnswer = call.isAnswer ?? (() => false);
  return {
    ...call,
    ...way,
    isAnswer: (status, body) => (mayBeMissing && status === missing) || isAnswer(status, body),
  };
}
