/** The keyring. Every call answers or rejects within 5 s with `no-keyring` or `keyring-locked`. */
export interface SecretStore {
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}
