/** Ways to sign in besides Blink's own page; the password lives for one request only. */
export type OtherWay = 'form' | 'login-2020';

/** How a sign-in by another way goes on. Expected outcomes are answers, not failures. */
export type SignInStep =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'needs-code'; readonly hint: string | null }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'wrong-code' };
