import { createCloudFetch } from '../../../electron/desktop/system/electron-fetch.ts';
import { useTransport } from '../transport.ts';

useTransport(createCloudFetch());
