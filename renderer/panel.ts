import { mount } from 'svelte';
import { getLocale } from '../shared/messages/compiled/runtime.js';
import PanelApp from './PanelApp.svelte';
import './styles/tokens.css';
import './styles/base.css';

document.documentElement.lang = getLocale();
mount(PanelApp, { target: document.body });
