import type { Timeline } from '../clock.ts';
import { cookiesOf, type Ask } from '../http/exchange.ts';
import { secretText } from './tokens.ts';

/** One attempt to sign in, kept by cookie. */
export interface Flow {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly hardwareId: string;
  readonly state: string | undefined;
  readonly csrf: string;
  /** Given out with the sign-in page; needed from then on. */
  readonly pageCookie: string;
  stage: 'signed-out' | 'code-wanted' | 'signed-in';
}

/** A code that can be exchanged once. */
export interface Grant {
  readonly flow: Flow;
  readonly expiresAt: number;
}

export interface Flows {
  /** Begins an attempt and returns its cookie. */
  begin(request: Omit<Flow, 'csrf' | 'pageCookie' | 'stage'>): string;
  /** The attempt whose cookies came along; `page` asks for the sign-in page's cookie too. */
  of(ask: Ask, cookies: 'first' | 'all'): Flow | undefined;
  pageCookieOf(flow: Flow): string;
  /** The attempt's device need not give a code again. */
  remember(flow: Flow): void;
  isRemembered(flow: Flow): boolean;
  grant(flow: Flow): string;
  /** The grant of a code, once: asking uses it up. */
  redeem(code: string): Grant | undefined;
}

const CODE_LIFE_MS = 60_000;
const FLOW_COOKIE = 'blink_flow';
const PAGE_COOKIE = 'blink_page';

const setCookie = (name: string, value: string) =>
  `${name}=${value}; Path=/oauth; HttpOnly; SameSite=Lax`;

/** Every attempt to sign in that is going on. */
export function createFlows(timeline: Timeline): Flows {
  const flows = new Map<string, Flow>();
  const grants = new Map<string, Grant>();
  const remembered = new Set<string>();

  return {
    begin(request) {
      const id = secretText(24);
      const secrets = { csrf: secretText(24), pageCookie: secretText(12) };
      flows.set(id, { ...request, ...secrets, stage: 'signed-out' });
      return setCookie(FLOW_COOKIE, id);
    },
    of(ask, wanted) {
      const cookies = cookiesOf(ask);
      const flow = flows.get(cookies.get(FLOW_COOKIE) ?? '');
      const complete = wanted === 'first' || flow?.pageCookie === cookies.get(PAGE_COOKIE);
      return complete ? flow : undefined;
    },
    pageCookieOf: (flow) => setCookie(PAGE_COOKIE, flow.pageCookie),
    remember: ({ hardwareId }) => void remembered.add(hardwareId),
    isRemembered: ({ hardwareId }) => remembered.has(hardwareId),
    grant(flow) {
      const code = secretText(24);
      grants.set(code, { flow, expiresAt: timeline.now() + CODE_LIFE_MS });
      return code;
    },
    redeem(code) {
      const grant = grants.get(code);
      grants.delete(code);
      return grant && grant.expiresAt > timeline.now() ? grant : undefined;
    },
  };
}
