/** Parameters of the authorize request that are the same for everybody who uses a profile. */
interface Profile {
  readonly redirectUri: string;
  readonly brand: readonly string[];
}

const DEVICE = ['app_version', 'device_brand', 'device_model', 'device_os_version'];

const android: Profile = {
  redirectUri: 'https://applinks.blink.com/signin/callback',
  brand: DEVICE,
};

/** The phone apps whose identity the sign-in accepts, by client_id. */
export const profiles: ReadonlyMap<string, Profile> = new Map([
  ['ios', { redirectUri: 'immedia-blink://applinks.blink.com/signin/callback', brand: DEVICE }],
  ['android', android],
  ['amazon', android],
]);

/** Ids that were refused at the edge because whole programs shared them. */
const REFUSED_IDS = new Set(['Blinkpy', 'Home Assistant']);

/** True when this hardware id is answered 406. */
export const isRefusedId = (hardwareId: string | null | undefined) =>
  REFUSED_IDS.has(hardwareId ?? '');

/** What is wrong with the parameters of an authorize request; undefined when nothing is. */
export function authorizeProblem(query: URLSearchParams): string | undefined {
  const profile = profiles.get(query.get('client_id') ?? '');
  if (!profile) return 'unknown client_id';
  const exact: readonly (readonly [string, string])[] = [
    ['redirect_uri', profile.redirectUri],
    ['response_type', 'code'],
    ['scope', 'client'],
    ['code_challenge_method', 'S256'],
    ['app_brand', 'blink'],
  ];
  const wrong = exact.find(([name, value]) => query.get(name) !== value);
  if (wrong) return `${wrong[0]} must be ${wrong[1]}`;
  const missing = ['hardware_id', ...profile.brand].find((name) => !query.get(name));
  if (missing) return `${missing} is missing`;
  // SHA-256 in base64url is always 43 characters.
  return /^[\w-]{43}$/.test(query.get('code_challenge') ?? '') ? undefined : 'bad code_challenge';
}
