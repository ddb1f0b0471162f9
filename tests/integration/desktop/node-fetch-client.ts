import { pageFetch } from '../../../electron/desktop/system/node-fetch.ts';

/** Asks for a page as the scripted sign-in does, and prints as JSON what came of it: `node-fetch-client.ts URL`. */
const [url = ''] = process.argv.slice(2);
const answer = await pageFetch(url, { method: 'POST', body: 'password=secret' }).then(
  ({ status }) => ({ status }),
  (error: unknown) => ({ code: Reflect.get(Object(error), 'code') as unknown }),
);
console.log(JSON.stringify(answer));
